/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Users and groups from the machine's name service (nsswitch.conf(5)), or below a root directory
 * only from ROOT/etc/passwd and ROOT/etc/group. Thread-safe.
 *
 * The members of a group are the existing users that it lists, and the users whose primary group it
 * is in /etc/passwd. Other sources of users may not list all of them.
 */
#pragma once

#include "resolve.h"

/*
 * For struct vfv_resolver. If @root is NULL, it means the machine itself. Return: -EOVERFLOW for
 * too many members.
 */
int vfv_users_resolve(void *root, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		      size_t *n);

/* @root: directory that stands for "/", NULL for "/" itself; borrowed. */
static inline struct vfv_resolver vfv_users_of(const char *root)
{
	return (struct vfv_resolver){ vfv_users_resolve, (void *)root };
}

/* A user with its groups, as initgroups(3) would set them. */
struct vfv_user {
	uint32_t uid, gid;
	size_t n_groups;
	uint32_t *groups; /* the first one is gid; allocated by malloc() */
};

/**
 * vfv_users_find - look up a user and its groups
 * @user: the caller frees groups, even on failure
 *
 * Return: 0, -ENOENT if there is no such user, or another negative errno.
 */
int vfv_users_find(const char *root, const char *name, struct vfv_user *user);

/* Look up the id of a group. Return: same as vfv_users_find(). */
int vfv_users_group(const char *root, const char *name, uint32_t *gid);
