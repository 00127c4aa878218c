// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "in-root.h"
#include "line.h"
#include "macro.h"

/* A path that is being resolved. */
struct way {
	int root;		    /* borrowed */
	int fds[VFV_IN_ROOT_DEPTH]; /* the directories below it, each within the one before */
	size_t depth;
	unsigned int links;
	char rest[PATH_MAX]; /* the part that is not resolved yet */
	const char *at;	     /* in rest */
};

static void way_done(struct way *way)
{
	while (way->depth)
		close(way->fds[--way->depth]);
}

static int here(const struct way *way)
{
	return way->depth ? way->fds[way->depth - 1] : way->root;
}

static int begin(struct way *way, const char *path)
{
	if (strlen(path) >= sizeof(way->rest))
		return -ENAMETOOLONG;
	strcpy(way->rest, path);
	way->at = way->rest;
	if (*path == '/')
		way_done(way);
	return 0;
}

/* The next component; "" at the end. */
static int next_component(struct way *way, char name[static NAME_MAX + 1])
{
	size_t length;

	way->at += strspn(way->at, "/");
	length = strcspn(way->at, "/");
	if (length > NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(name, way->at, length);
	name[length] = '\0';
	way->at += length;
	return 0;
}

static int follow(struct way *way, int link)
{
	char target[PATH_MAX], path[2 * PATH_MAX];
	ssize_t n = readlinkat(link, "", target, sizeof(target));

	if (n < 0)
		return -errno;
	if (++way->links > VFV_IN_ROOT_LINKS)
		return -ELOOP;
	snprintf(path, sizeof(path), "%.*s%s", (int)n, target, way->at);
	return begin(way, path);
}

/* Takes ownership of @fd on success. */
static int enter(struct way *way, int fd)
{
	if (way->depth == ARRAY_SIZE(way->fds))
		return -ELOOP;
	way->fds[way->depth++] = fd;
	return 0;
}

/* Advance by one component. Return: 0; 1 with the file in @file; a negative errno. */
static int step(struct way *way, int *file)
{
	_cleanup_close_ int fd = -1;
	char name[NAME_MAX + 1];
	struct stat st;
	int r = next_component(way, name);

	if (r < 0)
		return r;
	if (!*name)
		return -EINVAL;
	if (!strcmp(name, "."))
		return 0;
	if (!strcmp(name, "..")) {
		if (way->depth)
			close(way->fds[--way->depth]);
		return 0;
	}
	fd = openat(here(way), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode))
		return follow(way, fd);
	if (S_ISDIR(st.st_mode)) {
		r = enter(way, fd);
		if (r == 0)
			(void)TAKE_FD(fd);
		return r;
	}
	if (*way->at)
		return -ENOTDIR;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	/* The file may have been replaced in the meantime, so vfv_file_open() checks it again. */
	*file = vfv_file_open(here(way), name);
	return *file < 0 ? *file : 1;
}

int vfv_in_root_open(int root, const char *path)
{
	_cleanup_(way_done) struct way way = { .root = root };
	int file = -1;
	int r = begin(&way, path);

	while (r == 0)
		r = step(&way, &file);
	return r < 0 ? r : file;
}

int vfv_in_root_read(int root, const char *path, char *text, size_t size)
{
	return vfv_file_take(vfv_in_root_open(root, path), text, size);
}
