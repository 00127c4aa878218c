/* SPDX-License-Identifier: GPL-2.0-only */
/* One VF, as JSON and as the cells of a table. */
#pragma once

#include <jansson.h>

#include "inventory.h"

enum { CMD_CELL_SIZE = 192, CMD_ID_SIZE = 16 };

/* Return: everything that is known about @vf. */
json_t *cmd_vf_json(const struct cmd_vf *vf);

/* Print the array @vfs, and the name of this host, and drop @vfs. */
void cmd_vfs_print(const struct cmd *cmd, json_t *vfs);

/* @value with @digits hexadecimal digits, "unknown" when @attribute is absent. */
const char *cmd_vf_id(const struct vfv_vf *vf, unsigned int attribute, uint32_t value, int digits,
		      char text[static CMD_ID_SIZE]);

/* "transitional", followed by "+migration" if the VF has migration. */
const char *cmd_vf_profile(const char *profile, bool migration, char text[static CMD_CELL_SIZE]);

/* "ens1f0np0#3", with the PF's address if the PF has no interface. */
const char *cmd_vf_pf(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE]);

/*
 * The first letter of each profile of the driver, in the order of its table, and "m" for migration;
 * "-" replaces each that the VF cannot have now.
 */
const char *cmd_vf_can(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE]);

/*
 * "legacy driver, I/O on, memory on, bus master on, interrupts by msi-x, device status 0x0f", "" if
 * nothing is known.
 */
const char *cmd_vf_guest(const struct vfv_vf *vf, char text[static CMD_CELL_SIZE]);

/* The source of the profile. */
const char *cmd_vf_from(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE]);

/* "idle", "open (qemu-kvm 4121)" or "not bound (virtio-pci)". */
const char *cmd_vf_use(const struct cmd *cmd, const struct cmd_vf *vf,
		       char text[static CMD_CELL_SIZE]);
