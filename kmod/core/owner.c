// SPDX-License-Identifier: GPL-2.0-only
/*
 * The owner: one socket that answers for all VFs.
 *
 * When the owner is gone, requests and their cookies stay for the next one. Only opens and sets
 * stop waiting for an answer, after a grace period.
 */

#include <linux/netlink.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "audit.h"
#include "choice.h"
#include "nl_ntf.h"
#include "owner.h"
#include "state.h"

static void audit_owner(enum vfiov_event event, const char *name)
{
	struct vfiov_record *rec = vfiov_audit_new(event, NULL);

	if (rec)
		strscpy(rec->text, name, sizeof(rec->text));
	vfiov_audit_add(rec);
}

/* Another process may have inherited the socket; it must not act as the owner. */
static bool owner_alive(const struct vfiov_owner *o)
{
	return o->sk && pid_has_task(o->tgid, PIDTYPE_TGID);
}

bool vfiov_owner_expected(void)
{
	lockdep_assert_held(&vfiov.lock);
	return owner_alive(&vfiov.owner) || vfiov.owner.grace;
}

static void owner_forget(struct vfiov_owner *o)
{
	sock_put(o->sk);
	o->sk = NULL;
	WRITE_ONCE(o->portid, 0);
	put_pid(o->tgid);
	o->tgid = NULL;
}

void vfiov_owner_leave(void)
{
	struct vfiov_owner *o = &vfiov.owner;

	lockdep_assert_held(&vfiov.lock);
	owner_forget(o);
	audit_owner(VFIOV_EVENT_OWNER_DOWN, o->name);
	o->grace = true;
	mod_delayed_work(system_wq, &o->grace_end, msecs_to_jiffies(vfiov.params.grace_ms));
	vfiov_choice_wake_all();
	wake_up_all(&vfiov.audit.drained);
	vfiov_nl_status_ntf();
}

int vfiov_owner_register(struct sock *sk, u32 portid, const char *name,
			 struct netlink_ext_ack *extack)
{
	struct vfiov_owner *o = &vfiov.owner;

	lockdep_assert_held(&vfiov.lock);
	if (o->sk && !owner_alive(o))
		vfiov_owner_leave();
	if (o->sk) {
		NL_SET_ERR_MSG_FMT(extack, "process %d is the owner", pid_nr(o->tgid));
		return -EEXIST;
	}
	sock_hold(sk);
	o->sk = sk;
	WRITE_ONCE(o->portid, portid);
	o->tgid = get_pid(task_tgid(current));
	strscpy(o->name, name, sizeof(o->name));
	o->policy_generation = 0;
	o->policy_hash[0] = '\0';
	o->policy_error[0] = '\0';
	o->grace = false;
	vfiov.stats.owners++;
	audit_owner(VFIOV_EVENT_OWNER_UP, o->name);
	vfiov_nl_status_ntf();
	return 0;
}

/* A netlink socket was closed. It is out of the socket table, but not freed yet. */
static int owner_socket_event(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct netlink_notify *n = data;
	struct vfiov_owner *o = &vfiov.owner;

	if (event != NETLINK_URELEASE || n->protocol != NETLINK_GENERIC || n->net != &init_net)
		return NOTIFY_DONE;
	/*
	 * This runs for every generic netlink socket, so first check without the lock whether it
	 * may be the owner's. The owner's socket is not closed before its registration has
	 * returned, so the closing task sees its port id.
	 */
	if (READ_ONCE(o->portid) != n->portid)
		return NOTIFY_DONE;
	mutex_lock(&vfiov.lock);
	/* SOCK_DEAD: the owner's socket was closed, not another one with its port id. */
	if (o->sk && o->portid == n->portid && sock_flag(o->sk, SOCK_DEAD))
		vfiov_owner_leave();
	vfiov_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block socket_notifier = {
	.notifier_call = owner_socket_event,
};

int vfiov_owner_check(const struct sock *sk, struct netlink_ext_ack *extack)
{
	struct vfiov_owner *o = &vfiov.owner;

	lockdep_assert_held(&vfiov.lock);
	if (!o->sk || o->sk != sk) {
		NL_SET_ERR_MSG(extack, "this socket is not the owner's");
		return -EPERM;
	}
	if (o->tgid != task_tgid(current)) {
		NL_SET_ERR_MSG(extack, "the owner's socket is used by another process");
		return -EPERM;
	}
	return 0;
}

int vfiov_owner_init(void)
{
	return netlink_register_notifier(&socket_notifier);
}

void vfiov_owner_exit(void)
{
	netlink_unregister_notifier(&socket_notifier);
	if (vfiov.owner.sk)
		owner_forget(&vfiov.owner);
}
