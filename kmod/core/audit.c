// SPDX-License-Identifier: GPL-2.0-only
/*
 * The audit ring: records in order, kept until the owner acknowledges them.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ratelimit.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "account.h"
#include "audit.h"
#include "entry.h"
#include "nl_doorbell.h"
#include "share.h"
#include "state.h"

/*
 * How long an unload waits for the owner, if any, to read the last records, including those of the
 * unload itself.
 */
#define DRAIN_TIMEOUT	(3 * HZ)

static void record_fill(struct vfiov_record *rec, enum vfiov_event event,
			const struct vfiov_account *acc)
{
	rec->event = event;
	rec->count = 1;
	rec->time = ktime_get_real_ns();
	vfiov_who_current(&rec->who);
	strscpy(rec->bdf, acc->bdf, sizeof(rec->bdf));
	strscpy(rec->pf, acc->pf, sizeof(rec->pf));
	rec->index = acc->index;
}

/* The VF is native in most events. Callers overwrite the profiles for the others. */
static void record_fill_vf(struct vfiov_record *rec, const struct vfiov_entry *vf)
{
	strscpy(rec->driver, vf->driver->name, sizeof(rec->driver));
	vfiov_record_profile_old(rec, vf, VFIOV_NATIVE);
	vfiov_record_profile(rec, vf, VFIOV_NATIVE);
}

static struct vfiov_record *record_new(struct vfiov_account *acc, bool for_loss)
{
	struct vfiov_record *rec = kzalloc(sizeof(*rec), GFP_KERNEL);

	if (!rec)
		return NULL;
	rec->account = acc;
	rec->placed = vfiov_account_take(acc, for_loss);
	return rec;
}

void vfiov_audit_free(struct vfiov_record *rec)
{
	if (rec && rec->placed)
		vfiov_account_give(rec->account);
	kfree(rec);
}

struct vfiov_record *vfiov_audit_new(enum vfiov_event event, struct vfiov_entry *vf)
{
	struct vfiov_account *acc = vf ? vf->account : &vfiov.audit.module;
	struct vfiov_record *rec;

	lockdep_assert_held(&vfiov.lock);
	rec = record_new(acc, false);
	if (rec)
		record_fill(rec, event, acc);
	if (rec && vf)
		record_fill_vf(rec, vf);
	return rec;
}

struct vfiov_record *vfiov_audit_use(enum vfiov_event event, struct vfiov_entry *vf,
				     struct vfiov_record **prepared)
{
	struct vfiov_record *rec = *prepared;

	if (!rec)
		return vfiov_audit_new(event, vf);
	*prepared = NULL;
	record_fill(rec, event, vf->account);
	record_fill_vf(rec, vf);
	return rec;
}

static bool prepare_record(struct vfiov_account *acc, struct vfiov_record **rec)
{
	if (*rec)
		return true;
	*rec = record_new(acc, false);
	if (*rec && (*rec)->placed)
		return true;
	vfiov_audit_free(*rec);
	*rec = NULL;
	return false;
}

bool vfiov_audit_prepare(struct vfiov_entry *vf)
{
	lockdep_assert_held(&vfiov.lock);
	return prepare_record(vf->account, &vf->choice.prepared.open) &&
	       prepare_record(vf->account, &vf->choice.prepared.close);
}

void vfiov_audit_unprepare(struct vfiov_entry *vf)
{
	struct vfiov_choice *c = &vf->choice;
	/* An open with a grant and its close must be recorded, so keep their records. */
	bool used = c->use != VFIOV_CLOSED && vfiov_decision_is_grant(&c->latched);

	lockdep_assert_held(&vfiov.lock);
	if (used && c->use == VFIOV_OPENING)
		return;
	vfiov_audit_free(c->prepared.open);
	c->prepared.open = NULL;
	if (used)
		return;
	vfiov_audit_free(c->prepared.close);
	c->prepared.close = NULL;
}

static void ring_add(struct vfiov_record *rec)
{
	struct vfiov_audit *a = &vfiov.audit;

	rec->seq = ++a->seq;
	list_add_tail(&rec->node, &a->ring);
	list_add_tail(&rec->of_account, &rec->account->records);
	a->held++;
}

/* Count an event that gets no record. */
static void account_lose(struct vfiov_account *acc)
{
	if (!acc->lost)
		list_add_tail(&acc->losing, &vfiov.audit.losing);
	acc->lost++;
	vfiov.audit.lost_total++;
}

/* Record losses as soon as there is a place and memory. */
static void report_losses(void)
{
	struct vfiov_account *acc, *next;

	list_for_each_entry_safe(acc, next, &vfiov.audit.losing, losing) {
		struct vfiov_record *rec = record_new(acc, true);

		if (!rec || !rec->placed) {
			vfiov_audit_free(rec);
			continue;
		}
		record_fill(rec, VFIOV_EVENT_LOST, acc);
		rec->lost = acc->lost;
		acc->lost = 0;
		list_del_init(&acc->losing);
		ring_add(rec);
	}
}

