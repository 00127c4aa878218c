// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "decide.h"
#include "invalid.h"
#include "known.h"
#include "lib/enums.h"
#include "lib/genl.h"
#include "log-only.h"
#include "log.h"
#include "policy/policy.h"
#include "role.h"
#include "state.h"

/*
 * The number of requests to hold in memory at a time, and the number of fetches before other event
 * sources get a turn.
 */
enum { PULL_MAX = 512, PULL_TURNS = 8 };

static void ask_policy(struct vd_manager *m, const struct vfv_facts *facts,
		       const struct vfv_want *want, struct vfv_decision *ret)
{
	if (want)
		vfv_policy_decide_set(m->policy.current, facts, want, ret);
	else
		vfv_policy_decide(m->policy.current, facts, ret);
}

static void fill_answer(struct vd_manager *m, const struct vfv_request *request,
			const struct vfv_decision *decision, struct vfv_request *ret)
{
	*ret = (struct vfv_request){
		.present = 1U << VFIOV_A_REQUEST_RULE | 1U << VFIOV_A_REQUEST_EXPLICIT |
			   1U << VFIOV_A_REQUEST_POLICY_GENERATION | 1U << VFIOV_A_REQUEST_LEVEL,
		.cookie = request->cookie,
		.verdict = decision->verdict,
		.explicit = decision->is_explicit,
		.policy_generation = m->policy.generation,
		.level = decision->level,
	};
	strcpy(ret->bdf, request->bdf);
	if (m->policy.broken)
		vd_invalid_label(&m->policy.invalid, ret->rule);
	else
		snprintf(ret->rule, sizeof(ret->rule), "%s", decision->label);
	if (decision->verdict == VFIOV_VERDICT_GRANT) {
		ret->present |= 1U << VFIOV_A_REQUEST_PROFILE | 1U << VFIOV_A_REQUEST_MIGRATION;
		strcpy(ret->profile, decision->profile);
		ret->migration = decision->migration;
	}
}

/*
 * The device has lost a capability since the request was read: grant only what is always available.
 */
static void give_up(const struct vfv_request *request, struct vfv_request *answer)
{
	if (request->kind == VFIOV_REQUEST_KIND_SET) {
		answer->verdict = VFIOV_VERDICT_REFUSE;
		answer->present &=
			~(1U << VFIOV_A_REQUEST_PROFILE | 1U << VFIOV_A_REQUEST_MIGRATION);
	} else {
		strcpy(answer->profile, VFV_PROFILE_NATIVE);
		answer->migration = 0;
	}
}

static void log_answer(struct vd_manager *m, const struct vfv_request *request,
		       const struct vfv_request *answer, const struct vfv_decision *decision)
{
	/* The audit contains the decision, but only vfiovd knows why it differs from the rule. */
	int priority = decision->why == VFV_WHY_RULE ? LOG_DEBUG : LOG_INFO;

	vd_log(m, priority, "%s: %s of %s after %" PRIu32 " ms: %s", request->bdf,
	       vfv_enum_name(&vfv_enum_verdict, answer->verdict),
	       vfv_enum_name(&vfv_enum_request_kind, request->kind), request->age_ms,
	       decision->reason);
}

/* Returns 0, or the kernel's error. */
static int answer_request(struct vd_manager *m, struct vd_known *known,
			  const struct vfv_request *request)
{
	const struct vfv_want asked = {
		.profile = request->profile,
		.migration = request->migration,
		.by = vfv_has(request, VFIOV_A_REQUEST_REQUESTER) ? &request->requester : NULL,
	};
	const struct vfv_want *want = request->kind == VFIOV_REQUEST_KIND_SET ? &asked : NULL;
	const struct vfv_names *names;
	struct vfv_decision decision;
	struct vfv_nl_error error;
	struct vfv_request answer;
	struct vfv_facts facts;
	int r;

	names = vd_known_names(m, known, request->vf.pf);
	r = vfv_facts_make(request->bdf, &request->vf, names, &facts);
	if (r < 0) {
		vd_log_limited(m, LOG_ERR, "%s: invalid request from the kernel", request->bdf);
		return r;
	}
	ask_policy(m, &facts, want, &decision);
	fill_answer(m, request, &decision, &answer);
	r = vfv_genl_decision_set(m->genl, &answer, &error);
	if (r == -EOPNOTSUPP) {
		vd_log_limited(m, LOG_WARNING, "%s: %s", request->bdf, vfv_nl_error_text(&error));
		give_up(request, &answer);
		r = vfv_genl_decision_set(m->genl, &answer, &error);
	}
	if (r == 0) {
		if (answer.verdict == VFIOV_VERDICT_GRANT)
			m->server.granted++;
		else
			m->server.refused++;
		log_answer(m, request, &answer, &decision);
		vd_log_only(m, request, &facts, want, &decision);
	} else if (r != -ESTALE && r != -ENODEV && r != -ENOENT && r != -EPERM) {
		vd_log_limited(m, LOG_WARNING, "%s: the kernel refused the answer: %s",
			       request->bdf, vfv_nl_error_text(&error));
	}
	return r;
}

/* Returns whether more requests may be waiting now. */
static bool pull_once(struct vd_manager *m)
{
	_cleanup_free_ struct vfv_request *requests = NULL;
	struct vd_known known = { .n = 0 };
	struct vfv_nl_error error;
	bool more;
	size_t n;
	int r;

	r = vfv_genl_request_dump(m->genl, PULL_MAX, &requests, &n, &error);
	if (r < 0) {
		if (!vd_role_lost(m, r) && !vd_role_unloading(r)) {
			vd_log_limited(m, LOG_WARNING, "Cannot read requests: %s",
				       vfv_nl_error_text(&error));
			vd_role_retry(m);
		}
		return false;
	}
	m->server.ring_full = false;
	more = n == PULL_MAX;
	for (size_t i = 0; i < n; i++) {
		r = answer_request(m, &known, &requests[i]);
		if (r < 0 && vd_role_lost(m, r))
			return false;
		if (r == -ESTALE)
			more = true;
		if (r == -ENOBUFS)
			m->server.ring_full = true;
	}
	/* The remaining requests wait until an acknowledgement makes room: see audit.c. */
	return more && !m->server.ring_full;
}

void vd_decide_pull(struct vd_manager *m)
{
	for (int i = 0; i < PULL_TURNS; i++)
		if (!pull_once(m))
			return;
	vd_role_retry(m);
}
