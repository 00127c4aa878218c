/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>

#include "lib/names.h"
#include "lib/plural.h"

#include "fail.h"
#include "json.h"
#include "table.h"
#include "targets-read.h"
#include "text.h"
#include "vf.h"

/* The style for the profile of a bound VF. */
static enum cmd_style profile_style(const struct cmd_vf *vf)
{
	return vfv_is_native(vf->vf.current) ? CMD_PLAIN : CMD_GOOD;
}

static enum cmd_style use_style(const struct cmd_vf *vf)
{
	if (vf->reach != CMD_REACH_POLICY)
		return vf->reach == CMD_REACH_ALTERED ? CMD_BAD : CMD_WARN;
	return vf->bound ? CMD_PLAIN : CMD_DIM;
}

static void add_row(const struct cmd *cmd, struct cmd_table *table, const struct cmd_vf *vf)
{
	char profile[CMD_CELL_SIZE], pending[CMD_CELL_SIZE], text[CMD_CELL_SIZE];

	cmd_table_add(table, CMD_PLAIN, "%s", vf->vf.bdf);
	cmd_table_add(table, CMD_PLAIN, "%s", cmd_vf_pf(vf, text));
	cmd_table_add(table, CMD_PLAIN, "%s", cmd_vf_can(vf, text));
	if (!vf->bound)
		cmd_table_add(table, CMD_DIM, "-");
	else if (vfv_has(&vf->vf, VFIOV_A_VF_PENDING))
		cmd_table_add(table, CMD_WARN, "%s, then %s",
			      cmd_vf_profile(vf->vf.current, vf->vf.migration, profile),
			      cmd_vf_profile(vf->vf.pending, false, pending));
	else
		cmd_table_add(table, profile_style(vf), "%s",
			      cmd_vf_profile(vf->vf.current, vf->vf.migration, profile));
	cmd_table_add(table, CMD_PLAIN, "%s", cmd_vf_from(vf, text));
	cmd_table_add(table, use_style(vf), "%s", cmd_vf_use(cmd, vf, text));
}

/* Call it only with a running daemon. */
static void print_policy(const struct cmd *cmd, const struct vfv_status *status)
{
	if (!*status->policy_error) {
		printf("; policy generation %" PRIu64 "\n", status->policy_generation);
		return;
	}
	printf("; policy ");
	cmd_text_style(stdout, cmd->color, CMD_BAD, "INVALID");
	fputs(" (", stdout);
	cmd_text_put(stdout, status->policy_error);
	if (*status->policy_hash)
		printf("), generation %" PRIu64 " stays in force\n", status->policy_generation);
	else
		printf("), none is in force\n");
}

static void print_summary(const struct cmd *cmd, const struct cmd_inventory *inventory,
			  const struct cmd_targets *targets)
{
	size_t bound = 0, not_native = 0, beyond = 0;

	for (size_t i = 0; i < targets->n; i++) {
		bound += targets->items[i]->bound;
		beyond += targets->items[i]->reach != CMD_REACH_POLICY;
		not_native +=
			targets->items[i]->bound && !vfv_is_native(targets->items[i]->vf.current);
	}
	printf("%zu %s, %zu bound to a driver with profiles, %zu not native", targets->n,
	       vfv_plural(targets->n, "VF", "VFs"), bound, not_native);
	if (beyond)
		printf(", %zu outside the policy", beyond);
	if (!inventory->has_status)
		printf(bound ? "; the module is not reachable from here\n"
			     : "; the module is not loaded\n");
	else if (!vfv_has(&inventory->status, VFIOV_A_STATUS_OWNER_NAME))
		printf("; no daemon\n");
	else
		print_policy(cmd, &inventory->status);
}

static enum cmd_exit print_text(const struct cmd *cmd, const struct cmd_inventory *inventory,
				const struct cmd_targets *targets)
{
	static const char *const headers[] = {
		"VF", "PF#N", "CAN", "PROFILE", "FROM", "USE", NULL
	};
	struct cmd_table table;
	enum cmd_exit code;

	cmd_table_init(&table, headers);
	for (size_t i = 0; i < targets->n; i++)
		add_row(cmd, &table, targets->items[i]);
	code = cmd_table_print(cmd, &table);
	if (code == CMD_OK && cmd->legend && !cmd_is_offline(cmd))
		print_summary(cmd, inventory, targets);
	return code;
}

static enum cmd_exit print_json(const struct cmd *cmd, const struct cmd_targets *targets)
{
	json_t *vfs = json_array();

	for (size_t i = 0; i < targets->n; i++)
		json_array_append_new(vfs, cmd_vf_json(targets->items[i]));
	cmd_vfs_print(cmd, vfs);
	return CMD_OK;
}

enum cmd_exit cmd_list(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory;
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	enum cmd_exit code =
		cmd_targets_read(cmd, argv, (size_t)argc, cmd->json, &inventory, &targets);

	if (code != CMD_OK)
		return code;
	return cmd->json ? print_json(cmd, &targets) : print_text(cmd, &inventory, &targets);
}
