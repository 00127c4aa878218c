/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The users and groups that a policy names, each resolved once, however many rules name it: so a
 * policy says the same everywhere, and takes no more memory than its text and the members of its groups.
 */
#pragma once

#include <stdbool.h>

#include "resolve.h"

enum {
	VFV_NAMED_MAX = 1024,	  /* different names: each takes a lookup */
	VFV_NAMED_NAME_MAX = 256, /* bytes of one */
};

struct vfv_named {
	enum vfv_named_kind kind;
	char *name;
	int error;	/* it could not be resolved; a negative errno */
	uint32_t *uids; /* ascending, each once */
	size_t n;
};

/* Zero-initialise, vfv_named_set_done() at the end. */
struct vfv_named_set {
	const struct vfv_resolver
		*resolver;	  /* NULL: no name is known. Borrowed, for lookups only */
	struct vfv_named **items; /* by kind and name */
	size_t n;
};

/* The word for @kind, which is the key of set_by as well: "user" or "group". */
const char *vfv_named_kind_name(enum vfv_named_kind kind);

/* May a user or a group have this name? Not a number: whether it is meant as an id would be a guess. */
bool vfv_named_is_valid(const char *name);

/**
 * vfv_named_get - who is @name?
 * @name: a valid one
 * @ret: stays valid as long as the set
 *
 * Return: 0; what the resolver returned for it, -ENOENT for one that does not exist; -E2BIG when there
 * are too many names; -ENOMEM.
 */
int vfv_named_get(struct vfv_named_set *set, enum vfv_named_kind kind, const char *name,
		  const struct vfv_named **ret);

/* Is @uid the user, or one of the group? */
bool vfv_named_has(const struct vfv_named *named, uint32_t uid);

void vfv_named_set_done(struct vfv_named_set *set);
