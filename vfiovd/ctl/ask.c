/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"

#include "ask.h"
#include "fail.h"
#include "wait.h"

/* Long before this time, the kernel itself refuses a set that no owner answers. */
enum { WAIT_DEFAULT_MS = VFIOV_OPEN_WAIT_CAP + 2000 };

enum cmd_exit cmd_ask_prepare(struct cmd *cmd)
{
	int r = cmd_connect(cmd);

	if (r < 0)
		return cmd_fail_connect(cmd, r);
	/* Join before the request is made, because the answer could arrive first otherwise. */
	r = vfv_genl_events_open(cmd->genl);
	if (r >= 0)
		r = vfv_genl_join(cmd->genl, VFV_GROUP_VF);
	return r < 0 ? cmd_fail_connect(cmd, r) : CMD_OK;
}

/*
 * The kernel returns EAGAIN while the VF has another open request, from its bind or from another
 * process.
 */
static int request(struct cmd *cmd, const char *bdf, const struct cmd_ask *ask,
		   struct cmd_wait *wait, uint64_t *ticket, struct vfv_nl_error *error)
{
	int r;

	do {
		if (ask->reset)
			r = vfv_genl_profile_reset(cmd->genl, bdf, cmd->reason, ticket, error);
		else
			r = vfv_genl_profile_set(cmd->genl, bdf, ask->profile, ask->migration,
						 cmd->reason, ticket, error);
	} while (r == -EAGAIN && cmd_wait_turn(wait));
	return r;
}

/* Return: 0 with the answer in @vf, -ETIME after the timeout, or the kernel's error. */
static int await(struct cmd *cmd, const char *bdf, uint64_t ticket, struct cmd_wait *wait,
		 struct vfv_vf *vf, struct vfv_nl_error *error)
{
	do {
		int r = vfv_genl_vf_get(cmd->genl, bdf, vf, error);

		if (r < 0)
			return r;
		/* A newer ticket means that our request was answered and another one was made. */
		if (vf->set.ticket != ticket || vfv_has(&vf->set, VFIOV_A_SET_RESULT_VERDICT))
			return 0;
	} while (cmd_wait_turn(wait));
	return -ETIME;
}

static enum cmd_exit refused(const struct cmd *cmd, const char *bdf, const struct cmd_ask *ask,
			     const struct vfv_set_result *result)
{
	struct cmd_error about = { .device = bdf };
	char hint[128];

	if (*result->rule)
		about.rule = result->rule;
	switch ((enum vfiov_cause)result->cause) {
	case VFIOV_CAUSE_NONE:
	case VFIOV_CAUSE_POLICY:
		snprintf(hint, sizeof(hint), "see vfiovctl explain %s --profile %s", bdf,
			 ask->profile);
		about.hint = hint;
		return cmd_fail(cmd, CMD_REFUSED, &about, "the policy refuses %s: %s", ask->profile,
				*result->rule ? result->rule : "no rule given");
	case VFIOV_CAUSE_NO_OWNER:
		return cmd_fail(cmd, CMD_UNREACHABLE, &about, "no daemon is running to decide");
	case VFIOV_CAUSE_OWNER_LOST:
		return cmd_fail(cmd, CMD_UNREACHABLE, &about, "the daemon exited");
	case VFIOV_CAUSE_TIMEOUT:
		return cmd_fail(cmd, CMD_UNREACHABLE, &about, "the daemon did not answer in time");
	case VFIOV_CAUSE_AUDIT_FULL:
		return cmd_fail(cmd, CMD_FAILED, &about,
				"the audit ring is full; nothing is granted until it is written");
	case VFIOV_CAUSE_UNAVAILABLE:
		return cmd_fail(cmd, CMD_UNSUPPORTED, &about, "the device does not support %s",
				ask->profile);
	case VFIOV_CAUSE_BUSY:
		return cmd_fail(cmd, CMD_BUSY, &about, "the VF was opened in the meantime");
	case VFIOV_CAUSE_SUPERSEDED:
		return cmd_fail(cmd, CMD_NO_DEVICE, &about, "the VF was unbound in the meantime");
	}
	return cmd_fail(cmd, CMD_FAILED, &about,
			"refused for a reason unknown to this version (%u)", result->cause);
}

enum cmd_exit cmd_ask(struct cmd *cmd, const struct cmd_vf *vf, const struct cmd_ask *ask,
		      struct vfv_vf *after)
{
	struct cmd_error about = { .device = vf->vf.bdf };
	struct vfv_nl_error error = { 0 };
	struct cmd_wait wait;
	uint64_t ticket;
	int r;

	cmd_wait_start(&wait, cmd, vf->vf.bdf, "vfiovd to decide", WAIT_DEFAULT_MS);
	r = request(cmd, vf->vf.bdf, ask, &wait, &ticket, &error);
	if (r >= 0)
		r = await(cmd, vf->vf.bdf, ticket, &wait, after, &error);
	cmd_wait_end(&wait);
	if (r == -ETIME)
		return cmd_fail(cmd, CMD_UNREACHABLE, &about,
				"no answer yet; the request is still pending");
	if (r < 0)
		return cmd_fail_nl(cmd, vf->vf.bdf, &error);
	if (after->set.ticket != ticket)
		return cmd_fail(cmd, CMD_FAILED, &about,
				"another request has replaced it; see vfiovctl show");
	if (after->set.verdict != VFIOV_VERDICT_GRANT)
		return refused(cmd, vf->vf.bdf, ask, &after->set);
	return CMD_OK;
}
