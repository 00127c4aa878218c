/* SPDX-License-Identifier: GPL-2.0-only */
/* Kinds of long policies for test-growth. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "policy/policy.h"

/* A kind of long policy: @put writes @n parts of it. */
struct shape {
	const char *name;
	enum vfv_file_kind kind;
	void (*put)(FILE *stream, size_t n);
	size_t n; /* at the start */
	bool is_bad;
};

enum { GROWTH_SHAPES = 15 };

extern const struct shape growth_shapes[GROWTH_SHAPES];

/*
 * Rules whose number must not affect the cost of a decision; each is for 64 different hosts,
 * "hv-N".
 */
extern const struct shape growth_clusters, growth_matrices;
