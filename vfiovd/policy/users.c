/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "users-entry.h"
#include "users.h"

enum { GROUPS_MAX = 1 << 16 }; /* NGROUPS_MAX of the kernel */

/* Ids of users or of groups. */
struct uids {
	uint32_t *items;
	size_t n;
};

static int add(struct uids *uids, uid_t uid)
{
	uint32_t *items = uids->items;

	/* The array is full, and doubles, when n is a power of two. */
	if (!(uids->n & (uids->n - 1))) {
		items = reallocarray(items, uids->n ? uids->n * 2 : 1, sizeof(*items));
		if (!items)
			return -ENOMEM;
		uids->items = items;
	}
	items[uids->n++] = uid;
	return 0;
}

static int order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t count(char **names)
{
	size_t n = 0;

	while (names[n])
		n++;
	return n;
}

static bool lists(const struct group *group, size_t n, const char *name)
{
	return n && bsearch(&name, group->gr_mem, n, sizeof(*group->gr_mem), order);
}

/*
 * Add the users whose primary group is @group. Below a root, which has no other source, also add
 * the users that the group lists, so that the file is read only once.
 */
static int add_of_file(const char *root, const struct group *group, size_t listed,
		       struct uids *uids)
{
	_cleanup_(vfv_entry_done) struct vfv_entry entry = { .size = 0 };
	_cleanup_fclose_ FILE *file = NULL;
	int r = vfv_entries_open(root, VFV_NAMED_USER, &file);

	while (r >= 0) {
		r = vfv_entry_read(file, VFV_NAMED_USER, &entry);
		if (r >= 0 && (entry.user.pw_gid == group->gr_gid ||
			       (root && lists(group, listed, entry.user.pw_name))))
			r = add(uids, entry.user.pw_uid);
	}
	return r == -ENOENT ? 0 : r;
}

/* Add the users that the group lists; skip those that do not exist. */
static int add_listed(const struct group *group, struct uids *uids)
{
	_cleanup_(vfv_entry_done) struct vfv_entry entry = { .size = 0 };
	int r = 0;

	for (char **name = group->gr_mem; r >= 0 && *name; name++) {
		r = vfv_entry_find(NULL, VFV_NAMED_USER, *name, &entry);
		if (r >= 0)
			r = add(uids, entry.user.pw_uid);
		else if (r == -ENOENT)
			r = 0;
	}
	return r;
}

static int add_members(const char *root, const struct group *group, struct uids *uids)
{
	size_t n = count(group->gr_mem);
	int r;

	if (n)
		qsort(group->gr_mem, n, sizeof(*group->gr_mem), order);
	r = add_of_file(root, group, n, uids);
	return r < 0 || root ? r : add_listed(group, uids);
}

int vfv_users_resolve(void *root, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		      size_t *n)
{
	_cleanup_(vfv_entry_done) struct vfv_entry entry = { .size = 0 };
	struct uids found = { 0 };
	int r = vfv_entry_find(root, kind, name, &entry);

	if (r >= 0 && kind == VFV_NAMED_USER)
		r = add(&found, entry.user.pw_uid);
	else if (r >= 0)
		r = add_members(root, &entry.group, &found);
	if (r < 0) {
		free(found.items);
		return r;
	}
	*uids = found.items;
	*n = found.n;
	return 0;
}

/* Add the groups of etc/group below @root that list @name. */
static int add_groups_of_file(const char *root, const char *name, struct uids *gids)
{
	_cleanup_(vfv_entry_done) struct vfv_entry entry = { .size = 0 };
	_cleanup_fclose_ FILE *file = NULL;
	int r = vfv_entries_open(root, VFV_NAMED_GROUP, &file);

	while (r >= 0) {
		r = vfv_entry_read(file, VFV_NAMED_GROUP, &entry);
		for (char **member = r >= 0 ? entry.group.gr_mem : NULL; r >= 0 && *member;
		     member++)
			if (!strcmp(*member, name))
				r = add(gids, entry.group.gr_gid);
	}
	return r == -ENOENT ? 0 : r;
}

/* Add the groups that the name service knows. */
static int add_groups(const char *name, gid_t gid, struct uids *gids)
{
	_cleanup_free_ gid_t *groups = calloc(GROUPS_MAX, sizeof(*groups));
	int n = GROUPS_MAX, r = 0;

	if (!groups)
		return -ENOMEM;
	if (getgrouplist(name, gid, groups, &n) < 0)
		return -EOVERFLOW;
	for (int i = 0; r >= 0 && i < n; i++)
		if (groups[i] != gid)
			r = add(gids, groups[i]);
	return r;
}

int vfv_users_find(const char *root, const char *name, struct vfv_user *user)
{
	_cleanup_(vfv_entry_done) struct vfv_entry entry = { .size = 0 };
	struct uids gids = { 0 };
	int r = vfv_entry_find(root, VFV_NAMED_USER, name, &entry);

	*user = (struct vfv_user){ 0 };
	if (r < 0)
		return r;
	user->uid = entry.user.pw_uid;
	user->gid = entry.user.pw_gid;
	r = add(&gids, user->gid);
	if (r >= 0)
		r = root ? add_groups_of_file(root, name, &gids)
			 : add_groups(name, user->gid, &gids);
	user->groups = gids.items;
	user->n_groups = gids.n;
	return r;
}

int vfv_users_group(const char *root, const char *name, uint32_t *gid)
{
	_cleanup_(vfv_entry_done) struct vfv_entry entry = { .size = 0 };
	int r = vfv_entry_find(root, VFV_NAMED_GROUP, name, &entry);

	if (r >= 0)
		*gid = entry.group.gr_gid;
	return r;
}
