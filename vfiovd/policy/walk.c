/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"

#include "walk.h"

/* A path that is being walked. */
struct way {
	struct vfv_walk *walk;
	const char *name;    /* name of the target in messages */
	char rest[PATH_MAX]; /* the part of the path that is left */
	const char *at;	     /* in rest */
	size_t behind;	     /* bytes of rest that follow the target of a link; SIZE_MAX before a
			      * link */
};

#define way_error(way, path, ...) \
	(vfv_diag_add((way)->walk->rules->diags, VFV_ERROR, path, 0, __VA_ARGS__), -EINVAL)

static void leave(struct vfv_walk *walk)
{
	walk->depth--;
	if (walk->depth >= walk->borrowed)
		close(walk->fds[walk->depth]);
	else
		walk->borrowed = walk->depth;
}

void vfv_walk_done(struct vfv_walk *walk)
{
	while (walk->depth)
		leave(walk);
}

int vfv_walk_fd(const struct vfv_walk *walk)
{
	return walk->fds[walk->depth - 1];
}

/* ".." in the root is the root. */
static void go_up(struct vfv_walk *walk)
{
	char *slash = strrchr(walk->path + walk->root_length, '/');

	if (walk->depth == 1)
		return;
	leave(walk);
	if (slash)
		*slash = '\0';
}

static void go_to_root(struct vfv_walk *walk)
{
	while (walk->depth > 1)
		go_up(walk);
}

/* The next component, "" at the end; "." is skipped. */
static void next_component(struct way *way, char name[static NAME_MAX + 1])
{
	size_t length;

	do {
		way->at += strspn(way->at, "/");
		length = strcspn(way->at, "/");
		snprintf(name, NAME_MAX + 1, "%.*s", (int)length, way->at);
		way->at += length;
	} while (!strcmp(name, "."));
}

static bool is_last(const struct way *way)
{
	return !way->at[strspn(way->at, "/")];
}

/* The path that led here by a link, for messages; NULL for none. */
static const char *via(const struct way *way)
{
	return way->walk->links ? way->name : NULL;
}

static int path_of(const struct way *way, const char *name, char path[static PATH_MAX])
{
	if (snprintf(path, PATH_MAX, "%s/%s", way->walk->path, name) < PATH_MAX)
		return 0;
	return way_error(way, way->name, "%s", strerror(ENAMETOOLONG));
}

/* Return: true if the component before @way->at is from the target of a link. */
static bool is_of_link(const struct way *way)
{
	return strlen(way->at) > way->behind;
}

/* Put the target of a link in front of the remaining path. @fd is the link itself. */
static int follow(struct way *way, int fd, const char *path)
{
	char target[PATH_MAX], rest[PATH_MAX];
	ssize_t n = readlinkat(fd, "", target, sizeof(target) - 1);

	if (n < 0)
		return way_error(way, path, "%s", strerror(errno));
	target[n] = '\0';
	if (++way->walk->links > VFV_WALK_LINKS)
		return way_error(way, way->name, "more than %d symbolic links in the path",
				 VFV_WALK_LINKS);
	if (snprintf(rest, sizeof(rest), "%s/%s", target, way->at) >= (int)sizeof(rest))
		return way_error(way, path, "%s", strerror(ENAMETOOLONG));
	if (!is_of_link(way))
		way->behind = strlen(way->at);
	if (*target == '/')
		go_to_root(way->walk);
	strcpy(way->rest, rest);
	way->at = way->rest;
	return 0;
}

/* Takes ownership of @fd on success. */
static int enter(struct way *way, int fd, const char *path)
{
	struct vfv_walk *walk = way->walk;

	if (walk->depth == VFV_WALK_DEPTH)
		return way_error(way, way->name, "path is more than %d directories deep",
				 VFV_WALK_DEPTH);
	walk->fds[walk->depth++] = fd;
	strcpy(walk->path, path);
	return 0;
}

static int not_there(const struct way *way, const char *path)
{
	/* The target of a link must exist. */
	if (!is_of_link(way))
		return -ENOENT;
	return way_error(way, way->name, "symbolic link to %s, which does not exist", path);
}

