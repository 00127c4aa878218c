/* SPDX-License-Identifier: GPL-2.0-only */
/* Which profiles there are: what a rule may name. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/word.h"

/* All names of profiles have a bit in one mask. */
enum { VFV_PROFILE_NAMES_MAX = 64 };

struct vfv_driver {
	char name[VFV_WORD_SIZE];
	struct vfv_words profiles; /* the first is native */
};

struct vfv_drivers {
	size_t n;
	struct vfv_driver *items;
	size_t n_names;
	char (*names)[VFV_WORD_SIZE]; /* of the profiles, each once; the first is native */
};

/* Return: 0, or -ENOMEM. */
int vfv_drivers_init(struct vfv_drivers *drivers);

void vfv_drivers_done(struct vfv_drivers *drivers);

/* The number of a profile's name; -ENOENT when no driver has it. */
int vfv_drivers_profile(const struct vfv_drivers *drivers, const char *name);

/* The same with "migration" in front, which stands beside the profiles in lists. */
const char *vfv_drivers_ability_name(size_t n, const void *drivers);

/* The name with number @n as @drivers keeps it, NULL behind the last; for vfv_suggest(). */
const char *vfv_drivers_profile_name(size_t n, const void *drivers);