bool vfiov_audit_try(struct vfiov_record *rec)
{
	struct vfiov_audit *a = &vfiov.audit;
	u32 half = vfiov.params.ring_size / 2;
	u32 before = a->held;

	lockdep_assert_held(&vfiov.lock);
	if (!rec)
		return false;
	if (vfiov_share(rec)) {
		/* That record is still unread, so its doorbell covers this event. */
		vfiov_audit_free(rec);
		return true;
	}
	if (!rec->placed)
		return false;
	report_losses();
	ring_add(rec);
	/* Ring immediately only once: more doorbells would not help a stuck journal. */
	if (before < half && a->held >= half)
		vfiov_doorbell_now(&vfiov.audit_doorbell);
	else
		vfiov_doorbell_soon(&vfiov.audit_doorbell);
	return true;
}

void vfiov_audit_add(struct vfiov_record *rec)
{
	if (vfiov_audit_try(rec))
		return;
	account_lose(rec ? rec->account : &vfiov.audit.module);
	vfiov_audit_free(rec);
	vfiov_doorbell_soon(&vfiov.audit_doorbell);
}

static void record_drop(struct vfiov_record *rec)
{
	struct vfiov_account *acc = rec->account;

	/* A cycle ends when one of its steps has been read. */
	if (acc->start == rec || acc->next == rec) {
		acc->start = NULL;
		acc->next = NULL;
	}
	if (acc->closed == rec)
		acc->closed = NULL;
	list_del(&rec->of_account);
	list_del(&rec->node);
	vfiov_audit_free(rec);
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
		record_drop(rec);
		a->held--;
	}
	a->acked = max(a->acked, seq);
	report_losses();
	if (!a->held)
		wake_up_all(&a->drained);
	return 0;
}

void vfiov_audit_init(void)
{
	struct vfiov_audit *a = &vfiov.audit;
	struct vfiov_record *rec;

	INIT_LIST_HEAD(&a->ring);
	INIT_LIST_HEAD(&a->losing);
	xa_init(&a->accounts);
	vfiov_account_init(&a->module);
	init_waitqueue_head(&vfiov.audit.drained);
	/*
	 * Otherwise a process that is allowed to send commands could fill the ring with refusals.
	 */
	ratelimit_state_init(&vfiov.audit.refusals, 10 * HZ, 50);
	ratelimit_set_flags(&vfiov.audit.refusals, RATELIMIT_MSG_ON_RELEASE);
	mutex_lock(&vfiov.lock);
	rec = vfiov_audit_new(VFIOV_EVENT_LOAD, NULL);
	if (rec)
		ring_add(rec);
	else
		account_lose(&a->module);
	vfiov_unlock();
}

void vfiov_audit_drain(void)
{
	mutex_lock(&vfiov.lock);
	vfiov_doorbell_now(&vfiov.audit_doorbell);
	vfiov_unlock();
	/* Read without the lock: only the duration of the unload depends on it. */
	wait_event_timeout(vfiov.audit.drained,
			   !READ_ONCE(vfiov.audit.held) || !READ_ONCE(vfiov.owner.sk),
			   DRAIN_TIMEOUT);
}

void vfiov_audit_exit(void)
{
	struct vfiov_audit *a = &vfiov.audit;
	struct vfiov_record *rec, *next;
	struct vfiov_account *acc;
	unsigned long key;
	u64 lost = 0;

	mutex_lock(&vfiov.lock);
	list_for_each_entry(acc, &a->losing, losing)
		lost += acc->lost;
	list_for_each_entry_safe(rec, next, &a->ring, node) {
		pr_notice("audit %pUb %llu: event %u, %llu times from %llu to %llu, crowded %u, vf %s, profile %s -> %s, cause %u, rule \"%s\", pid %u, uid %u\n",
			  &vfiov.instance, rec->seq, rec->event, rec->count, rec->time,
			  rec->time_last ?: rec->time, rec->crowded, rec->bdf,
			  rec->profile_old, rec->profile, rec->cause, rec->rule, rec->who.pid,
			  rec->who.uid);
		record_drop(rec);
		/* Thousands of lines take a long time on a serial console. */
		cond_resched();
	}
	if (lost)
		pr_notice("audit %pUb: %llu events lost\n", &vfiov.instance, lost);
	/* The remaining accounts have unrecorded losses. */
	xa_for_each(&a->accounts, key, acc)
		kfree(acc);
	xa_destroy(&a->accounts);
	vfiov_unlock();
}
