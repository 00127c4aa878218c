/* SPDX-License-Identifier: GPL-2.0-only */
/* How the caller resolves the users and groups that the policy names in set_by. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum vfv_named_kind { VFV_NAMED_USER, VFV_NAMED_GROUP };

/* Resolves names. Called only while a policy is created, in the thread that creates it. */
struct vfv_resolver {
	/*
	 * Set @uids to the id of the user, or to the ids of all members of the group in any order,
	 * and @n to their number. @uids is from malloc() and the caller frees it, even if it is
	 * empty.
	 * Return: 0, -ENOENT if the name does not exist, or another negative errno.
	 */
	int (*resolve)(void *userdata, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		       size_t *n);
	void *userdata;
};
