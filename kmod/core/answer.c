// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check and apply the owner's answers.
 */

#include <linux/netlink.h>

#include "answer.h"
#include "audit.h"
#include "check.h"
#include "choice.h"
#include "entry.h"
#include "request.h"
#include "state.h"

/* Return: 0, or -errno if the answer is not accepted; the request then stays. */
static int check_answer(struct vfiov_entry *vf, const struct vfiov_answer *a,
			struct netlink_ext_ack *extack)
{
	if (!vf->request.live || a->cookie != vf->request.cookie) {
		vfiov.stats.stale++;
		NL_SET_ERR_MSG(extack, "stale or unknown cookie: read the requests again");
		return -ESTALE;
	}
	if (a->verdict == VFIOV_VERDICT_REFUSE) {
		if (vf->request.kind == VFIOV_REQUEST_KIND_SET)
			return 0;
		NL_SET_ERR_MSG(extack, "only a set can be refused: answer with a profile");
		return -EINVAL;
	}
	return vfiov_check_profile(vf, a->profile, a->migration, extack);
}

/*
 * Add @rec, the record of the decision @next, and prepare records for its open and close.
 * Return: false if there are not enough places; in that case nothing has changed.
 */
static bool audit_grant(struct vfiov_entry *vf, struct vfiov_record *rec,
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

static struct vfiov_record *audit_answer(struct vfiov_entry *vf, const struct vfiov_answer *a)
{
	struct vfiov_request *r = &vf->request;
	bool set = r->kind == VFIOV_REQUEST_KIND_SET;
	bool grant = a->verdict == VFIOV_VERDICT_GRANT;
	struct vfiov_record *rec;

	rec = vfiov_request_record(vf, set ? VFIOV_EVENT_SET : VFIOV_EVENT_DECISION);
	if (!rec)
		return NULL;
	if (grant)
		vfiov_record_profile(rec, vf, a->profile);
	rec->source = set ? VFIOV_SOURCE_OPERATOR : VFIOV_SOURCE_POLICY;
	rec->cause = grant ? VFIOV_CAUSE_NONE : VFIOV_CAUSE_POLICY;
	rec->explicit_rule = a->explicit_rule;
	rec->policy_generation = a->policy_generation;
	rec->level = a->level;
	rec->latency_us = ktime_us_delta(ktime_get(), r->born);
	strscpy(rec->rule, a->rule, sizeof(rec->rule));
	return rec;
}

static int answer_grant(struct vfiov_entry *vf, const struct vfiov_answer *a,
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
		NL_SET_ERR_MSG(extack, "VF was opened in the meantime: its profile is latched");
		return -EBUSY;
	}
	if (!audit_grant(vf, audit_answer(vf, a), &next)) {
		NL_SET_ERR_MSG(extack,
			       "audit ring is full for this VF: only native can be granted");
		return -ENOBUFS;
	}
	vfiov_choice_next(vf, &next);
	vf->set_result.profile = a->profile;
	vfiov.stats.decisions++;
	return 0;
}

int vfiov_request_answer(struct vfiov_entry *vf, const struct vfiov_answer *a,
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
	vfiov_result_end(vf, a->verdict, grant ? VFIOV_CAUSE_NONE : VFIOV_CAUSE_POLICY, a->rule);
	vfiov_request_end(vf);
	vfiov_choice_changed(vf);
	return 0;
}
