/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <sys/stat.h>

#include "fail.h"
#include "json.h"
#include "policy-diff.h"
#include "policy-load.h"

/*
 * Load the policy below cmd->root. The definitions there are for the VFs of one host, so they are
 * left out if the VFs are those of other hosts.
 */
static enum cmd_exit load(const struct cmd *cmd, struct vfv_policy **ret)
{
	return cmd_policy_load_with(cmd, cmd->inventory ? "" : NULL, 0, ret);
}

/* Load the policy below @dir, which stands for "/". */
static enum cmd_exit load_other(const struct cmd *cmd, char *dir, struct vfv_policy **ret)
{
	struct cmd other = *cmd;
	struct stat st;

	if (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))
		return cmd_fail(cmd, CMD_USAGE, NULL, "%s: not a directory", dir);
	other.root = dir;
	return load(&other, ret);
}

static bool differs(const struct cmd_diff *diff)
{
	return json_array_size(diff->settings) || json_array_size(diff->rules) ||
	       json_array_size(diff->defined) || json_array_size(diff->vfs) ||
	       json_array_size(diff->beyond);
}

static void print(const struct cmd *cmd, struct cmd_diff *diff)
{
	json_t *object;

	if (!cmd->json) {
		cmd_policy_diff_print(cmd, diff);
		return;
	}
	object = json_pack("{sO sO sO sO sO}", "settings", diff->settings, "rules", diff->rules,
			   "defined", diff->defined, "vfs", diff->vfs, "beyond", diff->beyond);
	if (diff->hosts)
		json_object_set(object, "hosts", diff->hosts);
	cmd_json_print(cmd, stdout, "diff", object);
}

enum cmd_exit cmd_policy_diff(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *installed = NULL, *other = NULL;
	struct cmd_diff diff = { 0 };
	bool done = false;
	enum cmd_exit code;

	if (argc > 1)
		return cmd_fail(cmd, CMD_USAGE, NULL,
				"usage: vfiovctl policy diff [--inventory=PATH] [DIR]");
	code = load(cmd, &installed);
	if (code == CMD_OK && argc)
		code = load_other(cmd, argv[0], &other);
	if (code != CMD_OK)
		return code;
	diff.before = argc ? installed : NULL;
	diff.after = argc ? other : installed;
	diff.settings = json_array();
	diff.rules = json_array();
	diff.defined = json_array();
	diff.vfs = json_array();
	diff.beyond = json_array();
	diff.hosts = cmd->inventory ? json_array() : NULL;
	if (diff.before)
		cmd_policy_diff_files(&diff);
	if (cmd->inventory)
		code = cmd_policy_diff_there(cmd, &diff);
	else
		code = cmd_policy_diff_here(cmd, &diff, &done);
	if ((done || json_array_size(diff.hosts)) && !cmd->quiet)
		print(cmd, &diff);
	if (code == CMD_OK && differs(&diff))
		code = CMD_DRIFT;
	json_decref(diff.settings);
	json_decref(diff.rules);
	json_decref(diff.defined);
	json_decref(diff.vfs);
	json_decref(diff.beyond);
	json_decref(diff.hosts);
	return code;
}
