// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of a VF to the owner, and the owner's answers.
 *
 * A VF has one request at most. It is random-cookied, single use, and stays until
 * it is answered; only a set, behind which somebody waits, expires.
 */

#include <linux/pci.h>
#include <linux/random.h>
#include <net/netlink.h>

#include "names.h"
#include "nl_put.h"
#include "request.h"
#include "state.h"
#include "vf.h"

/* How long a profile-set waits for its answer, unless opens wait longer. */
#define SET_WAIT_MS	1000U

static struct vfiov_vf *of_request(struct vfiov_request *r)
{
	return container_of(r, struct vfiov_vf, request);
}

static struct vfiov_record *audit_request(struct vfiov_vf *vf, enum vfiov_event event)
{
	struct vfiov_record *rec = vfiov_audit_new(event, vf);
	struct vfiov_request *r = &vf->request;

	if (!rec)
		return NULL;
	rec->kind = r->kind;
	rec->ticket = r->ticket;
	rec->profile_old = vf->choice.next.profile;
	rec->profile = r->profile;
	rec->migration = r->migration;
	rec->who = r->who;
	strscpy(rec->text, r->reason, sizeof(rec->text));
	return rec;
}

static void set_live(struct vfiov_vf *vf, bool live)
{
	unsigned long key = vfiov_vf_key(vf->core.pdev);

	vfiov.nr_waiting += live - vf->request.live;
	vf->request.live = live;
	if (live)
		xa_set_mark(&vfiov.vfs, key, VFIOV_WAITING);
	else
		xa_clear_mark(&vfiov.vfs, key, VFIOV_WAITING);
}

/* Caller has filled in kind and what belongs to it. */
static void request_start(struct vfiov_vf *vf, const char *reason)
{
	struct vfiov_request *r = &vf->request;

	set_live(vf, true);
	r->cookie = get_random_u64();
	r->born = ktime_get();
	vfiov_who_current(&r->who);
	strscpy(r->reason, reason, sizeof(r->reason));
	vfiov.stats.requests++;
	vfiov_audit_add(audit_request(vf, VFIOV_EVENT_REQUEST));
	/* Nobody waits for what a VF is, unless it is opened: see vfiov_decide_open(). */
	if (r->kind == VFIOV_REQUEST_KIND_BIND)
		vfiov_bell_soon(&vfiov.request_bell);
	else
		vfiov_bell_now(&vfiov.request_bell);
}

static void request_end(struct vfiov_vf *vf)
{
	set_live(vf, false);
	vf->request.cookie = 0;
	/* Not _sync: the work takes the lock that is held here, and looks again. */
	cancel_delayed_work(&vf->request.expire);
	wake_up_all(&vf->choice.wait);
}

static void result_start(struct vfiov_vf *vf, enum vfiov_profile profile, u64 *ticket)
{
	*ticket = ++vfiov.ticket;
	vf->request.ticket = *ticket;
	vf->set_result = (struct vfiov_set_result){ .ticket = *ticket, .profile = profile };
}

static void result_end(struct vfiov_vf *vf, enum vfiov_verdict verdict, enum vfiov_cause cause,
		       const char *rule)
{
	struct vfiov_set_result *s = &vf->set_result;

	/* A bind has nobody who waits for a result. */
	if (!vf->request.ticket)
		return;
	s->answered = true;
	s->verdict = verdict;
	s->cause = cause;
	strscpy(s->rule, rule, sizeof(s->rule));
}

void vfiov_request_refuse(struct vfiov_vf *vf, enum vfiov_cause cause)
{
	struct vfiov_request *r = &vf->request;
	struct vfiov_record *rec;

	lockdep_assert_held(&vfiov.lock);
	if (!r->live || r->kind != VFIOV_REQUEST_KIND_SET)
		return;
	rec = audit_request(vf, VFIOV_EVENT_SET);
	if (rec) {
		rec->cause = cause;
		rec->latency_us = ktime_us_delta(ktime_get(), r->born);
	}
	result_end(vf, VFIOV_VERDICT_REFUSE, cause, "");
	request_end(vf);
	vfiov_audit_add(rec);
	vfiov_decide_changed(vf);
}

void vfiov_request_drop(struct vfiov_vf *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vfiov_request_refuse(vf, VFIOV_CAUSE_SUPERSEDED);
	set_live(vf, false);
}

/* Whoever asked is not kept waiting; a second is nothing to a person. */
static void expire_later(struct vfiov_request *r)
{
	mod_delayed_work(system_wq, &r->expire,
			 msecs_to_jiffies(max(vfiov.params.open_wait_ms, SET_WAIT_MS)));
}

static void request_expire(struct work_struct *work)
{
	struct vfiov_request *r = container_of(to_delayed_work(work), struct vfiov_request, expire);

	mutex_lock(&vfiov.lock);
	/* Pending again: this run belongs to a request that is gone. */
	if (delayed_work_pending(&r->expire))
		goto out;
	/* In the grace period it waits for the next owner; the end of that ends it. */
	if (vfiov.owner.sk || !vfiov.owner.grace)
		vfiov_request_refuse(of_request(r), VFIOV_CAUSE_TIMEOUT);
	else
		expire_later(r);
out:
	vfiov_unlock();
}

