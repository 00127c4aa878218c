/* SPDX-License-Identifier: GPL-2.0-only */
/* The contents of a policy. Used only by the policy library. */
#pragma once

#include "define.h"
#include "drivers.h"
#include "index.h"
#include "mention.h"
#include "named.h"
#include "rule.h"
#include "settings.h"

enum { VFV_HASH_SIZE = 2 * 32 + 1 };

struct vfv_policy {
	uint64_t generation;
	char hash[VFV_HASH_SIZE];
	struct vfv_settings settings;
	struct vfv_drivers drivers;
	struct vfv_rule fallback; /* the default */
	size_t n_rules;
	struct vfv_rule *rules; /* in the order of evaluation */
	size_t n_log_only;	/* of the rules */
	struct vfv_definitions defined;
	size_t n_files;
	char **files;		    /* names, which rules point to */
	struct vfv_named_set named; /* in set_by */
	struct vfv_index index;
	struct vfv_mentions mentions;
	struct vfv_uses uses;
};
