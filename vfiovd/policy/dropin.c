/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "ascii.h"
#include "dropin.h"
#include "load.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

void vfv_dropins_done(struct vfv_dropins *dropins)
{
	for (size_t i = 0; i < dropins->n; i++)
		free(dropins->items[i].name);
	free(dropins->items);
	*dropins = (struct vfv_dropins){ 0 };
}

static bool has_suffix(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && !strcmp(name + length - 5, ".conf");
}

static bool is_good_name(const char *name)
{
	if (strlen(name) > VFV_FILE_NAME_MAX)
		return false;
	for (; *name; name++)
		if (!vfv_is_alnum((unsigned char)*name) && !strchr("._-", *name))
			return false;
	return true;
}

static bool is_known(const struct vfv_dropins *dropins, const char *name)
{
	for (size_t i = 0; i < dropins->n; i++)
		if (!strcmp(dropins->items[i].name, name))
			return true;
	return false;
}

static int append(struct vfv_dropins *dropins, const char *name, size_t where)
{
	_cleanup_free_ char *copy = strdup(name);
	struct vfv_dropin *items = reallocarray(dropins->items, dropins->n + 1, sizeof(*items));

	if (items)
		dropins->items = items;
	if (!items || !copy)
		return -ENOMEM;
	items[dropins->n++] = (struct vfv_dropin){ TAKE_PTR(copy), where };
	return 0;
}

static int take_name(struct vfv_dropins *dropins, const char *name, size_t where, const char *path,
		     struct vfv_diags *diags)
{
	if (*name == '.' || !has_suffix(name))
		return 0;
	if (!is_good_name(name)) {
		vfv_diag_add(
			diags, VFV_WARNING, path, 0,
			"\"%s\" is not read: a name has at most %d letters, digits, \".\", \"_\" or \"-\"",
			name, VFV_FILE_NAME_MAX);
		return 0;
	}
	if (is_known(dropins, name))
		return 0;
	if (dropins->n == VFV_FILES_MAX) {
		vfv_diag_add(diags, VFV_ERROR, path, 0, "more than %d files", VFV_FILES_MAX);
		return -EINVAL;
	}
	return append(dropins, name, where);
}

int vfv_dropins_add(struct vfv_dropins *dropins, int dir, size_t where, const char *path,
		    struct vfv_diags *diags)
{
	_cleanup_(closedirp) DIR *stream = NULL;
	/* Its own descriptor, because the stream moves in it and closes it. */
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	int r = 0;

	if (fd >= 0)
		stream = fdopendir(fd);
	if (!stream) {
		vfv_diag_add(diags, VFV_ERROR, path, 0, "%s", strerror(errno));
		if (fd >= 0)
			close(fd);
		return -EINVAL;
	}
	while (r >= 0 && (errno = 0, entry = readdir(stream)))
		r = take_name(dropins, entry->d_name, where, path, diags);
	if (r >= 0 && errno) {
		vfv_diag_add(diags, VFV_ERROR, path, 0, "%s", strerror(errno));
		return -EINVAL;
	}
	return r;
}

static int order(const void *left, const void *right)
{
	const struct vfv_dropin *a = left, *b = right;

	return strcmp(a->name, b->name);
}

void vfv_dropins_sort(struct vfv_dropins *dropins)
{
	if (dropins->n)
		qsort(dropins->items, dropins->n, sizeof(*dropins->items), order);
}
