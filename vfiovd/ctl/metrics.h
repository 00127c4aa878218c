/* SPDX-License-Identifier: GPL-2.0-only */
/* The metrics that vfiovctl metrics prints. */
#pragma once

#include <stdio.h>

#include "policy/policy.h"

#include "recent.h"
#include "vfs.h"

/* The number of VFs that get their own counters; those of the others are added up. */
enum { CMD_METRICS_VFS = 256 };

struct cmd_metrics {
	struct cmd_inventory inventory;
	struct vfv_policy *policy; /* policy of the files; NULL if they have errors */
	size_t errors, warnings;   /* in the files */
	bool has_recent;
	struct cmd_recent recent;
};

/* Print what depends on the policy: drift, and the state of the files. */
void cmd_metrics_print_policy(const struct cmd *cmd, const struct cmd_metrics *metrics, FILE *file);

void cmd_metrics_print(const struct cmd *cmd, const struct cmd_metrics *metrics, FILE *file);
