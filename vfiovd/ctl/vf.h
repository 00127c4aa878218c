/* SPDX-License-Identifier: GPL-2.0-only */
/* One VF, as JSON and as the cells of a table. */
#pragma once

#include <jansson.h>

#include "inventory.h"

enum { CMD_CELL_SIZE = 192, CMD_ID_SIZE = 16 };

/* All that is known of @vf. */
json_t *cmd_vf_json(const struct cmd_vf *vf);

/* @value in so many hexadecimal digits, "unknown" when @attribute is not there. */
const char *cmd_vf_id(const struct vfv_vf *vf, unsigned int attribute, uint32_t value, int digits,
		      char text[static CMD_ID_SIZE]);

/* "transitional", with "+migration" behind it. */
const char *cmd_vf_profile(const char *profile, bool migration, char text[static CMD_CELL_SIZE]);

/* "ens1f0np0#3", with the address of the PF where it has no interface. */
const char *cmd_vf_pf(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE]);

/* One letter for each thing that it can do, "-" for what it cannot: native, transitional,
 * legacy, migration. */
const char *cmd_vf_can(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE]);

/* Where the profile comes from. */
const char *cmd_vf_from(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE]);

/* "idle", "open (qemu-kvm 4121)" or "not bound (virtio-pci)". */
const char *cmd_vf_use(const struct cmd *cmd, const struct cmd_vf *vf,
		       char text[static CMD_CELL_SIZE]);
