// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a VF's profile: asked for at bind, latched at open, fixed until close.
 *
 *	bind ----> request ----> answer: choice.next
 *	open ----> wait, bounded ----> choice.latched = choice.next, or native
 *	close ---> choice.next counts again
 *
 * Native without migration is what a VF is when nothing else was granted; there is
 * no way to configure another default.
 */

#include <linux/jiffies.h>
#include <linux/pci.h>

#include "nl_put.h"
#include "pf.h"
#include "state.h"
#include "sysfs.h"
#include "vf.h"

static const struct vfiov_decision native;

const struct vfiov_decision *vfiov_decide_current(const struct vfiov_vf *vf)
{
	return vf->choice.use == VFIOV_OPEN ? &vf->choice.latched : &vf->choice.next;
}

void vfiov_decide_changed(struct vfiov_vf *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vfiov_nl_vf_ntf(vf, VFIOV_CMD_VF_NTF);
	vfiov_sysfs_changed(vf);
}

void vfiov_decide_next(struct vfiov_vf *vf, const struct vfiov_decision *d)
{
	lockdep_assert_held(&vfiov.lock);
	vf->choice.next = *d;
	if (!vfiov_decision_is_grant(d))
		vfiov_audit_unprepare(vf);
}

static struct vfiov_record *describe(struct vfiov_record *rec, const struct vfiov_decision *d)
{
	if (!rec)
		return NULL;
	rec->profile_old = d->profile;
	rec->profile = d->profile;
	rec->migration = d->migration;
	rec->source = d->source;
	rec->cause = d->cause;
	rec->explicit_rule = d->explicit_rule;
	rec->policy_generation = d->policy_generation;
	rec->level = d->level;
	strscpy(rec->rule, d->rule, sizeof(rec->rule));
	return rec;
}

static struct vfiov_record *audit_decision(enum vfiov_event event, struct vfiov_vf *vf,
					   const struct vfiov_decision *d)
{
	return describe(vfiov_audit_new(event, vf), d);
}

/* Where a place was used up another is wanted, for the next open of what was granted. */
static void prepare_again(struct vfiov_vf *vf)
{
	if (vfiov_decision_is_grant(&vf->choice.next))
		vfiov_audit_prepare(vf);
}

/* The open is as it was granted. Return: false when that can not be recorded. */
static bool audit_open(struct vfiov_vf *vf)
{
	struct vfiov_choice *c = &vf->choice;
	struct vfiov_record *rec;

	if (!vfiov_decision_is_grant(&c->latched)) {
		vfiov_audit_add(audit_decision(VFIOV_EVENT_OPEN, vf, &c->latched));
		return true;
	}
	rec = describe(vfiov_audit_use(VFIOV_EVENT_OPEN, vf, &c->prepared.open), &c->latched);
	if (!vfiov_audit_try(rec)) {
		vfiov_audit_free(rec);
		return false;
	}
	prepare_again(vf);
	return true;
}

static void audit_close(struct vfiov_vf *vf)
{
	struct vfiov_choice *c = &vf->choice;
	struct vfiov_record *rec;

	if (!vfiov_decision_is_grant(&c->latched)) {
		vfiov_audit_add(audit_decision(VFIOV_EVENT_CLOSE, vf, &c->latched));
		return;
	}
	rec = vfiov_audit_use(VFIOV_EVENT_CLOSE, vf, &c->prepared.close);
	vfiov_audit_add(describe(rec, &c->latched));
	prepare_again(vf);
}

void vfiov_decide_wake_all(void)
{
	struct vfiov_vf *vf;
	unsigned long key;

	xa_for_each(&vfiov.vfs, key, vf)
		wake_up_all(&vf->choice.wait);
}

int vfiov_decide_bind(struct vfiov_vf *vf)
{
	int ret;

	mutex_lock(&vfiov.lock);
	ret = vfiov_account_bind(vf);
	if (ret)
		goto out;
	ret = xa_insert(&vfiov.vfs, vfiov_vf_key(vf->core.pdev), vf, GFP_KERNEL);
	if (ret) {
		vfiov_account_unbind(vf);
		goto out;
	}
	vfiov.nr_vfs++;
	vfiov.generation++;
	vfiov_audit_add(vfiov_audit_new(VFIOV_EVENT_BIND, vf));
	vfiov_request_bind(vf);
	vfiov_decide_changed(vf);
out:
	vfiov_unlock();
	return ret;
}

void vfiov_decide_leave(struct vfiov_vf *vf)
{
	mutex_lock(&vfiov.lock);
	vf->choice.leaving = true;
	wake_up_all(&vf->choice.wait);
	vfiov_unlock();
}

void vfiov_decide_unbind(struct vfiov_vf *vf)
{
	mutex_lock(&vfiov.lock);
	vfiov_request_drop(vf);
	xa_erase(&vfiov.vfs, vfiov_vf_key(vf->core.pdev));
	vfiov.nr_vfs--;
	vfiov.generation++;
	vfiov_audit_unprepare(vf);
	vfiov_audit_add(audit_decision(VFIOV_EVENT_UNBIND, vf, &vf->choice.next));
	vfiov_account_unbind(vf);
	vfiov_nl_vf_ntf(vf, VFIOV_CMD_VF_DEL_NTF);
	vfiov_unlock();
	/* Another task may still send what it has of this VF: that ends before the device goes. */
	vfiov_outbox_send();
	cancel_delayed_work_sync(&vf->request.expire);
}

