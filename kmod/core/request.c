// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of a VF to the owner, and the owner's answers.
 *
 * A VF has at most one request. Its random cookie is valid for one answer, and it stays until it is
 * answered. Only a set expires, because its requester waits for the result.
 */

#include <linux/random.h>

#include "audit.h"
#include "choice.h"
#include "entry.h"
#include "nl_doorbell.h"
#include "request.h"
#include "state.h"

/*
 * How long a profile-set waits for its answer, unless opens wait longer. A person waits for it, so
 * it is short.
 */
#define SET_WAIT_MS	1000U

static struct vfiov_entry *of_request(struct vfiov_request *r)
{
	return container_of(r, struct vfiov_entry, request);
}

struct vfiov_record *vfiov_request_record(struct vfiov_entry *vf, enum vfiov_event event)
{
	struct vfiov_record *rec = vfiov_audit_new(event, vf);
	struct vfiov_request *r = &vf->request;

	if (!rec)
		return NULL;
	rec->kind = r->kind;
	rec->ticket = r->ticket;
	vfiov_record_profile_old(rec, vf, vf->choice.next.profile);
	vfiov_record_profile(rec, vf, r->profile);
	rec->migration = r->migration;
	rec->who = r->who;
	strscpy(rec->text, r->reason, sizeof(rec->text));
	return rec;
}

static void set_live(struct vfiov_entry *vf, bool live)
{
	unsigned long key = vfiov_pci_key(vf->pdev);

	vfiov.nr_waiting += live - vf->request.live;
	vf->request.live = live;
	if (live)
		xa_set_mark(&vfiov.vfs, key, VFIOV_WAITING);
	else
		xa_clear_mark(&vfiov.vfs, key, VFIOV_WAITING);
}

void vfiov_request_start(struct vfiov_entry *vf, const char *reason)
{
	struct vfiov_request *r = &vf->request;

	set_live(vf, true);
	r->cookie = get_random_u64();
	r->born = ktime_get();
	vfiov_who_current(&r->who);
	strscpy(r->reason, reason, sizeof(r->reason));
	vfiov.stats.requests++;
	vfiov_audit_add(vfiov_request_record(vf, VFIOV_EVENT_REQUEST));
	/* Nobody waits for the answer to a bind until the VF is opened: see vfiov_device_open(). */
	if (r->kind == VFIOV_REQUEST_KIND_BIND)
		vfiov_doorbell_soon(&vfiov.request_doorbell);
	else
		vfiov_doorbell_now(&vfiov.request_doorbell);
}

void vfiov_request_end(struct vfiov_entry *vf)
{
	set_live(vf, false);
	vf->request.cookie = 0;
	/* Do not use _sync: the work takes the lock held here. It checks the request again. */
	cancel_delayed_work(&vf->request.expire);
	wake_up_all(&vf->choice.wait);
}

void vfiov_result_start(struct vfiov_entry *vf, unsigned int profile, u64 *ticket)
{
	*ticket = ++vfiov.ticket;
	vf->request.ticket = *ticket;
	vf->set_result = (struct vfiov_set_result){ .ticket = *ticket, .profile = profile };
}

void vfiov_result_end(struct vfiov_entry *vf, enum vfiov_verdict verdict, enum vfiov_cause cause,
		      const char *rule)
{
	struct vfiov_set_result *s = &vf->set_result;

	/* Nobody waits for the result of a bind. */
	if (!vf->request.ticket)
		return;
	s->answered = true;
	s->verdict = verdict;
	s->cause = cause;
	strscpy(s->rule, rule, sizeof(s->rule));
}

void vfiov_request_refuse(struct vfiov_entry *vf, enum vfiov_cause cause)
{
	struct vfiov_request *r = &vf->request;
	struct vfiov_record *rec;

	lockdep_assert_held(&vfiov.lock);
	if (!r->live || r->kind != VFIOV_REQUEST_KIND_SET)
		return;
	rec = vfiov_request_record(vf, VFIOV_EVENT_SET);
	if (rec) {
		rec->cause = cause;
		rec->latency_us = ktime_us_delta(ktime_get(), r->born);
	}
	vfiov_result_end(vf, VFIOV_VERDICT_REFUSE, cause, "");
	vfiov_request_end(vf);
	vfiov_audit_add(rec);
	vfiov_choice_changed(vf);
}

void vfiov_request_drop(struct vfiov_entry *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vfiov_request_refuse(vf, VFIOV_CAUSE_SUPERSEDED);
	set_live(vf, false);
}

void vfiov_request_expire_later(struct vfiov_request *r)
{
	mod_delayed_work(system_wq, &r->expire,
			 msecs_to_jiffies(max(vfiov.params.open_wait_ms, SET_WAIT_MS)));
}

static void request_expire(struct work_struct *work)
{
	struct vfiov_request *r = container_of(to_delayed_work(work), struct vfiov_request, expire);

	mutex_lock(&vfiov.lock);
	/* If the work is pending again, this run belongs to an earlier request. */
	if (delayed_work_pending(&r->expire))
		goto out;
	/*
	 * During the grace period, the request waits for the next owner. When the period ends, the
	 * request is refused.
	 */
	if (vfiov.owner.sk || !vfiov.owner.grace)
		vfiov_request_refuse(of_request(r), VFIOV_CAUSE_TIMEOUT);
	else
		vfiov_request_expire_later(r);
out:
	vfiov_unlock();
}

void vfiov_request_init(struct vfiov_entry *vf)
{
	INIT_DELAYED_WORK(&vf->request.expire, request_expire);
}

void vfiov_request_bind(struct vfiov_entry *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vf->request.kind = VFIOV_REQUEST_KIND_BIND;
	vfiov_request_start(vf, "");
}

void vfiov_request_renew(struct vfiov_entry *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vf->request.cookie = get_random_u64();
	vfiov_doorbell_soon(&vfiov.request_doorbell);
}
