/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/macro.h"
#include "lib/names.h"

#include "ask.h"
#include "fail.h"
#include "hand-over.h"
#include "json.h"
#include "keeper.h"
#include "targets-read.h"
#include "text.h"
#include "vf.h"
#include "wait.h"

/* The same default as for set, see ask.c. */
enum { WAIT_DEFAULT_MS = VFIOV_OPEN_WAIT_CAP + 2000 };

/* A running daemon finds the loaded module within this time. */
enum { TURNS_TO_COME = 8 };

/* Common to all VFs on the command line. */
struct binder {
	struct cmd *cmd;
	int devices;
	bool loaded; /* we loaded the module */
};

/* The outcome for one VF. */
struct bound {
	const struct cmd_vf *before;
	struct cmd_vf after;
	bool changed;
	bool has_daemon;
	enum cmd_keeper keeper;
};

/* As for set, print one object per VF, each on its own line. */
static void print_json(const struct cmd *cmd, const struct bound *bound)
{
	const struct vfv_vf *vf = &bound->after.vf;
	const char *keeper = cmd_keeper_name(bound->keeper);
	json_t *object = json_object();

	json_object_set_new(object, "bdf", json_string(vf->bdf));
	json_object_set_new(object, "driver_old",
			    *bound->before->driver ? json_string(bound->before->driver)
						   : json_null());
	json_object_set_new(object, "driver", json_string(bound->after.driver));
	json_object_set_new(object, "changed", json_boolean(bound->changed));
	json_object_set_new(object, "persistent", keeper ? json_string(keeper) : json_null());
	json_object_set_new(object, "profile", json_string(vf->current));
	json_object_set_new(object, "migration", json_boolean(vf->migration));
	json_object_set_new(object, "source",
			    json_string(vfv_enum_name(&vfv_enum_source, vf->source)));
	json_object_set_new(object, "cause",
			    json_string(vfv_enum_name(&vfv_enum_cause, vf->cause)));
	json_object_set_new(object, "rule", *vf->rule ? cmd_json_text(vf->rule) : json_null());
	json_object_set_new(object, "waiting", json_boolean(vf->waiting));
	cmd_json_print(cmd, stdout, "bind", object);
}

static void print_text(const struct bound *bound)
{
	const struct cmd_vf *after = &bound->after;
	char profile[CMD_CELL_SIZE], from[CMD_CELL_SIZE];
	const char *dir = cmd_keeper_dir(bound->keeper);

	if (bound->changed)
		printf("%s: %s -> %s", after->vf.bdf,
		       *bound->before->driver ? bound->before->driver : "no driver", after->driver);
	else
		printf("%s: already bound to %s", after->vf.bdf, after->driver);
	cmd_text_line(stdout, ", profile %s, %s%s%s",
		      cmd_vf_profile(after->vf.current, after->vf.migration, profile),
		      cmd_vf_from(after, from), dir ? "; kept in " : "", dir ? dir : "");
}

/* Wait for the decision of a running daemon. Without a daemon, do not wait. */
static enum cmd_exit await(const struct binder *binder, struct bound *bound)
{
	struct cmd *cmd = binder->cmd;
	int to_come = binder->loaded ? TURNS_TO_COME : 0;
	const char *bdf = bound->before->vf.bdf;
	struct vfv_nl_error error = { 0 };
	struct vfv_status status;
	struct cmd_wait wait;
	int r;

	cmd_wait_start(&wait, cmd, bdf, "vfiovd to decide", WAIT_DEFAULT_MS);
	do {
		r = vfv_genl_vf_get(cmd->genl, bdf, &bound->after.vf, &error);
		if (r >= 0)
			r = vfv_genl_status_get(cmd->genl, &status, &error);
		bound->has_daemon = r >= 0 && vfv_has(&status, VFIOV_A_STATUS_OWNER_NAME);
	} while (r >= 0 && bound->after.vf.waiting && (bound->has_daemon || to_come-- > 0) &&
		 cmd_wait_turn(&wait));
	cmd_wait_end(&wait);
	if (r < 0)
		return cmd_fail_nl(cmd, bdf, &error);
	bound->after.bound = true;
	return CMD_OK;
}

/* Only the kernel log has the reason, except for a common reason that is detected here. */
static enum cmd_exit fail_not_taken(const struct cmd *cmd, int devices, const struct cmd_vf *vf)
{
	struct cmd_error about = { .device = vf->vf.bdf, .hint = "see journalctl -k" };
	char driver[CMD_DRIVER_SIZE];

