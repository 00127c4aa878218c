// SPDX-License-Identifier: GPL-2.0-only
/*
 * An administrator requests a profile, the owner decides by policy, and the administrator learns
 * the decision and the rule. The cause of a refusal is timeout if the owner does not answer,
 * owner-lost if it died, superseded if the VF was unbound, and busy if the VF was opened meanwhile.
 */
#include <signal.h>
#include <string.h>

#include "client/util.h"
#include "lib/names.h"
#include "lib/opener.h"
#include "lib/stand-in.h"

#define WAIT_MS 700
#define GRACE_MS 700
#define SLACK_MS 800
/* A set waits for one second, even if an open waits for less. */
#define SET_WAIT_MS 1000

static uint64_t ask(struct scene *scene, const char *bdf, const char *profile)
{
	uint64_t ticket;

	tap_must(vfv_genl_profile_set(scene->genl, bdf, profile, false, "test", &ticket, NULL),
		 "ask for a profile");
	return ticket;
}

/* Waits for the verdict on the ticket. */
static struct vfv_set_result verdict(struct scene *scene, const char *bdf, uint64_t ticket)
{
	uint64_t deadline = util_now_ns() + SCENE_TIMEOUT_MS * 1000000ull;
	struct vfv_vf vf;

	do {
		vf = stand_in_vf(scene->genl, bdf);
		if (vf.set.ticket == ticket && vfv_has(&vf.set, VFIOV_A_SET_RESULT_VERDICT))
			return vf.set;
		util_sleep_ms(5);
	} while (util_now_ns() < deadline);
	tap_must(-ETIMEDOUT, "get a verdict");
	return vf.set;
}

static bool is_refused(const struct vfv_set_result *set, enum vfiov_cause cause)
{
	return set->verdict == VFIOV_VERDICT_REFUSE && set->cause == cause;
}

static void audited(struct scene *scene, const char *bdf, uint64_t ticket, const char *cause)
{
	char device[64], number[64], value[256];
	int r;

	snprintf(device, sizeof(device), VFV_FIELD_DEVICE "=%s", bdf);
	snprintf(number, sizeof(number), VFV_FIELD_TICKET "=%lu", ticket);
	r = journal_find(scene->journal,
			 (const char *[]){ device, VFV_FIELD_EVENT "=set", number, NULL },
			 SCENE_TIMEOUT_MS);
	tap_ok(&scene->tap, r == 0 && !strcmp(scene_field(scene, VFV_FIELD_CAUSE, value), cause),
	       "the audit of ticket %lu agrees: %s", ticket, r == 0 ? value : "not there");
}

/* These are decided by vfiovd and its policy. */
static void by_policy(struct scene *scene)
{
	struct tap *tap = &scene->tap;
	char bdf[VFIO_BDF_LEN];
	struct vfv_set_result set;
	uint64_t ticket;

	scene_rule(scene, "choice", "0", "native", "\"native\", \"transitional\"");
	scene_bind_decided(scene, 0, bdf);
	ticket = ask(scene, bdf, "transitional");
	set = verdict(scene, bdf, ticket);
	tap_ok(tap,
	       set.verdict == VFIOV_VERDICT_GRANT && !strcmp(set.profile, "transitional") &&
		       strstr(set.rule, "choice at ") && strstr(set.rule, POLICY_RULES_FILE ":3"),
	       "a profile that a rule allows is granted, with the rule's name: %s", set.rule);
	tap_ok(tap, stand_in_vf(scene->genl, bdf).source == VFIOV_SOURCE_OPERATOR,
	       "the source of the profile is the operator");
	audited(scene, bdf, ticket, "none");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);

	scene_rule(scene, "fixed", "0", "native", "\"native\"");
	scene_bind_decided(scene, 0, bdf);
	ticket = ask(scene, bdf, "transitional");
	set = verdict(scene, bdf, ticket);
	tap_ok(tap,
	       is_refused(&set, VFIOV_CAUSE_POLICY) && strstr(set.rule, "fixed at ") &&
		       !strcmp(stand_in_vf(scene->genl, bdf).current, "native"),
	       "a profile that no rule allows is refused, with the rule's name: %s", set.rule);
	audited(scene, bdf, ticket, "policy");
}

