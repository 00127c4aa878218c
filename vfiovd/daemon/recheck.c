// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "known.h"
#include "lib/genl.h"
#include "lib/label.h"
#include "log.h"
#include "policy/policy.h"
#include "recheck.h"
#include "role.h"
#include "state.h"

enum { PAUSE_USEC = 1000000 };

static const char reason[] = "a name that the policy may match has changed";

static void arm(struct vd_manager *m)
{
	struct vd_recheck *c = &m->recheck;
	int enabled = SD_EVENT_OFF;
	uint64_t now;

	/* Nothing is decided before the loop exists. */
	if (!c->timer || sd_event_source_get_enabled(c->timer, &enabled) < 0 ||
	    enabled != SD_EVENT_OFF || sd_event_now(m->event, CLOCK_MONOTONIC, &now) < 0)
		return;
	if (c->last && now < c->last + PAUSE_USEC)
		now = c->last + PAUSE_USEC;
	(void)sd_event_source_set_time(c->timer, now);
	(void)sd_event_source_set_enabled(c->timer, SD_EVENT_ONESHOT);
}

static bool has_pf(const struct vd_recheck *c, const char *pf)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->pfs[i], pf))
			return true;
	return false;
}

void vd_recheck_pf(struct vd_manager *m, const char *pf)
{
	struct vd_recheck *c = &m->recheck;

	if (!has_pf(c, pf)) {
		if (c->n < ARRAY_SIZE(c->pfs))
			snprintf(c->pfs[c->n++], sizeof(c->pfs[0]), "%s", pf);
		else
			c->full = true;
	}
	arm(m);
}

void vd_recheck_all(struct vd_manager *m)
{
	m->recheck.all = true;
	arm(m);
}

void vd_recheck_granted(struct vd_manager *m)
{
	const struct vfv_uses *uses = vfv_policy_uses(m->policy.current);

	if (!uses->netdev && !uses->port && !uses->host)
		return;
	m->recheck.granted = true;
	arm(m);
}

static bool is_unjudged(const char *label)
{
	char name[VFV_LABEL_NAME_SIZE], key[VFV_LABEL_KEY_SIZE];

	return vfv_label_unjudged(label, name, key);
}

/* The profile that the next open gets. */
static const char *next_of(const struct vfv_vf *vf)
{
	return vfv_has(vf, VFIOV_A_VF_PENDING) ? vf->pending : vf->current;
}

static bool is_wanted(const struct vd_recheck *c, const struct vfv_vf *vf)
{
	if (c->all || c->full || has_pf(c, vf->pf))
		return true;
	return c->granted && (!vfv_is_native(next_of(vf)) || vf->migration ||
			      is_unjudged(vf->rule));
}

/* Returns whether a process chose the profile and may still choose it. Native grants nothing. */
static bool may_stay(const struct vd_manager *m, const struct vfv_vf *vf, struct vfv_facts facts)
{
	const struct vfv_want want = {
		.profile = vf->current,
		.migration = vf->migration,
		.is_set = true,
	};
	struct vfv_words all = { .n = 0 };
	struct vfv_decision decision;

	if (vfv_is_native(vf->current) && !vf->migration)
		return true;
	/*
	 * At open, the kernel does not grant what the device cannot currently do, and the
	 * capability may return.
	 */
	(void)vfv_words_add(&all, vf->current);
	facts.available = &all;
	facts.migratable = true;
	facts.known |= 1U << VFV_FACT_AVAILABLE | 1U << VFV_FACT_MIGRATABLE;
	vfv_policy_decide_set(m->policy.current, &facts, &want, &decision);
	return decision.verdict == VFIOV_VERDICT_GRANT;
}

/* Returns whether the decision would differ. */
static bool differs(const struct vd_manager *m, const struct vfv_vf *vf,
		    const struct vfv_facts *facts)
{
	bool pending = vfv_has(vf, VFIOV_A_VF_PENDING);
	struct vfv_decision decision;

	/* For an open VF, only a decision by the policy can be pending. */
	if (vf->source == VFIOV_SOURCE_OPERATOR && !pending)
		return !may_stay(m, vf, *facts);
	vfv_policy_decide(m->policy.current, facts, &decision);
	if (strcmp(decision.profile, next_of(vf)))
		return true;
	if (pending)
		return false;
	/*
	 * The status shows that a rule could not be evaluated, and must stop showing it once that
	 * is no longer true.
	 */
	return decision.migration != (vf->migration != 0) ||
	       is_unjudged(decision.label) != is_unjudged(vf->rule);
}

/* Return: false if the VF must be checked again. */
static bool recheck(struct vd_manager *m, struct vd_known *known, const struct vfv_vf *vf)
{
	struct vfv_nl_error error;
	struct vfv_facts facts;
	uint64_t ticket;
	int r;

	/* A request is about to be answered, but the VF may keep its previous profile. */
	if (vf->waiting)
		return false;
	if (vfv_facts_make(vf->bdf, vf, vd_known_names(m, known, vf->pf), &facts) < 0 ||
	    !differs(m, vf, &facts))
		return true;
	r = vfv_genl_profile_reset(m->genl, vf->bdf, reason, &ticket, &error);
	if (r < 0 && r != -ENODEV && r != -EAGAIN && !vd_role_lost(m, r))
		vd_log_limited(m, LOG_WARNING, "%s: cannot re-evaluate: %s", vf->bdf,
			       vfv_nl_error_text(&error));
	else if (r == 0)
		vd_log(m, LOG_INFO, "%s: re-evaluating, %s", vf->bdf, reason);
	return r != -EAGAIN;
}

static void recheck_all(struct vd_manager *m, const struct vd_recheck *wanted)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	struct vd_known known = { .n = 0 };
	struct vfv_nl_error error;
	size_t n;
	int r;

	r = vfv_genl_vf_dump(m->genl, &vfs, &n, &error);
	if (r < 0) {
		if (!vd_role_lost(m, r) && !vd_role_unloading(r)) {
			vd_log_limited(m, LOG_WARNING, "Cannot read VFs: %s",
				       vfv_nl_error_text(&error));
			vd_recheck_all(m);
		}
		return;
	}
	for (size_t i = 0; i < n && m->server.state == VD_SERVER_OWNER; i++)
		if (is_wanted(wanted, &vfs[i]) && !recheck(m, &known, &vfs[i]))
			vd_recheck_pf(m, vfs[i].pf);
}

static int on_timer(sd_event_source *source _unused_, uint64_t usec _unused_, void *userdata)
{
	struct vd_manager *m = userdata;
	struct vd_recheck *c = &m->recheck;
	struct vd_recheck wanted = *c;

	c->all = c->granted = c->full = false;
	c->n = 0;
	(void)sd_event_now(m->event, CLOCK_MONOTONIC, &c->last);
	/* The next owner checks all VFs. */
	if (m->server.state != VD_SERVER_OWNER)
		return 0;
	c->passes++;
	recheck_all(m, &wanted);
	return 0;
}

int vd_recheck_start(struct vd_manager *m)
{
	struct vd_recheck *c = &m->recheck;
	int r;

	r = sd_event_add_time(m->event, &c->timer, CLOCK_MONOTONIC, 0, 1000, on_timer, m);
	if (r >= 0)
		r = sd_event_source_set_enabled(c->timer, SD_EVENT_OFF);
	return r < 0 ? r : 0;
}

void vd_recheck_stop(struct vd_manager *m)
{
	m->recheck.timer = sd_event_source_disable_unref(m->recheck.timer);
}
