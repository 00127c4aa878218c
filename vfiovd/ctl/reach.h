/* SPDX-License-Identifier: GPL-2.0-only */
/* Which VFs can be given to guests without the policy: by another VFIO driver. */
#pragma once

#include "cmd.h"

enum cmd_reach {
	CMD_REACH_POLICY,  /* our driver, or none by which a guest could have it */
	CMD_REACH_FOREIGN, /* another VFIO driver, so that it is what that one shows */
	CMD_REACH_ALTERED, /* one that by itself shows the guest another device than it is */
};

/* @dir: the VF's directory in sysfs; @driver: its driver, "" for none. */
enum cmd_reach cmd_reach_find(int dir, const char *driver);

/* For JSON; NULL for CMD_REACH_POLICY. */
const char *cmd_reach_name(enum cmd_reach reach);

/* For people; NULL for CMD_REACH_POLICY. */
const char *cmd_reach_text(enum cmd_reach reach);
