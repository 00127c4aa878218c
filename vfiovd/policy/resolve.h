/* SPDX-License-Identifier: GPL-2.0-only */
/* Users and groups that the policy names in set_by; who they are is for the caller to find out. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum vfv_named_kind { VFV_NAMED_USER, VFV_NAMED_GROUP };

/* How names are resolved. Called only while a policy is made, in the thread that makes it. */
struct vfv_resolver {
	/*
	 * Set @uids to the id of the user, or to those of all members of the group, in any order, and
	 * @n to how many they are. They are from malloc() and the caller's, also when there are none.
	 * Return: 0, -ENOENT when there is none of that name, or another negative errno.
	 */
	int (*resolve)(void *userdata, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		       size_t *n);
	void *userdata;
};
