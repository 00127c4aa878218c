/* SPDX-License-Identifier: GPL-2.0-only */
/* What vfiovd.conf sets for all VFs. */
#pragma once

#include <stdbool.h>

#include <linux/vfiov.h>

/* What is in vfiovd.conf beside the decisions. */
struct vfv_settings {
	bool log_only;
	bool allow_transitional;
	bool allow_migration;
	enum vfiov_level audit; /* of rules that say nothing of it */
	int open_wait_ms;	/* for params-set; -1: not said, see VFV_OPEN_WAIT_MS and so on */
	int grace_ms;
	int ring_size;
};
