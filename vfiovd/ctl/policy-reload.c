/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>

#include "lib/names.h"

#include "fail.h"
#include "json.h"
#include "policy-load.h"
#include "take.h"

static void print(const struct cmd *cmd, const struct cmd_taken *taken)
{
	uint64_t now = taken->status.policy_generation;
	bool is_new = now != taken->before;

	if (cmd->json)
		cmd_json_print(cmd, stdout, "reload",
			       json_pack("{sI sI ss sb}", "generation_old",
					 (json_int_t)taken->before, "generation", (json_int_t)now,
					 "hash", taken->status.policy_hash, "changed", is_new));
	else if (is_new)
		printf("policy generation %" PRIu64 " is in force, it was %" PRIu64 "\n", now,
		       taken->before);
	else
		printf("policy generation %" PRIu64 " stays in force; the files have not changed\n",
		       now);
}

/* The daemon will accept the files once it is the owner, because they have no errors. */
static void print_notified(const struct cmd *cmd, const char *hash)
{
	if (cmd->json)
		cmd_json_print(cmd, stdout, "reload",
			       json_pack("{sn sn ss sn}", "generation_old", "generation", "hash",
					 hash, "changed"));
	else
		printf("vfiovd was notified; it is not the owner now\n");
}

static bool is_waiting(struct cmd *cmd)
{
	return cmd->main_pid && !cmd_is_offline(cmd) && !cmd_is_owner(cmd, cmd->main_pid);
}

/*
 * The daemon reads files with errors as well, so that it and the kernel show the policy as INVALID.
 * The errors have already been reported, and the verb fails because of them.
 */
static void signal_invalid(struct cmd *cmd)
{
	bool waiting = is_waiting(cmd);
	struct cmd_taken taken;
	enum cmd_exit code;

	cmd->silent = true;
	code = waiting ? cmd_signal(cmd, cmd->main_pid) : cmd_take(cmd, NULL, &taken);
	cmd->silent = false;
	if (cmd->json)
		return;
	if (code != CMD_OK)
		fputs("vfiovctl: " VFV_DAEMON_NAME " did not read these files\n", stderr);
	else if (waiting)
		fputs("vfiovctl: " VFV_DAEMON_NAME " also reads these files\n", stderr);
	else if (*taken.status.policy_hash)
		fprintf(stderr, "vfiovctl: policy generation %" PRIu64 " stays in force\n",
			taken.status.policy_generation);
	else
		fputs("vfiovctl: no policy is in force; every VF stays native\n", stderr);
}

/* Find the errors here, so that they appear on the terminal and in the exit code. */
enum cmd_exit cmd_policy_reload(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	struct cmd_taken taken;
	enum cmd_exit code;

	if (argc)
		return cmd_fail(cmd, CMD_USAGE, NULL, "usage: vfiovctl policy reload");
	code = cmd_policy_load(cmd, &policy);
	if (code == CMD_POLICY && !cmd_is_offline(cmd))
		signal_invalid(cmd);
	if (code != CMD_OK)
		return code;
	if (is_waiting(cmd)) {
		code = cmd_signal(cmd, cmd->main_pid);
		if (code == CMD_OK)
			print_notified(cmd, vfv_policy_hash(policy));
		return code;
	}
	code = cmd_take(cmd, vfv_policy_hash(policy), &taken);
	if (code == CMD_OK)
		print(cmd, &taken);
	return code;
}
