/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "lib/in-root.h"
#include "lib/macro.h"

#include "users-entry.h"

enum {
	BUFFER_MIN = 4 << 10,
	BUFFER_MAX = 4 << 20, /* bytes of one entry: a group of some 300,000 members */
};

void vfv_entry_done(struct vfv_entry *entry)
{
	free(entry->buffer);
}

/* Make room for a larger entry. */
static int grow(struct vfv_entry *entry)
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

int vfv_entry_read(FILE *file, enum vfv_named_kind kind, struct vfv_entry *entry)
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

/* Look up @name in the name service. */
static int look_up(enum vfv_named_kind kind, const char *name, struct vfv_entry *entry)
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

int vfv_entries_open(const char *root, enum vfv_named_kind kind, FILE **ret)
{
	const char *name = kind == VFV_NAMED_USER ? "etc/passwd" : "etc/group";
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

int vfv_entry_find(const char *root, enum vfv_named_kind kind, const char *name,
		   struct vfv_entry *entry)
{
	_cleanup_fclose_ FILE *file = NULL;
	int r;

	if (!root)
		return look_up(kind, name, entry);
	r = vfv_entries_open(root, kind, &file);
	while (r >= 0) {
		r = vfv_entry_read(file, kind, entry);
		if (r >= 0 &&
		    !strcmp(kind == VFV_NAMED_USER ? entry->user.pw_name : entry->group.gr_name,
			    name))
			return 0;
	}
	return r;
}
