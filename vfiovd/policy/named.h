/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The users and groups that a policy names. Each is resolved once, however many rules name it. So
 * all rules see the same members, and memory is bounded by the text and the members of the groups.
 */
#pragma once

#include <stdbool.h>

#include "resolve.h"

enum {
	VFV_NAMED_MAX = 1024,	  /* different names; each takes a lookup */
	VFV_NAMED_NAME_MAX = 256, /* bytes of one */
};

struct vfv_named {
	enum vfv_named_kind kind;
	char *name;
	int error;	/* a negative errno if it could not be resolved */
	uint32_t *uids; /* ascending, without duplicates */
	size_t n;
};

/* Zero-initialise; free with vfv_named_set_done(). */
struct vfv_named_set {
	const struct vfv_resolver
		*resolver;	  /* borrowed, for lookups only; NULL if no name is known */
	struct vfv_named **items; /* sorted by kind and name */
	size_t n;
};

/* The word for @kind, which is also the key in set_by: "user" or "group". */
const char *vfv_named_kind_name(enum vfv_named_kind kind);

/*
 * Return: true if a user or a group may have this name. A number is not a valid name, because it
 * could be meant as an id.
 */
bool vfv_named_is_valid(const char *name);

/**
 * vfv_named_get - look up @name
 * @name: a valid name
 * @ret: set to the entry, which is valid as long as the set is
 *
 * Return: 0; the resolver's error, -ENOENT if @name does not exist; -E2BIG if there are too many
 * names; -ENOMEM.
 */
int vfv_named_get(struct vfv_named_set *set, enum vfv_named_kind kind, const char *name,
		  const struct vfv_named **ret);

/* Return: true if @uid is the user or a member of the group. */
bool vfv_named_has(const struct vfv_named *named, uint32_t uid);

void vfv_named_set_done(struct vfv_named_set *set);
