/* SPDX-License-Identifier: GPL-2.0-only */
/* The settings in vfiovd.conf for all VFs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <linux/vfiov.h>

#include "lib/word.h"

/* The settings in vfiovd.conf other than rules. */
struct vfv_settings {
	bool log_only;
	bool allow_transitional;
	bool allow_migration;
	size_t n_allow_profiles;
	struct vfv_allowed {
		char driver[VFV_WORD_SIZE];
		char profile[VFV_WORD_SIZE];
	} * allow_profiles;	/* the policy's */
	enum vfiov_level audit; /* for rules without a level */
	int open_wait_ms;	/* for params-set; -1: not set, see VFV_OPEN_WAIT_MS etc. */
	int grace_ms;
	int ring_size;
};