void vfiov_request_init(struct vfiov_vf *vf)
{
	INIT_DELAYED_WORK(&vf->request.expire, request_expire);
}

void vfiov_request_bind(struct vfiov_vf *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vf->request.kind = VFIOV_REQUEST_KIND_BIND;
	request_start(vf, "");
}

static int check_closed(struct vfiov_vf *vf, struct netlink_ext_ack *extack)
{
	if (vf->choice.use == VFIOV_CLOSED)
		return 0;
	NL_SET_ERR_MSG_FMT(extack, "VF is open (process %u): its profile stays until it is closed",
			   vf->choice.open_pid);
	return -EBUSY;
}

static int check_idle(struct vfiov_vf *vf, struct netlink_ext_ack *extack)
{
	if (!vf->request.live)
		return 0;
	/* Now somebody waits for the answer to that one, to ask again. */
	vfiov_bell_now(&vfiov.request_bell);
	NL_SET_ERR_MSG(extack, "VF has a request that waits for the owner");
	return -EAGAIN;
}

/* Say in words what stands in the way of anything but native. */
static void tell_missing(u32 missing, struct netlink_ext_ack *extack)
{
	char text[64] = "";

	missing &= ~BIT(VFIOV_MISSING_MIGRATION);
	for (int i = 0; i < BITS_PER_TYPE(missing); i++) {
		if (!(missing & BIT(i)))
			continue;
		strlcat(text, text[0] ? ", " : "", sizeof(text));
		strlcat(text, vfiov_missing_name(i), sizeof(text));
	}
	NL_SET_ERR_MSG_FMT(extack, "VF can not take this profile (%s)",
			   text[0] ? text : "not in this driver");
}

static int check_profile(struct vfiov_vf *vf, enum vfiov_profile profile, bool migration,
			 struct netlink_ext_ack *extack)
{
	u32 missing;