/* A set has a decision to fall back on, so only these hold up an open. */
static bool must_wait(struct vfiov_vf *vf)
{
	const struct vfiov_request *r = &vf->request;

	return r->live && r->kind != VFIOV_REQUEST_KIND_SET && !vf->choice.leaving &&
	       !vfiov.suspending && vfiov_owner_expected();
}

/*
 * Sleep, with vfiov.lock given up, until something has changed or @left is over.
 * Return: jiffies that are left, or -EINTR.
 */
static long wait_a_while(struct vfiov_vf *vf, long left)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&vf->choice.wait, &wait, TASK_KILLABLE);
	/* Not vfiov_unlock(), which sleeps; nothing is to be sent. */
	mutex_unlock(&vfiov.lock);
	left = schedule_timeout(left);
	finish_wait(&vf->choice.wait, &wait);
	mutex_lock(&vfiov.lock);
	return fatal_signal_pending(current) ? -EINTR : left;
}

/* Why the VF is opened while its question is not answered. */
static enum vfiov_cause why_default(struct vfiov_vf *vf, bool waited)
{
	if (vf->choice.leaving)
		return VFIOV_CAUSE_SUPERSEDED;
	if (vfiov_owner_expected())
		return VFIOV_CAUSE_TIMEOUT;
	return waited ? VFIOV_CAUSE_OWNER_LOST : VFIOV_CAUSE_NO_OWNER;
}

int vfiov_decide_open(struct vfiov_vf *vf, enum vfiov_profile *profile)
{
	struct vfiov_choice *c = &vf->choice;
	long left;
	bool waited = false;

	mutex_lock(&vfiov.lock);
	left = msecs_to_jiffies(vfiov.params.open_wait_ms);
	while (must_wait(vf) && left > 0) {
		if (!waited) {
			/* The bell rings when the lock is given up. */
			waited = true;
			vfiov_bell_now(&vfiov.request_bell);
			vfiov_unlock();
			mutex_lock(&vfiov.lock);
			continue;
		}
		left = wait_a_while(vf, left);
	}
	if (left < 0) {
		vfiov_unlock();
		return left;
	}

	c->latched = c->next;
	if (vf->request.live && vf->request.kind != VFIOV_REQUEST_KIND_SET) {
		c->latched = native;
		c->latched.cause = why_default(vf, waited);
		if (c->latched.cause == VFIOV_CAUSE_TIMEOUT)
			vfiov_request_renew(vf);
	}
	c->use = VFIOV_OPENING;
	c->open_pid = task_tgid_nr(current);
	*profile = c->latched.profile;
	vfiov_unlock();
	return 0;
}

enum vfiov_profile vfiov_decide_latch(struct vfiov_vf *vf, enum vfiov_profile profile)
{
	struct vfiov_choice *c = &vf->choice;
	bool by_default;

	mutex_lock(&vfiov.lock);
	if (profile != c->latched.profile) {
		c->latched = native;
		c->latched.cause = VFIOV_CAUSE_UNAVAILABLE;
	}
	by_default = c->latched.source == VFIOV_SOURCE_DEFAULT;
	if (!by_default && !audit_open(vf)) {
		c->latched = native;
		c->latched.cause = VFIOV_CAUSE_AUDIT_FULL;
		by_default = true;
	}
	if (by_default)
		vfiov_audit_add(audit_decision(VFIOV_EVENT_DEFAULT, vf, &c->latched));
	c->use = VFIOV_OPEN;
	vfiov.stats.opens++;
	vfiov.stats.defaults += by_default;
	profile = c->latched.profile;
	vfiov_decide_changed(vf);
	vfiov_unlock();
	return profile;
}

void vfiov_decide_close(struct vfiov_vf *vf)
{
	struct vfiov_choice *c = &vf->choice;

	mutex_lock(&vfiov.lock);
	if (c->use == VFIOV_OPEN)
		audit_close(vf);
	c->use = VFIOV_CLOSED;
	c->open_pid = 0;
	c->latched = native;
	vfiov_decide_changed(vf);
	vfiov_unlock();
}

void vfiov_decide_pf_changed(struct vfiov_pf *pf, bool back)
{
	struct vfiov_record *rec;
	struct vfiov_vf *vf;
	unsigned long key;

	mutex_lock(&vfiov.lock);
	rec = vfiov_audit_new(back ? VFIOV_EVENT_PF_BACK : VFIOV_EVENT_PF_GONE, NULL);
	if (rec)
		strscpy(rec->pf, pci_name(pf->physfn), sizeof(rec->pf));
	vfiov_audit_add(rec);
	xa_for_each(&vfiov.vfs, key, vf) {
		if (vf->pf != pf)
			continue;
		/* It may come back with another firmware. */
		vfiov_bar0_reset(vf);
		vfiov_decide_changed(vf);
	}
	vfiov_unlock();
}