static void reset(struct scene *scene)
{
	struct tap *tap = &scene->tap;
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;
	uint64_t ticket;

	scene_rule(scene, "later", "0", "transitional", "\"native\", \"transitional\"");
	scene_vf(scene, 0, bdf);
	tap_ok(tap, !strcmp(stand_in_vf(scene->genl, bdf).current, "native"),
	       "a new policy does not change existing decisions");
	tap_must(vfv_genl_profile_reset(scene->genl, bdf, NULL, &ticket, NULL), "ask for a reset");
	tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision");
	tap_ok(tap,
	       !strcmp(vf.current, "transitional") && vf.source == VFIOV_SOURCE_POLICY &&
		       vf.set.ticket == ticket && vf.set.verdict == VFIOV_VERDICT_GRANT,
	       "a reset re-evaluates it");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

/* vfiovd is registered, but does not answer. */
static void timed_out(struct scene *scene)
{
	struct vfv_set_result set;
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket, start, took;

	scene_bind_decided(scene, 1, bdf);
	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	start = util_now_ns();
	ticket = ask(scene, bdf, "native");
	set = verdict(scene, bdf, ticket);
	took = (util_now_ns() - start) / 1000000;
	tap_must(daemon_signal(scene->genl, SIGCONT), "continue vfiovd");
	tap_ok(&scene->tap,
	       is_refused(&set, VFIOV_CAUSE_TIMEOUT) && took + 50 >= WAIT_MS &&
		       took < WAIT_MS + SLACK_MS,
	       "with vfiovd stopped, a set is refused as a timeout after %d ms: %lu ms", WAIT_MS,
	       took);
	audited(scene, bdf, ticket, "timeout");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

static void lost(struct scene *scene, struct vfv_genl **owner)
{
	struct vfv_set_result set;
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket;

	/* This is longer than the grace period, so that the grace period ends the wait. */
	stand_in_params(scene->genl, 5000, GRACE_MS, -1);
	stand_in_bind_granted(scene, *owner, 2, "native", bdf);
	ticket = ask(scene, bdf, "transitional");
	stand_in_leave(*owner);
	set = verdict(scene, bdf, ticket);
	tap_ok(&scene->tap, is_refused(&set, VFIOV_CAUSE_OWNER_LOST),
	       "a set is refused as owner-lost when the grace period ends");
	ticket = ask(scene, bdf, "native");
	set = verdict(scene, bdf, ticket);
	tap_ok(&scene->tap, set.verdict == VFIOV_VERDICT_GRANT,
	       "native is granted at once without an owner");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	stand_in_take(scene, owner);
}

/*
 * The owner exits, and the next one registers within the grace period but after the set has timed
 * out.
 */
static void handed_over(struct scene *scene, struct vfv_genl **owner)
{
	struct tap *tap = &scene->tap;
	struct vfv_set_result set;
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket;

	stand_in_params(scene->genl, WAIT_MS, VFIOV_GRACE_CAP, -1);
	stand_in_bind_granted(scene, *owner, 4, "native", bdf);
	ticket = ask(scene, bdf, "transitional");
	stand_in_leave(*owner);
	util_sleep_ms(SET_WAIT_MS + SLACK_MS);
	tap_ok(tap, stand_in_vf(scene->genl, bdf).waiting,
	       "it waits for the next owner in the grace period, longer than its %d ms",
	       SET_WAIT_MS);
	stand_in_take(scene, owner);
	tap_must(stand_in_grant(*owner, bdf, stand_in_pull(*owner, bdf).cookie, "transitional",
				NULL),
		 "grant it");
	set = verdict(scene, bdf, ticket);
	tap_ok(tap, set.verdict == VFIOV_VERDICT_GRANT, "the next owner can still grant it");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	stand_in_params(scene->genl, -1, GRACE_MS, -1);
}

static void opened_meanwhile(struct scene *scene, struct vfv_genl *owner)
{
	struct tap *tap = &scene->tap;
	struct opener_result result;
	struct vfv_nl_error error;
	struct vfv_set_result set;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;
	uint64_t ticket;

	stand_in_bind_granted(scene, owner, 3, "native", bdf);
	ticket = ask(scene, bdf, "transitional");
	opener_start(&opener, bdf);
	tap_must(opener_wait(&opener, &result, SCENE_TIMEOUT_MS), "open %s", bdf);
	tap_ok(tap, result.native && result.took_ns < WAIT_MS * 1000000ull,
	       "an open does not wait for a requested change (%lu ms)", result.took_ns / 1000000);
	tap_returned(tap,
		     stand_in_grant(owner, bdf, stand_in_pull(owner, bdf).cookie, "transitional",
				    &error),
		     -EBUSY, "a grant after the open is refused as busy");
	tap_ok(tap, error.message[0] && !strcmp(error.attribute, "bdf"), "with a message: %s",
	       error.message);
	set = verdict(scene, bdf, ticket);
	tap_ok(tap, is_refused(&set, VFIOV_CAUSE_BUSY), "the requester gets the result busy");
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

int main(void)
{
	struct vfv_genl *owner;
	struct scene scene;

	scene_begin(&scene);
	stand_in_params(scene.genl, WAIT_MS, -1, -1);
	by_policy(&scene);
	reset(&scene);
	timed_out(&scene);
	stand_in_take(&scene, &owner);
	lost(&scene, &owner);
	handed_over(&scene, &owner);
	opened_meanwhile(&scene, owner);
	stand_in_leave(owner);
	stand_in_params(scene.genl, 1000, 3000, -1);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
