/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/in-root.h"
#include "lib/macro.h"

#include "users.h"

enum {
	BUFFER_MIN = 4 << 10,
	BUFFER_MAX = 4 << 20, /* bytes of one entry: a group of some 300,000 members */
};

/* One entry, with the memory that it points to. */
struct entry {
	union {
		struct passwd user;
		struct group group;
	};
	char *buffer;
	size_t size;
};

struct uids {
	uint32_t *items;
	size_t n;
};

static void entry_done(struct entry *entry)
{
	free(entry->buffer);
}

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

/* Make room for a larger entry. */
static int grow(struct entry *entry)
{
	size_t size = entry->size ? entry->size * 2 : BUFFER_MIN;
	char *buffer;

	if (size > BUFFER_MAX)
		return -EOVERFLOW;
	buffer = realloc(entry->buffer, size);
	if (!buffer)
		return -ENOMEM;
	entry->buffer = buffer;
	entry->size = size;
	return 0;
}

/* Read the next user or group of a file. Return: 0, -ENOENT at the end, another negative errno. */
static int read_next(FILE *file, enum vfv_named_kind kind, struct entry *entry)
{
	for (;;) {
		struct passwd *user = NULL;
		struct group *group = NULL;
		long at = ftell(file);
		int r = ERANGE;

		if (at < 0)
			return -errno;
		if (entry->size && kind == VFV_NAMED_USER)
			r = fgetpwent_r(file, &entry->user, entry->buffer, entry->size, &user);
		else if (entry->size)
			r = fgetgrent_r(file, &entry->group, entry->buffer, entry->size, &group);
		if (r != ERANGE)
			return user || group ? 0 : r ? -r : -ENOENT;
		r = grow(entry);
		if (r < 0)
			return r;
		if (fseek(file, at, SEEK_SET) < 0)
			return -errno;
	}
}

/* Like read_next(), but looks up @name in the name service. */
static int look_up(enum vfv_named_kind kind, const char *name, struct entry *entry)
{
	for (;;) {
		struct passwd *user = NULL;
		struct group *group = NULL;
		int r = ERANGE;

		if (entry->size && kind == VFV_NAMED_USER)
			r = getpwnam_r(name, &entry->user, entry->buffer, entry->size, &user);
		else if (entry->size)
			r = getgrnam_r(name, &entry->group, entry->buffer, entry->size, &group);
		if (user || group)
			return 0;
		/* There is no such entry, or no database of that kind. */
		if (r == 0 || r == ENOENT || r == ESRCH)
			return -ENOENT;
		if (r != ERANGE && r != EINTR)
			return -r;
		r = r == ERANGE ? grow(entry) : 0;
		if (r < 0)
			return r;
	}
}

/* Open etc/@name below @root. Return: 0, -ENOENT, another negative errno. */
static int open_file(const char *root, const char *name, FILE **ret)
{
	_cleanup_close_ int dir = open(root ? root : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int fd = dir < 0 ? -errno : vfv_in_root_open(dir, name);

	if (fd < 0)
		return fd;
	*ret = fdopen(fd, "r");
	if (!*ret)
		return -errno;
	(void)TAKE_FD(fd);
	return 0;
}

/* Like look_up(), but reads the file below @root if that is not NULL. */
static int find(const char *root, enum vfv_named_kind kind, const char *name, struct entry *entry)
{
	_cleanup_fclose_ FILE *file = NULL;
	int r;

	if (!root)
		return look_up(kind, name, entry);
	r = open_file(root, kind == VFV_NAMED_USER ? "etc/passwd" : "etc/group", &file);
	while (r >= 0) {
		r = read_next(file, kind, entry);
		if (r >= 0 &&
		    !strcmp(kind == VFV_NAMED_USER ? entry->user.pw_name : entry->group.gr_name,
			    name))
			return 0;
	}
	return r;
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
	_cleanup_(entry_done) struct entry entry = { .size = 0 };
	_cleanup_fclose_ FILE *file = NULL;
	int r = open_file(root, "etc/passwd", &file);

	while (r >= 0) {
		r = read_next(file, VFV_NAMED_USER, &entry);
		if (r >= 0 && (entry.user.pw_gid == group->gr_gid ||
			       (root && lists(group, listed, entry.user.pw_name))))
			r = add(uids, entry.user.pw_uid);
	}
	return r == -ENOENT ? 0 : r;
}

/* Add the users that the group lists; skip those that do not exist. */
static int add_listed(const struct group *group, struct uids *uids)
{
	_cleanup_(entry_done) struct entry entry = { .size = 0 };
	int r = 0;

	for (char **name = group->gr_mem; r >= 0 && *name; name++) {
		r = look_up(VFV_NAMED_USER, *name, &entry);
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
	_cleanup_(entry_done) struct entry entry = { .size = 0 };
	struct uids found = { 0 };
	int r = find(root, kind, name, &entry);

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
