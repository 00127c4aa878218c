/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "ascii.h"
#include "bounds.h"
#include "dropin.h"

/* A directory may have any number of files, so the number of names kept has a limit. */
enum { KEPT_MAX = VFV_FILES_MAX + VFV_DIAGS_MAX };

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

/* The index of @name's item, or the index to insert it at; @is_there tells which. */
static size_t place(const struct vfv_dropins *dropins, const char *name, bool *is_there)
{
	size_t low = 0, high = dropins->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(dropins->items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*is_there = low < dropins->n && !strcmp(dropins->items[low].name, name);
	return low;
}

static int grow(struct vfv_dropins *dropins)
{
	size_t size = dropins->size ? dropins->size * 2 : 16;
	struct vfv_dropin *items = reallocarray(dropins->items, size, sizeof(*items));

	if (!items)
		return -ENOMEM;
	dropins->items = items;
	dropins->size = size;
	return 0;
}

/* When the array is full, the last item is dropped. */
static int insert(struct vfv_dropins *dropins, size_t i, const char *name, size_t where)
{
	char *copy;

	if (i == KEPT_MAX) {
		dropins->more = true;
		return 0;
	}
	if (dropins->n == dropins->size && dropins->n < KEPT_MAX && grow(dropins) < 0)
		return -ENOMEM;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	if (dropins->n == KEPT_MAX) {
		free(dropins->items[--dropins->n].name);
		dropins->more = true;
	}
	memmove(&dropins->items[i + 1], &dropins->items[i],
		(dropins->n++ - i) * sizeof(*dropins->items));
	dropins->items[i] = (struct vfv_dropin){ copy, where };
	return 0;
}

static int take_name(struct vfv_dropins *dropins, const char *name, size_t where, const char *path,
		     struct vfv_diags *diags)
{
	bool is_there;
	size_t i;

	if (*name == '.' || !has_suffix(name))
		return 0;
	if (!is_good_name(name)) {
		vfv_diag_add(diags, VFV_WARNING, path, 0,
			     "\"%s\" is ignored: a name must be at most %d letters, digits, "
			     "\".\", \"_\" or \"-\"",
			     name, VFV_FILE_NAME_MAX);
		return 0;
	}
	i = place(dropins, name, &is_there);
	return is_there ? 0 : insert(dropins, i, name, where);
}

int vfv_dropins_add(struct vfv_dropins *dropins, int dir, size_t where, const char *path,
		    struct vfv_diags *diags)
{
	_cleanup_(closedirp) DIR *stream = NULL;
	/*
	 * Use a separate descriptor, because @dir may not be readable and closedir() closes its
	 * descriptor.
	 */
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

int vfv_dropins_limit(struct vfv_dropins *dropins, const char *root, const char *const paths[],
		      struct vfv_diags *diags)
{
	size_t n = dropins->n;

	if (n <= VFV_FILES_MAX)
		return 0;
	for (size_t i = VFV_FILES_MAX; i < n; i++) {
		const struct vfv_dropin *item = &dropins->items[i];
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s%s/%s", root, paths[item->where], item->name);
		vfv_diag_add(diags, VFV_ERROR, path, 0,
			     "too many files: at most %d are allowed in all policy.d directories",
			     VFV_FILES_MAX);
	}
	if (dropins->more)
		vfv_diag_add(diags, VFV_ERROR, NULL, 0, "there are more files");
	while (dropins->n > VFV_FILES_MAX)
		free(dropins->items[--dropins->n].name);
	return -EINVAL;
}
