/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "lib/path.h"

#include "fail.h"
#include "guest.h"
#include "json.h"
#include "options.h"
#include "targets-read.h"
#include "text.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

void cmd_guest_note(struct cmd_guest *guest, const char *format, ...)
{
	va_list args;

	if (guest->n_notes == CMD_GUEST_NOTES)
		return;
	va_start(args, format);
	vsnprintf(guest->notes[guest->n_notes++], CMD_GUEST_NOTE, format, args);
	va_end(args);
}

static bool is_libvirt(const struct cmd *cmd)
{
	return cmd->seen & CMD_OPT_LIBVIRT;
}

static struct cmd_version find_version(const struct cmd *cmd)
{
	static const char *const qemu[] = { "qemu-system-x86_64", "qemu-kvm",
					    "/usr/libexec/qemu-kvm", NULL };
	static const char *const libvirt[] = { "libvirtd", "virtqemud", NULL };

	return cmd_version_find(cmd, is_libvirt(cmd) ? libvirt : qemu);
}

/* VFIO assigns a whole group to a guest. No other device in the group may have a host driver. */
static void note_group(const struct cmd *cmd, struct cmd_guest *guest)
{
	int group = guest->vf->attachment.iommu_group;
	_cleanup_(closedirp) DIR *dir =
		group < 0 ? NULL
			  : vfv_path_opendir("%s/sys/kernel/iommu_groups/%d/devices", cmd->root,
					     group);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char path[64], driver[CMD_DRIVER_SIZE];

		if (entry->d_name[0] == '.' || !strcmp(entry->d_name, guest->vf->vf.bdf))
			continue;
		snprintf(path, sizeof(path), "%.32s/driver", entry->d_name);
		cmd_pci_link(dirfd(dir), path, driver, sizeof(driver));
		/* A bridge keeps its driver, and VFIO drivers are not host drivers. */
		if (*driver && !strstr(driver, "vfio") && strcmp(driver, "pcieport") != 0)
			cmd_guest_note(guest,
				       "%.32s is in the same IOMMU group and is bound to %s: "
				       "VFIO refuses the group until it is unbound",
				       entry->d_name, driver);
	}
}

static void note_profile(struct cmd_guest *guest)
{
	const struct cmd_vf *vf = guest->vf;

	if (vf->reach != CMD_REACH_POLICY)
		cmd_guest_note(guest, "bound to %s: the policy does not apply", vf->driver);
	if (!vf->bound)
		return;
	if (vf->vf.waiting)
		cmd_guest_note(guest, "no decision yet; it is native without one");
	if (!vfv_is_native(vf->vf.current))
		cmd_guest_note(guest,
			       "it is %s: its BAR0 needs I/O space, which a q35 port may "
			       "lack; see MACHINE TYPES in vfiov-guests(7)",
			       vf->vf.current);
}

static void print_json(const struct cmd *cmd, const struct cmd_guest *guest)
{
	json_t *object = json_object(), *notes = json_array();

	for (size_t i = 0; i < guest->n_notes; i++)
		json_array_append_new(notes, cmd_json_text(guest->notes[i]));
	json_object_set_new(object, "bdf", json_string(guest->vf->vf.bdf));
	json_object_set_new(object, "for", json_string(is_libvirt(cmd) ? "libvirt" : "qemu"));
	json_object_set_new(object, "version",
			    guest->version.major ? json_sprintf("%u.%u", guest->version.major,
								guest->version.minor)
						 : json_null());
	json_object_set_new(object, "text", cmd_json_text(guest->text));
	json_object_set_new(object, "notes", notes);
	cmd_json_print(cmd, stdout, "guest", object);
}

/* Print nothing but the text to paste on standard output. */
static void print_text(const struct cmd *cmd, const struct cmd_guest *guest)
{
	fputs(guest->text, stdout);
	for (size_t i = 0; cmd->legend && i < guest->n_notes; i++)
		cmd_text_line(stderr, "vfiovctl: note: %s: %s", guest->vf->vf.bdf, guest->notes[i]);
}

static enum cmd_exit print_one(const struct cmd *cmd, const struct cmd_vf *vf,
			       struct cmd_version version)
{
	struct cmd_guest guest = { .vf = vf, .version = version };
	struct cmd_error about = { .device = vf->vf.bdf, .hint = "use vfiovctl bind" };
	bool has_vfio = vf->governed || vf->reach != CMD_REACH_POLICY;

	/* libvirt can bind the VF itself. */
	if (!has_vfio && !is_libvirt(cmd))
		return cmd_fail(cmd, CMD_NO_DEVICE, &about, "not bound to a VFIO driver, but to %s",
				*vf->driver ? vf->driver : "no driver");
	if (is_libvirt(cmd))
		cmd_guest_libvirt(cmd, &guest);
	else
		cmd_guest_qemu(cmd, &guest);
	note_profile(&guest);
	note_group(cmd, &guest);
	if (cmd->json)
		print_json(cmd, &guest);
	else
		print_text(cmd, &guest);
	return CMD_OK;
}

enum cmd_exit cmd_guest(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	struct cmd_version version;
	enum cmd_exit code, result = CMD_OK;

	if (!(cmd->seen & CMD_OPT_QEMU) == !(cmd->seen & CMD_OPT_LIBVIRT))
		return cmd_fail(cmd, CMD_USAGE, NULL, "guest requires either --qemu or --libvirt");
	code = cmd_targets_read(cmd, argv, (size_t)argc, true, &inventory, &targets);
	if (code != CMD_OK)
		return code;
	version = find_version(cmd);
	for (size_t i = 0; i < targets.n; i++) {
		code = print_one(cmd, targets.items[i], version);
		if (result == CMD_OK)
			result = code;
	}
	return result;
}
