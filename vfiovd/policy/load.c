/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/names.h"

#include "dropin.h"
#include "load.h"
#include "read.h"

void vfv_policy_files_done(struct vfv_policy_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		free((char *)files->items[i].name);
		free((void *)files->items[i].data);
	}
	free(files->items);
	*files = (struct vfv_policy_files){ 0 };
}

static int append(struct vfv_policy_files *files, enum vfv_file_kind kind, const char *path,
		  void *data, size_t size)
{
	char *name = strdup(path);
	struct vfv_policy_file *items = reallocarray(files->items, files->n + 1, sizeof(*items));

	if (items)
		files->items = items;
	if (!items || !name) {
		free(name);
		free(data);
		return -ENOMEM;
	}
	items[files->n++] = (struct vfv_policy_file){ name, data, size, kind };
	return 0;
}

/* Read @name in @dir and append it; one that is masked or not there is left out. */
static int read_one(const struct vfv_read_rules *rules, int dir, const char *name,
		    enum vfv_file_kind kind, const char *path, struct vfv_policy_files *files)
{
	size_t size;
	void *data;
	int r;

	if (files->size > VFV_SIZE_MAX)
		return -EINVAL;
	r = vfv_read_file(rules, dir, name, path, &data, &size);
	if (r == -ENOENT)
		return 0;
	if (r < 0 || !data)
		return r;
	files->size += size;
	if (files->size > VFV_SIZE_MAX) {
		free(data);
		vfv_diag_add(rules->diags, VFV_ERROR, path, 0,
			     "with it the files have more than %d MiB in all", VFV_SIZE_MAX >> 20);
		return -EINVAL;
	}
	return append(files, kind, path, data, size);
}

/* Above the folders of our own the system may have links, /var to another disk for example. */
static bool is_ours(const char *path, const char *end)
{
	const char *ours = strstr(path, "/" VFV_DAEMON_NAME);

	return !ours || end > ours;
}

/* The directory @path below @root, each component of it checked. */
static int open_dir(const struct vfv_read_rules *rules, const char *root, const char *path)
{
	_cleanup_close_ int top = open(*root ? root : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int fd = -1;
	char so_far[PATH_MAX];
	const char *end;

	if (top < 0) {
		vfv_diag_add(rules->diags, VFV_ERROR, root, 0, "%s", strerror(errno));
		return -EINVAL;
	}
	for (const char *at = path; *at; at = end) {
		int next;

		end = strchrnul(at + 1, '/');
		if (snprintf(so_far, sizeof(so_far), "%s%.*s", root, (int)(end - path), path) >=
		    (int)sizeof(so_far)) {
			vfv_diag_add(rules->diags, VFV_ERROR, root, 0, "%s",
				     strerror(ENAMETOOLONG));
			return -EINVAL;
		}
		if (is_ours(path, end))
			next = vfv_read_dir(rules, fd, so_far + strlen(root) + (at + 1 - path),
					    so_far);
		else
			next = vfv_read_system_dir(rules, top, so_far + strlen(root) + 1, so_far);
		if (next < 0)
			return next;
		if (fd >= 0)
			close(fd);
		fd = next;
	}
	return TAKE_FD(fd);
}

/* One of the files that have a fixed place. */
static int read_fixed(const struct vfv_read_rules *rules, const char *root, const char *whole,
		      enum vfv_file_kind kind, struct vfv_policy_files *files)
{
	const char *base = strrchr(whole, '/') + 1;
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.*s", (int)(base - whole - 1), whole);
	dir = open_dir(rules, root, path);
	if (dir < 0)
		return dir == -ENOENT ? 0 : dir;
	snprintf(path, sizeof(path), "%s%s", root, whole);
	return read_one(rules, dir, base, kind, path, files);
}

static const char *const dirs[] = { VFV_POLICY_DIR_ETC, VFV_POLICY_DIR_RUN, VFV_POLICY_DIR_LIB };

static int read_dropins(const struct vfv_read_rules *rules, const char *root,
			const int fds[static ARRAY_SIZE(dirs)], const struct vfv_dropins *dropins,
			struct vfv_policy_files *files)
{
	char path[PATH_MAX];
	int result = 0, r;

	for (size_t i = 0; i < dropins->n; i++) {
		const struct vfv_dropin *dropin = &dropins->items[i];

		snprintf(path, sizeof(path), "%s%s/%s", root, dirs[dropin->where], dropin->name);
		r = read_one(rules, fds[dropin->where], dropin->name, VFV_FILE_RULES, path, files);
		if (r == -ENOMEM)
			return r;
		if (r < 0)
			result = r;
	}
	return result;
}

/* Open the directories and merge their names. A directory that is not there has none. */
static int collect(const struct vfv_read_rules *rules, const char *root,
		   int fds[static ARRAY_SIZE(dirs)], struct vfv_dropins *dropins)
{
	int result = 0;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		char path[PATH_MAX];
		int r;

		snprintf(path, sizeof(path), "%s%s", root, dirs[i]);
		fds[i] = r = open_dir(rules, root, dirs[i]);
		if (r >= 0)
			r = vfv_dropins_add(dropins, fds[i], i, path, rules->diags);
		if (r == -ENOMEM)
			return r;
		if (r < 0 && r != -ENOENT)
			result = r;
	}
	vfv_dropins_sort(dropins);
	return result;
}

