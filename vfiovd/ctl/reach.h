/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds VFs that can be given to guests without the policy: by another VFIO driver. */
#pragma once

#include "cmd.h"

enum cmd_reach {
	CMD_REACH_POLICY,  /* our driver, or no driver that can give the VF to a guest */
	CMD_REACH_FOREIGN, /* another VFIO driver, which determines what the guest sees */
	CMD_REACH_ALTERED, /* a VFIO driver that by itself shows the guest a different device */
};

/* @dir: the VF's directory in sysfs; @driver: its driver, "" for none. */
enum cmd_reach cmd_reach_find(int dir, const char *driver);

/* For JSON; NULL for CMD_REACH_POLICY. */
const char *cmd_reach_name(enum cmd_reach reach);

/* For people; NULL for CMD_REACH_POLICY. */
const char *cmd_reach_text(enum cmd_reach reach);
