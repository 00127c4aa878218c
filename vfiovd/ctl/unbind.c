/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "lib/path.h"

#include "fail.h"
#include "hand-over.h"
#include "json.h"
#include "keeper.h"
#include "targets-read.h"
#include "text.h"

/* The outcome for one VF. */
struct released {
	const struct cmd_vf *before;
	char driver[CMD_DRIVER_SIZE];
	bool changed;
	enum cmd_keeper keeper;
};

static json_t *name_or_null(const char *name)
{
	return name && *name ? json_string(name) : json_null();
}

static void print_json(const struct cmd *cmd, const struct released *released)
{
	json_t *object = json_object();

	json_object_set_new(object, "bdf", json_string(released->before->vf.bdf));
	json_object_set_new(object, "driver_old", name_or_null(released->before->driver));
	json_object_set_new(object, "driver", name_or_null(released->driver));
	json_object_set_new(object, "changed", json_boolean(released->changed));
	json_object_set_new(object, "persistent", name_or_null(cmd_keeper_name(released->keeper)));
	cmd_json_print(cmd, stdout, "unbind", object);
}

/* Return: true if the kernel offers the VF only to the driver of its driver_override. */
static bool is_not_probed(const struct cmd *cmd, const struct cmd_vf *vf)
{
	char text[16];

	return vfv_path_read(text, sizeof(text),
			     "%s/sys/bus/pci/devices/%s/sriov_drivers_autoprobe", cmd->root,
			     vf->vf.pf) >= 0 &&
	       !strcmp(text, "0");
}

static void print_text(const struct cmd *cmd, const struct released *released)
{
	const struct cmd_vf *before = released->before;
	const char *driver = *released->driver ? released->driver : "no driver";

	if (released->changed)
		printf("%s: %s -> %s", before->vf.bdf,
		       *before->driver ? before->driver : "no driver", driver);
	else
		printf("%s: not bound to %s, but to %s", before->vf.bdf, VFV_MODULE_NAME, driver);
	if (released->changed && !*released->driver && is_not_probed(cmd, before))
		printf(" (sriov_drivers_autoprobe of its PF is 0)");
	putchar('\n');
	if (cmd->legend && released->keeper != CMD_KEEPER_NONE)
		printf("%s: will be bound again when it reappears; "
		       "unbind --persist prevents that\n",
		       before->vf.bdf);
}

static enum cmd_exit release(const struct cmd *cmd, int devices, const struct cmd_vf *vf,
			     struct released *released)
{
	bool is_ours = !strcmp(vf->attachment.override, VFV_MODULE_NAME);
	/* Keep a name that somebody has written in the meantime. */
	const char *override = is_ours ? "" : vf->attachment.override;
	const struct cmd_error about = { .device = vf->vf.bdf };
	enum cmd_exit code;

	snprintf(released->driver, sizeof(released->driver), "%s", vf->driver);
	released->changed = is_ours || !strcmp(vf->driver, VFV_MODULE_NAME);
	if (!released->changed)
		return CMD_OK;
	code = cmd_hand_over(cmd, devices, vf, override, released->driver);
	if (code != CMD_OK || strcmp(released->driver, VFV_MODULE_NAME) != 0)
		return code;
	return cmd_fail(cmd, CMD_FAILED, &about, "%s took it again", VFV_MODULE_NAME);
}

static enum cmd_exit unbind_one(const struct cmd *cmd, int devices, const struct cmd_vf *vf)
{
	struct released released = { .before = vf };
	enum cmd_exit code = release(cmd, devices, vf, &released);

	if (code == CMD_OK && cmd->persist)
		code = cmd_keeper_remove(cmd, vf->vf.bdf);
	if (code != CMD_OK)
		return code;
	released.keeper = cmd_keeper_find(cmd, vf->vf.bdf);
	if (cmd->json)
		print_json(cmd, &released);
	else
		print_text(cmd, &released);
	return CMD_OK;
}

enum cmd_exit cmd_unbind(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	_cleanup_close_ int devices = cmd_pci_open(cmd->root);
	enum cmd_exit code = CMD_OK, result = CMD_OK;

	if (cmd_is_offline(cmd))
		return cmd_fail_connect(cmd, -ENOENT);
	if (devices < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "/sys/bus/pci/devices: %s",
				strerror(-devices));
	code = cmd_targets_read(cmd, argv, (size_t)argc, true, &inventory, &targets);
	if (code != CMD_OK)
		return code;
	for (size_t i = 0; i < targets.n; i++) {
		code = unbind_one(cmd, devices, targets.items[i]);
		if (result == CMD_OK)
			result = code;
	}
	return result;
}