/*
 * Advance by one component. With @file, the path ends in a file that the caller opens, and its name
 * is stored in @last. Return: 1 at the end of the path.
 */
static int step(struct way *way, bool file, char last[static NAME_MAX + 1])
{
	struct vfv_walk *walk = way->walk;
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	struct stat st;
	int r;

	next_component(way, last);
	if (!*last)
		return 1;
	if (!strcmp(last, "..")) {
		go_up(walk);
		return 0;
	}
	r = path_of(way, last, path);
	if (r < 0)
		return r;
	fd = openat(vfv_walk_fd(walk), last, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return not_there(way, path);
	if (fd < 0 || fstat(fd, &st) < 0)
		return way_error(way, path, "%s", strerror(errno));
	r = vfv_read_check(walk->rules, &st, path, via(way));
	if (r < 0)
		return r;
	if (S_ISLNK(st.st_mode))
		return follow(way, fd, path);
	if (file && is_last(way) && !S_ISDIR(st.st_mode))
		return S_ISREG(st.st_mode) ? 1 : way_error(way, path, "not a regular file");
	if (!S_ISDIR(st.st_mode))
		return way_error(way, path, "not a directory");
	r = enter(way, fd, path);
	if (r >= 0)
		(void)TAKE_FD(fd);
	return r;
}

static int begin(struct way *way, struct vfv_walk *walk, const char *path, const char *name)
{
	way->walk = walk;
	way->name = name;
	way->at = way->rest;
	way->behind = SIZE_MAX;
	walk->links = 0;
	if (snprintf(way->rest, sizeof(way->rest), "%s", path) >= (int)sizeof(way->rest))
		return way_error(way, name, "%s", strerror(ENAMETOOLONG));
	if (*path == '/')
		go_to_root(walk);
	return 0;
}

int vfv_walk_start(struct vfv_walk *walk, const struct vfv_read_rules *rules, const char *root)
{
	struct way way = { .walk = walk, .name = *root ? root : "/" };
	_cleanup_close_ int fd = open(way.name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	*walk = (struct vfv_walk){ .rules = rules, .root_length = strlen(root) };
	if (fd < 0 || fstat(fd, &st) < 0)
		return way_error(&way, way.name, "%s", strerror(errno));
	if (walk->root_length >= sizeof(walk->path))
		return way_error(&way, way.name, "%s", strerror(ENAMETOOLONG));
	/* The owner of another root controls that root, so only "/" is checked. */
	if (!*root && vfv_read_check(rules, &st, way.name, NULL) < 0)
		return -EINVAL;
	return enter(&way, TAKE_FD(fd), root);
}

int vfv_walk_enter(struct vfv_walk *walk, const char *path, const char *name)
{
	char last[NAME_MAX + 1];
	struct way way;
	int r = begin(&way, walk, path, name);

	while (r == 0)
		r = step(&way, false, last);
	return r < 0 ? r : 0;
}

/* A link to /dev/null means an empty file. The device may not exist below a root. */
static bool is_mask(const struct way *way)
{
	return way->walk->links && !strcmp(way->at, "/dev/null/");
}

int vfv_walk_read(const struct vfv_walk *walk, const char *path, const char *name, void **data,
		  size_t *size)
{
	_cleanup_(vfv_walk_done) struct vfv_walk copy = *walk;
	_cleanup_close_ int fd = -1;
	char last[NAME_MAX + 1];
	char whole[PATH_MAX];
	struct way way;
	int r;

	copy.borrowed = copy.depth;
	*data = NULL;
	*size = 0;
	r = begin(&way, &copy, path, name);
	while (r == 0 && !is_mask(&way))
		r = step(&way, true, last);
	if (r <= 0)
		return r;
	if (!*last)
		return way_error(&way, copy.path, "not a regular file");
	r = path_of(&way, last, whole);
	if (r < 0)
		return r;
	/*
	 * The regular file may have been replaced since the check; opening a FIFO must not block.
	 */
	fd = openat(vfv_walk_fd(&copy), last,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return way_error(&way, whole, "%s", strerror(errno));
	return vfv_read_fd(copy.rules, fd, whole, via(&way), data, size);
}
