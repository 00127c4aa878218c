/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Users and groups as this machine has them, by its name service (nsswitch.conf(5)); below a root
 * directory only those of ROOT/etc/passwd and ROOT/etc/group. May be called by several threads at once.
 *
 * The members of a group are those that it lists, as far as there are such users, and those whose
 * primary group it is in /etc/passwd. Another source of users cannot be relied on to list them all.
 */
#pragma once

#include "resolve.h"

/* For struct vfv_resolver, with the root as @root; NULL for the machine's own. -EOVERFLOW: too many. */
int vfv_users_resolve(void *root, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		      size_t *n);

/* @root: directory that stands for "/", NULL for "/" itself; borrowed. */
static inline struct vfv_resolver vfv_users_of(const char *root)
{
	return (struct vfv_resolver){ vfv_users_resolve, (void *)root };
}
