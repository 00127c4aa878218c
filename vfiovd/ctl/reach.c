/* SPDX-License-Identifier: GPL-2.0-only */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "reach.h"

/* Linux's own driver, which makes every capable VF transitional without a decision. */
static const char altering[] = "virtio_vfio_pci";

/* Before Linux 6.1, only its name identified a VFIO driver. */
static bool is_vfio(int dir, const char *driver)
{
	return faccessat(dir, "vfio-dev", F_OK, 0) >= 0 || strstr(driver, "vfio");
}

enum cmd_reach cmd_reach_find(int dir, const char *driver)
{
	if (!strcmp(driver, altering))
		return CMD_REACH_ALTERED;
	if (!*driver || !is_vfio(dir, driver))
		return CMD_REACH_POLICY;
	return CMD_REACH_FOREIGN;
}

const char *cmd_reach_name(enum cmd_reach reach)
{
	switch (reach) {
	case CMD_REACH_POLICY:
		return NULL;
	case CMD_REACH_FOREIGN:
		return "foreign";
	case CMD_REACH_ALTERED:
		return "altered";
	}
	return NULL;
}

const char *cmd_reach_text(enum cmd_reach reach)
{
	switch (reach) {
	case CMD_REACH_POLICY:
		return NULL;
	case CMD_REACH_FOREIGN:
		return "outside the policy";
	case CMD_REACH_ALTERED:
		return "outside the policy, changes what the guest sees";
	}
	return NULL;
}