	cmd_hand_back(devices, vf);
	(void)cmd_driver_get(devices, vf->vf.bdf, driver);
	if (vf->attachment.iommu_group < 0)
		about.hint = "the VF has no IOMMU group: the IOMMU is disabled or missing";
	return cmd_fail(cmd, CMD_UNSUPPORTED, &about,
			"%s did not accept the VF; its driver is %s again", VFV_MODULE_NAME,
			*driver ? driver : "no driver");
}

static enum cmd_exit give(const struct cmd *cmd, int devices, const struct cmd_vf *vf)
{
	char driver[CMD_DRIVER_SIZE];
	enum cmd_exit code = cmd_hand_over(cmd, devices, vf, VFV_MODULE_NAME, driver);

	if (code != CMD_OK)
		return code;
	return strcmp(driver, VFV_MODULE_NAME) ? fail_not_taken(cmd, devices, vf) : CMD_OK;
}

/*
 * If a VF is already bound, only set the driver_override, so that no other driver gets it on the
 * next probe.
 */
static enum cmd_exit make_sure(const struct cmd *cmd, int devices, const struct cmd_vf *vf)
{
	int r;

	if (!strcmp(vf->attachment.override, VFV_MODULE_NAME))
		return CMD_OK;
	r = cmd_override_set(devices, vf->vf.bdf, VFV_MODULE_NAME);
	return r < 0 ? cmd_driver_fail(cmd, vf->vf.bdf, "driver_override", r) : CMD_OK;
}

static enum cmd_exit bind_one(const struct binder *binder, const struct cmd_vf *vf)
{
	struct cmd *cmd = binder->cmd;
	struct bound bound = { .before = vf, .changed = strcmp(vf->driver, VFV_MODULE_NAME) };
	const struct cmd_error about = { .device = vf->vf.bdf };
	enum cmd_exit code = CMD_OK;

	if (cmd->persist)
		code = cmd_keeper_check(cmd, vf->vf.bdf);
	if (code == CMD_OK)
		code = bound.changed ? give(cmd, binder->devices, vf)
				     : make_sure(cmd, binder->devices, vf);
	if (code == CMD_OK && cmd->persist)
		code = cmd_keeper_add(cmd, vf->vf.bdf);
	if (code == CMD_OK)
		code = await(binder, &bound);
	if (code != CMD_OK)
		return code;
	bound.keeper = cmd_keeper_find(cmd, vf->vf.bdf);
	snprintf(bound.after.driver, sizeof(bound.after.driver), "%s", VFV_MODULE_NAME);
	if (cmd->json)
		print_json(cmd, &bound);
	else
		print_text(&bound);
	if (bound.after.vf.waiting && bound.has_daemon)
		return cmd_fail(cmd, CMD_UNREACHABLE, &about,
				"bound, but no decision yet; the request is still pending");
	return CMD_OK;
}

/* Check this before changing anything. */
static enum cmd_exit prepare(struct binder *binder)
{
	struct cmd *cmd = binder->cmd;
	enum cmd_exit code;

	if (cmd_is_offline(cmd))
		return cmd_fail_connect(cmd, -ENOENT);
	if (binder->devices < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "/sys/bus/pci/devices: %s",
				strerror(-binder->devices));
	code = cmd_driver_load(cmd, binder->devices, &binder->loaded);
	if (code != CMD_OK)
		return code;
	if (cmd_connect(cmd) == -ENOENT)
		return cmd_fail(cmd, CMD_UNREACHABLE, NULL,
				"the module is not reachable from this network namespace; "
				"use the initial one");
	return cmd_ask_prepare(cmd);
}

enum cmd_exit cmd_bind(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	_cleanup_close_ int devices = cmd_pci_open(cmd->root);
	struct binder binder = { cmd, devices, false };
	enum cmd_exit code = prepare(&binder), result = CMD_OK;

	if (code == CMD_OK)
		code = cmd_targets_read(cmd, argv, (size_t)argc, true, &inventory, &targets);
	if (code != CMD_OK)
		return code;
	for (size_t i = 0; i < targets.n; i++) {
		code = bind_one(&binder, targets.items[i]);
		if (result == CMD_OK)
			result = code;
	}
	return result;
}
