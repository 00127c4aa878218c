/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What VFIO drivers declare: their profiles, and the gate of vfiovd.conf that each needs. The driver
 * of this project is declared without a file; a file of its name takes the place of that.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/word.h"

enum {
	VFV_DRIVERS_MAX = 64,
	VFV_PROFILE_NAMES_MAX = 64, /* of all drivers together: they have a bit each in one mask */
	VFV_SUMMARY_SIZE = 128,	    /* bytes, with the NUL */
};

/* What must be open in vfiovd.conf before a profile is granted. */
enum vfv_gate {
	VFV_GATE_PROFILES,     /* allow_profiles has to name it */
	VFV_GATE_TRANSITIONAL, /* allow_transitional */
	VFV_GATE_NONE,	       /* of native alone */
};

struct vfv_driver {
	char name[VFV_WORD_SIZE];
	const char *file;	   /* belongs to the policy; NULL: built in */
	struct vfv_words profiles; /* the first is native */
	enum vfv_gate gates[VFV_WORDS_MAX];
	char summaries[VFV_WORDS_MAX][VFV_SUMMARY_SIZE]; /* "" for none */
	struct vfv_words reasons;			 /* why it may not offer a profile */
	char reason_summaries[VFV_WORDS_MAX][VFV_SUMMARY_SIZE];
};

struct vfv_drivers {
	size_t n;
	struct vfv_driver *items;
	size_t n_names;
	char (*names)[VFV_WORD_SIZE]; /* of all profiles, each once; the first is native */
};

/* With the built-in driver. Return: 0, or -ENOMEM, after which vfv_drivers_done() is due as well. */
int vfv_drivers_init(struct vfv_drivers *drivers);

void vfv_drivers_done(struct vfv_drivers *drivers);

/*
 * Add @driver, in place of the one of that name. No name may have been looked up before. Return: 0,
 * -ENOMEM, or -E2BIG when there are too many drivers or names.
 */
int vfv_drivers_put(struct vfv_drivers *drivers, const struct vfv_driver *driver);

/* The driver @name, NULL when none is declared. */
const struct vfv_driver *vfv_drivers_find(const struct vfv_drivers *drivers, const char *name);

/* The number of @profile in @driver, or -ENOENT. */
int vfv_driver_profile(const struct vfv_driver *driver, const char *profile);

/* Bits of the profiles that the drivers have whose names match @pattern; 0 when none matches. */
uint64_t vfv_drivers_match(const struct vfv_drivers *drivers, const char *pattern);

/* The number of a profile's name; -ENOENT when no driver has it. */
int vfv_drivers_profile(const struct vfv_drivers *drivers, const char *name);

/* For vfv_suggest(): "migration", which stands beside the profiles in lists, and all of them. */
const char *vfv_drivers_ability_name(size_t n, const void *drivers);

/* The name with number @n as @drivers keeps it, NULL behind the last; for vfv_suggest(). */
const char *vfv_drivers_profile_name(size_t n, const void *drivers);

/* The same of drivers. */
const char *vfv_drivers_name(size_t n, const void *drivers);
