/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways of writing long policies, for test-growth. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "policy/policy.h"

/* One way of writing a long policy: @n of its parts. */
struct shape {
	const char *name;
	enum vfv_file_kind kind;
	void (*put)(FILE *stream, size_t n);
	size_t n; /* to begin with */
	bool is_bad;
};

enum { GROWTH_SHAPES = 15 };

extern const struct shape growth_shapes[GROWTH_SHAPES];

/* Rules whose number must not matter to a decision: each for 64 other hosts, "hv-N". */
extern const struct shape growth_clusters, growth_matrices;
