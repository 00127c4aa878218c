/* SPDX-License-Identifier: GPL-2.0-only */
/* The users and groups that the policy names in set_by; the caller resolves them. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum vfv_named_kind { VFV_NAMED_USER, VFV_NAMED_GROUP };

/* Resolves names. Called only while a policy is made, in the thread that makes it. */
struct vfv_resolver {
	/*
	 * Set @uids to the id of the user, or to the ids of all members of the group in any order,
	 * and @n to their number. @uids is from malloc() and the caller's, also when it is empty.
	 * Return: 0, -ENOENT when the name does not exist, or another negative errno.
	 */
	int (*resolve)(void *userdata, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		       size_t *n);
	void *userdata;
};