	if (!(vfiov_vf_available(vf, &missing) & BIT(profile))) {
		tell_missing(missing, extack);
		return -EOPNOTSUPP;
	}
	if (migration) {
		NL_SET_ERR_MSG(extack, "VF can not be migrated by this driver");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* Native needs no owner: it is what a VF is when nobody decides. */
static void set_native(struct vfiov_vf *vf, const char *reason)
{
	struct vfiov_record *rec = vfiov_audit_new(VFIOV_EVENT_SET, vf);

	if (rec) {
		rec->kind = VFIOV_REQUEST_KIND_SET;
		rec->profile_old = vf->choice.next.profile;
		rec->source = VFIOV_SOURCE_OPERATOR;
		rec->ticket = vf->set_result.ticket;
		strscpy(rec->text, reason, sizeof(rec->text));
	}
	vfiov_decide_next(vf, &(struct vfiov_decision){
		.profile = VFIOV_PROFILE_NATIVE,
		.source = VFIOV_SOURCE_OPERATOR,
	});
	vf->set_result.answered = true;
	vf->set_result.verdict = VFIOV_VERDICT_GRANT;
	/* It was decided now, so the bind's question is moot. */
	request_end(vf);
	vfiov_audit_add(rec);
	vfiov_decide_changed(vf);
}

int vfiov_request_set(struct vfiov_vf *vf, enum vfiov_profile profile, bool migration,
		      const char *reason, u64 *ticket, struct netlink_ext_ack *extack)
{
	struct vfiov_request *r = &vf->request;
	int ret;

	lockdep_assert_held(&vfiov.lock);
	ret = check_closed(vf, extack);
	if (!ret)
		ret = check_profile(vf, profile, migration, extack);
	if (ret)
		return ret;
	if (!vfiov_owner_expected()) {
		if (profile != VFIOV_PROFILE_NATIVE) {
			NL_SET_ERR_MSG(extack, "no owner is registered: only native can be set");
			return -ENOTCONN;
		}
		result_start(vf, profile, ticket);
		set_native(vf, reason);
		return 0;
	}
	ret = check_idle(vf, extack);
	if (ret)
		return ret;

	result_start(vf, profile, ticket);
	r->kind = VFIOV_REQUEST_KIND_SET;
	r->profile = profile;
	r->migration = migration;
	request_start(vf, reason);
	expire_later(r);
	vfiov_decide_changed(vf);
	return 0;
}

int vfiov_request_reset(struct vfiov_vf *vf, const char *reason, u64 *ticket,
			struct netlink_ext_ack *extack)
{
	int ret;

	lockdep_assert_held(&vfiov.lock);
	ret = check_closed(vf, extack);
	if (!ret)
		ret = check_idle(vf, extack);
	if (ret)
		return ret;

	/* As at bind: native until the answer is there. */
	vfiov_decide_next(vf, &(struct vfiov_decision){ .profile = VFIOV_PROFILE_NATIVE });
	result_start(vf, VFIOV_PROFILE_NATIVE, ticket);
	vf->request.kind = VFIOV_REQUEST_KIND_RESET;
	vf->request.profile = VFIOV_PROFILE_NATIVE;
	vf->request.migration = false;
	request_start(vf, reason);
	vfiov_decide_changed(vf);
	return 0;
}

void vfiov_request_renew(struct vfiov_vf *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vf->request.cookie = get_random_u64();
	vfiov_bell_soon(&vfiov.request_bell);
}

/* Return: 0, or why the answer can not be taken; the request then stays. */
static int check_answer(struct vfiov_vf *vf, const struct vfiov_answer *a,
			struct netlink_ext_ack *extack)
{
	if (!vf->request.live || a->cookie != vf->request.cookie) {
		vfiov.stats.stale++;
		NL_SET_ERR_MSG(extack, "cookie is not good (any more): read the requests again");
		return -ESTALE;
	}
	if (a->verdict == VFIOV_VERDICT_REFUSE) {
		if (vf->request.kind == VFIOV_REQUEST_KIND_SET)
			return 0;
		NL_SET_ERR_MSG(extack, "only a set can be refused: answer with a profile");
		return -EINVAL;
	}
	return check_profile(vf, a->profile, a->migration, extack);
}

/*
 * Record what @next is to be, and have room for its open and close.
 * Return: false when that takes more places than there are, and then nothing has changed.
 */
static bool audit_grant(struct vfiov_vf *vf, struct vfiov_record *rec,
			const struct vfiov_decision *next)
{
	if (!vfiov_decision_is_grant(next)) {
		vfiov_audit_add(rec);
		return true;
	}
	if (vfiov_audit_prepare(vf) && vfiov_audit_try(rec))
		return true;
	if (!vfiov_decision_is_grant(&vf->choice.next))
		vfiov_audit_unprepare(vf);
	vfiov_audit_free(rec);
	return false;
}

static struct vfiov_record *audit_answer(struct vfiov_vf *vf, const struct vfiov_answer *a)
{
	struct vfiov_request *r = &vf->request;
	bool set = r->kind == VFIOV_REQUEST_KIND_SET;
	bool grant = a->verdict == VFIOV_VERDICT_GRANT;
	struct vfiov_record *rec;

	rec = audit_request(vf, set ? VFIOV_EVENT_SET : VFIOV_EVENT_DECISION);
	if (!rec)
		return NULL;
	if (grant)
		rec->profile = a->profile;
	rec->source = set ? VFIOV_SOURCE_OPERATOR : VFIOV_SOURCE_POLICY;
	rec->cause = grant ? VFIOV_CAUSE_NONE : VFIOV_CAUSE_POLICY;
	rec->explicit_rule = a->explicit_rule;
	rec->policy_generation = a->policy_generation;
	rec->level = a->level;
	rec->latency_us = ktime_us_delta(ktime_get(), r->born);
	strscpy(rec->rule, a->rule, sizeof(rec->rule));
	return rec;
}

static int answer_grant(struct vfiov_vf *vf, const struct vfiov_answer *a,
			struct netlink_ext_ack *extack)
{
	bool set = vf->request.kind == VFIOV_REQUEST_KIND_SET;
	struct vfiov_decision next = {
		.profile = a->profile,
		.migration = a->migration,
		.source = set ? VFIOV_SOURCE_OPERATOR : VFIOV_SOURCE_POLICY,
		.explicit_rule = a->explicit_rule,
		.policy_generation = a->policy_generation,
		.level = a->level,
	};

	strscpy(next.rule, a->rule, sizeof(next.rule));
	if (set && vf->choice.use != VFIOV_CLOSED) {
		vfiov_request_refuse(vf, VFIOV_CAUSE_BUSY);
		NL_SET_ERR_MSG(extack, "VF was opened meanwhile: its profile stays");
		return -EBUSY;
	}
	if (!audit_grant(vf, audit_answer(vf, a), &next)) {
		NL_SET_ERR_MSG(extack,
			       "VF has no place left in the audit ring: only native can be granted");
		return -ENOBUFS;
	}
	vfiov_decide_next(vf, &next);
	vf->set_result.profile = a->profile;
	vfiov.stats.decisions++;
	return 0;
}

int vfiov_request_answer(struct vfiov_vf *vf, const struct vfiov_answer *a,
			 struct netlink_ext_ack *extack)
{
	bool grant = a->verdict == VFIOV_VERDICT_GRANT;
	int ret;

	lockdep_assert_held(&vfiov.lock);
	ret = check_answer(vf, a, extack);
	if (!ret && grant)
		ret = answer_grant(vf, a, extack);
	if (ret)
		return ret;
	if (!grant)
		vfiov_audit_add(audit_answer(vf, a));
	result_end(vf, a->verdict, grant ? VFIOV_CAUSE_NONE : VFIOV_CAUSE_POLICY, a->rule);
	request_end(vf);
	vfiov_decide_changed(vf);
	return 0;
}