int vfv_policy_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	struct vfv_read_rules rules = { .owner = root ? geteuid() : 0, .diags = diags };
	_cleanup_(vfv_dropins_done) struct vfv_dropins dropins = { 0 };
	int fds[ARRAY_SIZE(dirs)] = { -1, -1, -1 };
	int main_r, collect_r, defined_r, dropins_r = 0;

	if (!root)
		root = "";
	main_r = read_fixed(&rules, root, VFV_CONF_FILE, VFV_FILE_MAIN, files);
	collect_r = collect(&rules, root, fds, &dropins);
	if (collect_r != -ENOMEM)
		dropins_r = read_dropins(&rules, root, fds, &dropins, files);
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	defined_r = read_fixed(&rules, root, VFV_DEFINED_FILE, VFV_FILE_DEFINED, files);
	if (main_r == -ENOMEM || collect_r == -ENOMEM || dropins_r == -ENOMEM ||
	    defined_r == -ENOMEM)
		return -ENOMEM;
	return main_r < 0 || collect_r < 0 || dropins_r < 0 || defined_r < 0 ? -EINVAL : 0;
}

int vfv_policy_read_draft(const char *path, enum vfv_file_kind kind, struct vfv_diags *diags,
			  struct vfv_policy_files *files)
{
	struct vfv_read_rules rules = { .draft = true, .diags = diags };
	size_t size;
	void *data;
	int r = vfv_read_file(&rules, AT_FDCWD, path, path, &data, &size);

	if (r == -ENOENT) {
		vfv_diag_add(diags, VFV_ERROR, path, 0, "%s", strerror(ENOENT));
		return -EINVAL;
	}
	if (r < 0 || !data)
		return r;
	return append(files, kind, path, data, size);
}

int vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
		    struct vfv_policy **ret)
{
	return vfv_policy_load_with(root, NULL, 0, generation, diags, ret);
}

/* Let @text be in the place of what vfiovctl define has written. */
static int replace_defined(struct vfv_policy_files *files, const char *root, const char *text,
			   size_t size)
{
	_cleanup_free_ char *copy = malloc(size);
	char path[PATH_MAX];
	size_t i = 0;

	if (!copy)
		return -ENOMEM;
	snprintf(path, sizeof(path), "%s%s", root ? root : "", VFV_DEFINED_FILE);
	memcpy(copy, text, size);
	while (i < files->n && files->items[i].kind != VFV_FILE_DEFINED)
		i++;
	if (i == files->n)
		return append(files, VFV_FILE_DEFINED, path, TAKE_PTR(copy), size);
	free((void *)files->items[i].data);
	files->items[i].data = TAKE_PTR(copy);
	files->items[i].size = size;
	return 0;
}

int vfv_policy_load_with(const char *root, const char *defined, size_t size, uint64_t generation,
			 struct vfv_diags *diags, struct vfv_policy **ret)
{
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	int read_r, r;

	read_r = vfv_policy_read(root, diags, &files);
	if (read_r == -ENOMEM)
		return read_r;
	if (defined && replace_defined(&files, root, defined, size) < 0)
		return -ENOMEM;
	r = vfv_policy_new(files.items, files.n, generation, diags, &policy);
	vfv_diags_sort(diags);
	if (r < 0 || read_r < 0)
		return r < 0 ? r : read_r;
	*ret = TAKE_PTR(policy);
	return 0;
}
