/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The declarations of VFIO drivers: their profiles, and the gate in vfiovd.conf that each profile
 * needs. The declaration of this project's own driver is built in; a file with the driver's name
 * replaces it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/word.h"

enum {
	VFV_DRIVERS_MAX = 64,
	VFV_PROFILE_NAMES_MAX = 64, /* for all drivers together: one mask has a bit for each */
	VFV_SUMMARY_SIZE = 128,	    /* bytes, with the NUL */
};

/* The gate in vfiovd.conf that must be open before a profile is granted. */
enum vfv_gate {
	VFV_GATE_PROFILES,     /* allow_profiles must name it */
	VFV_GATE_TRANSITIONAL, /* allow_transitional */
	VFV_GATE_NONE,	       /* only native has none */
};

struct vfv_driver {
	char name[VFV_WORD_SIZE];
	const char *file;	   /* owned by the policy; NULL if built in */
	struct vfv_words profiles; /* the first is native */
	enum vfv_gate gates[VFV_WORDS_MAX];
	uint32_t open; /* profiles whose gate is open, as bits; see gate.h */
	char summaries[VFV_WORDS_MAX][VFV_SUMMARY_SIZE]; /* "" for none */
	struct vfv_words reasons;			 /* reasons for not offering a profile */
	char reason_summaries[VFV_WORDS_MAX][VFV_SUMMARY_SIZE];
};

struct vfv_drivers {
	size_t n;
	struct vfv_driver *items;
	size_t n_names;
	char (*names)[VFV_WORD_SIZE]; /* of all profiles, without duplicates; the first is native */
};

/* Start with the built-in driver. Call vfv_drivers_done() on failure too. Return: 0 or -ENOMEM. */
int vfv_drivers_init(struct vfv_drivers *drivers);

void vfv_drivers_done(struct vfv_drivers *drivers);

/*
 * Add @driver, or replace the one with the same name. Call this before any name is looked up.
 * Return: 0, -ENOMEM, or -E2BIG if there are too many drivers or names.
 */
int vfv_drivers_put(struct vfv_drivers *drivers, const struct vfv_driver *driver);

/* The driver @name, NULL if none is declared. */
const struct vfv_driver *vfv_drivers_find(const struct vfv_drivers *drivers, const char *name);

/* The number of @profile in @driver, or -ENOENT. */
int vfv_driver_profile(const struct vfv_driver *driver, const char *profile);

/* The profiles of the drivers whose names match @pattern, as bits; 0 if none matches. */
uint64_t vfv_drivers_match(const struct vfv_drivers *drivers, const char *pattern);

/* The number of a profile's name; -ENOENT if no driver has it. */
int vfv_drivers_profile(const struct vfv_drivers *drivers, const char *name);

/* For vfv_suggest(): all profiles, and "migration", which lists may also contain. */
const char *vfv_drivers_ability_name(size_t n, const void *drivers);

/* The name with number @n, owned by @drivers; NULL after the last. For vfv_suggest(). */
const char *vfv_drivers_profile_name(size_t n, const void *drivers);

/* Like vfv_drivers_profile_name(), for drivers. */
const char *vfv_drivers_name(size_t n, const void *drivers);
