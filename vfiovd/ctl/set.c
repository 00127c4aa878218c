/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/names.h"

#include "ask.h"
#include "fail.h"
#include "json.h"
#include "target.h"
#include "targets-read.h"
#include "text.h"
#include "vf.h"

/*
 * Print one object per VF, each on its own line, because one VF's error may follow another's
 * success.
 */
static void print_json(const struct cmd *cmd, const struct cmd_vf *before,
		       const struct vfv_vf *after)
{
	json_t *result = json_object();

	json_object_set_new(result, "bdf", json_string(after->bdf));
	json_object_set_new(result, "profile_old", json_string(before->vf.current));
	json_object_set_new(result, "migration_old", json_boolean(before->vf.migration));
	json_object_set_new(result, "profile", json_string(after->current));
	json_object_set_new(result, "migration", json_boolean(after->migration));
	json_object_set_new(result, "source",
			    json_string(vfv_enum_name(&vfv_enum_source, after->source)));
	json_object_set_new(result, "rule",
			    *after->set.rule ? cmd_json_text(after->set.rule) : json_null());
	json_object_set_new(result, "ticket", json_integer((json_int_t)after->set.ticket));
	cmd_json_print(cmd, stdout, "result", result);
}

static void print_text(const struct cmd_vf *before, const struct vfv_vf *after)
{
	char old[CMD_CELL_SIZE], new[CMD_CELL_SIZE];

	cmd_text_line(stdout, "%s: %s -> %s%s%s", after->bdf,
		      cmd_vf_profile(before->vf.current, before->vf.migration, old),
		      cmd_vf_profile(after->current, after->migration, new),
		      *after->set.rule ? ", by " : "", after->set.rule);
}

static enum cmd_exit ask_one(struct cmd *cmd, const struct cmd_vf *vf, struct cmd_ask ask)
{
	struct cmd_error about = { .device = vf->vf.bdf };
	struct vfv_vf after;
	enum cmd_exit code;

	if (!vf->bound) {
		about.hint = "use vfiovctl bind";
		return cmd_fail(cmd, CMD_NO_DEVICE, &about, "not bound to a driver with profiles");
	}
	ask.migration = cmd->migration < 0 ? vf->vf.migration : cmd->migration;
	code = cmd_ask(cmd, vf, &ask, &after);
	if (code != CMD_OK)
		return code;
	if (cmd->json)
		print_json(cmd, vf, &after);
	else
		print_text(vf, &after);
	return CMD_OK;
}

/* Make a request for each VF, even after a failure. Return: the first failure. */
static enum cmd_exit ask_all(struct cmd *cmd, char **words, size_t n, const struct cmd_ask *ask)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	enum cmd_exit code = cmd_ask_prepare(cmd), result = CMD_OK;

	if (code == CMD_OK)
		code = cmd_targets_read(cmd, words, n, false, &inventory, &targets);
	if (code != CMD_OK)
		return code;
	for (size_t i = 0; i < targets.n; i++) {
		code = ask_one(cmd, targets.items[i], *ask);
		if (result == CMD_OK)
			result = code;
	}
	return result;
}

enum cmd_exit cmd_set(struct cmd *cmd, int argc, char **argv)
{
	struct cmd_ask ask = { 0 };
	enum cmd_exit code = cmd_profile(cmd, argv[argc - 1], &ask.profile);

	return code == CMD_OK ? ask_all(cmd, argv, (size_t)argc - 1, &ask) : code;
}

enum cmd_exit cmd_reset(struct cmd *cmd, int argc, char **argv)
{
	return ask_all(cmd, argv, (size_t)argc, &(struct cmd_ask){ .reset = true });
}
