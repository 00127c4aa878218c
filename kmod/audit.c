// SPDX-License-Identifier: GPL-2.0-only
/*
 * The audit ring: records in order, kept until the owner says that they are stored.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/pci.h>
#include <linux/ratelimit.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "nl_put.h"
#include "pf.h"
#include "state.h"
#include "vf.h"

/*
 * How long an unload waits for an owner that is there to take the last records,
 * among them those of the unload itself.
 */
#define DRAIN_TIMEOUT	(3 * HZ)

static struct vfiov_record *record_new(enum vfiov_event event)
{
	struct vfiov_record *rec = kzalloc(sizeof(*rec), GFP_KERNEL);

	if (!rec)
		return NULL;
	rec->event = event;
	rec->time = ktime_get_real_ns();
	vfiov_who_current(&rec->who);
	return rec;
}

struct vfiov_record *vfiov_audit_new(enum vfiov_event event, struct vfiov_vf *vf)
{
	struct vfiov_audit *a = &vfiov.audit;
	struct vfiov_record *rec = NULL;

	lockdep_assert_held(&vfiov.lock);
	/* While losses are not told of, one place is theirs. */
	if (a->held + (a->lost ? 1 : 0) < vfiov.params.ring_size)
		rec = record_new(event);
	if (rec && vf) {
		strscpy(rec->bdf, pci_name(vf->core.pdev), sizeof(rec->bdf));
		if (vf->pf)
			strscpy(rec->pf, pci_name(vf->pf->physfn), sizeof(rec->pf));
		rec->index = vfiov_vf_index(vf);
	}
	return rec;
}

/* @rec is NULL for what there was no room or memory for: a loss, to be told of. */
static void ring_add(struct vfiov_record *rec)
{
	struct vfiov_audit *a = &vfiov.audit;

	if (!rec) {
		a->lost++;
		a->lost_total++;
		return;
	}
	rec->seq = ++a->seq;
	list_add_tail(&rec->node, &a->ring);
	a->held++;
}

/* Tell of losses as soon as there is room and memory. */
static void tell_losses(void)
{
	struct vfiov_audit *a = &vfiov.audit;
	struct vfiov_record *rec;

	if (!a->lost || a->held >= vfiov.params.ring_size)
		return;
	rec = record_new(VFIOV_EVENT_LOST);
	if (!rec)
		return;
	rec->lost = a->lost;
	a->lost = 0;
	ring_add(rec);
}

void vfiov_audit_add(struct vfiov_record *rec)
{
	struct vfiov_audit *a = &vfiov.audit;
	u32 half = vfiov.params.ring_size / 2;
	u32 before = a->held;

	lockdep_assert_held(&vfiov.lock);
	tell_losses();
	ring_add(rec);
	/* Once: a journal that is stuck does not go on because of more of them. */
	if (before < half && a->held >= half)
		vfiov_bell_now(&vfiov.audit_bell);
	else
		vfiov_bell_soon(&vfiov.audit_bell);
}

int vfiov_audit_ack(u64 seq)
{
	struct vfiov_audit *a = &vfiov.audit;
	struct vfiov_record *rec, *next;

	lockdep_assert_held(&vfiov.lock);
	if (seq > a->seq)
		return -ERANGE;
	list_for_each_entry_safe(rec, next, &a->ring, node) {
		if (rec->seq > seq)
			break;
		list_del(&rec->node);
		kfree(rec);
		a->held--;
	}
	a->acked = max(a->acked, seq);
	tell_losses();
	if (!a->held)
		wake_up_all(&a->drained);
	return 0;
}

void vfiov_audit_refused(struct vfiov_vf *vf, int error, const char *text)
{
	struct vfiov_record *rec;

	lockdep_assert_held(&vfiov.lock);
	vfiov.stats.refused++;
	if (!__ratelimit(&vfiov.audit.refusals))
		return;
	rec = vfiov_audit_new(VFIOV_EVENT_REFUSED, vf);
	if (rec) {
		rec->error = -error;
		strscpy(rec->text, text, sizeof(rec->text));
	}
	vfiov_audit_add(rec);
}

void vfiov_audit_init(void)
{
	INIT_LIST_HEAD(&vfiov.audit.ring);
	init_waitqueue_head(&vfiov.audit.drained);
	/* Whoever may send commands could otherwise fill the ring with refusals. */
	ratelimit_state_init(&vfiov.audit.refusals, 10 * HZ, 50);
	ratelimit_set_flags(&vfiov.audit.refusals, RATELIMIT_MSG_ON_RELEASE);
	ring_add(record_new(VFIOV_EVENT_LOAD));
}

void vfiov_audit_drain(void)
{
	mutex_lock(&vfiov.lock);
	vfiov_bell_now(&vfiov.audit_bell);
	mutex_unlock(&vfiov.lock);
	/* Without the lock: nothing depends on it but how long an unload takes. */
	wait_event_timeout(vfiov.audit.drained,
			   !READ_ONCE(vfiov.audit.held) || !READ_ONCE(vfiov.owner.sk),
			   DRAIN_TIMEOUT);
}

void vfiov_audit_exit(void)
{
	struct vfiov_record *rec, *next;

	list_for_each_entry_safe(rec, next, &vfiov.audit.ring, node) {
		pr_notice("audit %pUb %llu: event %u, vf %s, profile %u -> %u, cause %u, rule \"%s\", pid %u, uid %u\n",
			  &vfiov.instance, rec->seq, rec->event, rec->bdf, rec->profile_old,
			  rec->profile, rec->cause, rec->rule, rec->who.pid, rec->who.uid);
		list_del(&rec->node);
		kfree(rec);
		/* Thousands of lines to a serial console take their time. */
		cond_resched();
	}
	if (vfiov.audit.lost)
		pr_notice("audit %pUb: %llu events lost\n", &vfiov.instance, vfiov.audit.lost);
}
