/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/names.h"

#include "dropin.h"
#include "load.h"
#include "users.h"
#include "walk.h"

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

/* Read @name, relative to @dir, and append it, unless it is masked or does not exist. */
static int read_one(const struct vfv_walk *dir, const char *name, enum vfv_file_kind kind,
		    const char *path, struct vfv_policy_files *files)
{
	size_t size;
	void *data;
	int r;

	if (files->size > VFV_SIZE_MAX)
		return -EINVAL;
	r = vfv_walk_read(dir, name, path, &data, &size);
	if (r == -ENOENT)
		return 0;
	if (r < 0 || !data)
		return r;
	files->size += size;
	if (files->size > VFV_SIZE_MAX) {
		free(data);
		vfv_diag_add(dir->rules->diags, VFV_ERROR, path, 0,
			     "the files are larger than %d MiB in total", VFV_SIZE_MAX >> 20);
		return -EINVAL;
	}
	return append(files, kind, path, data, size);
}

/* Read one of the files that have a fixed path. */
static int read_fixed(const struct vfv_walk *top, const char *root, const char *whole,
		      enum vfv_file_kind kind, struct vfv_policy_files *files)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s%s", root, whole) >= (int)sizeof(path)) {
		vfv_diag_add(top->rules->diags, VFV_ERROR, root, 0, "%s", strerror(ENAMETOOLONG));
		return -EINVAL;
	}
	return read_one(top, whole, kind, path, files);
}

enum { DIRS_MAX = 3 };

/*
 * In order of precedence: the first directory that contains a file with a given name provides it.
 */
struct dirs {
	enum vfv_file_kind kind;
	size_t n;
	const char *paths[DIRS_MAX];
};

static const struct dirs rules_dirs = { VFV_FILE_RULES,
					3,
					{ VFV_POLICY_DIR_ETC, VFV_POLICY_DIR_RUN,
					  VFV_POLICY_DIR_LIB } };
static const struct dirs drivers_dirs = { VFV_FILE_DRIVER,
					  2,
					  { VFV_DRIVERS_DIR_ETC, VFV_DRIVERS_DIR_LIB } };

static int read_dropins(const struct dirs *dirs, const struct vfv_walk walks[static DIRS_MAX],
			const char *root, const struct vfv_dropins *dropins,
			struct vfv_policy_files *files)
{
	char path[PATH_MAX];
	int result = 0, r;

	for (size_t i = 0; i < dropins->n; i++) {
		const struct vfv_dropin *dropin = &dropins->items[i];

		snprintf(path, sizeof(path), "%s%s/%s", root, dirs->paths[dropin->where],
			 dropin->name);
		r = read_one(&walks[dropin->where], dropin->name, dirs->kind, path, files);
		if (r == -ENOMEM)
			return r;
		if (r < 0)
			result = r;
	}
	return result;
}

/* Enter the directory and add its names. A missing directory has none. */
static int collect_one(const struct dirs *dirs, struct vfv_walk *walk, const char *root,
		       size_t where, struct vfv_dropins *dropins)
{
	char path[PATH_MAX];
	struct stat st;
	int r = vfv_walk_start(walk, walk->rules, root);

	snprintf(path, sizeof(path), "%s%s", root, dirs->paths[where]);
	if (r >= 0)
		r = vfv_walk_enter(walk, dirs->paths[where], path);
	if (r >= 0 && fstat(vfv_walk_fd(walk), &st) >= 0)
		vfv_read_check_access(walk->rules, &st, S_IROTH, path, NULL);
	if (r >= 0)
		r = vfv_dropins_add(dropins, vfv_walk_fd(walk), where, path, walk->rules->diags);
	return r == -ENOENT ? 0 : r;
}

/*
 * Keep the directories open until their files are read, because a directory that is a link may be
 * switched to another set of files in the meantime.
 */
static int read_dirs(const struct dirs *dirs, const struct vfv_read_rules *rules, const char *root,
		     struct vfv_policy_files *files)
{
	_cleanup_(vfv_dropins_done) struct vfv_dropins dropins = { 0 };
	struct vfv_walk walks[DIRS_MAX];
	int result = 0, r = 0;

	for (size_t i = 0; i < dirs->n; i++)
		walks[i] = (struct vfv_walk){ .rules = rules };
	for (size_t i = 0; r != -ENOMEM && i < dirs->n; i++) {
		r = collect_one(dirs, &walks[i], root, i, &dropins);
		result = r < 0 ? r : result;
	}
	if (r != -ENOMEM) {
		r = vfv_dropins_limit(&dropins, root, dirs->paths, rules->diags);
		result = r < 0 ? r : result;
		r = read_dropins(dirs, walks, root, &dropins, files);
		result = r < 0 ? r : result;
	}
	for (size_t i = 0; i < dirs->n; i++)
		vfv_walk_done(&walks[i]);
	return result;
}

int vfv_policy_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	return vfv_policy_read_for(root, NULL, diags, files);
}

int vfv_policy_read_main(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	struct vfv_read_rules rules = { .owner = root ? geteuid() : 0, .diags = diags };
	_cleanup_(vfv_walk_done) struct vfv_walk top = VFV_WALK_NONE;

	if (!root)
		root = "";
	if (vfv_walk_start(&top, &rules, root) < 0)
		return -EINVAL;
	return read_fixed(&top, root, VFV_CONF_FILE, VFV_FILE_MAIN, files);
}

int vfv_policy_read_for(const char *root, const struct vfv_reader *reader, struct vfv_diags *diags,
			struct vfv_policy_files *files)
{
	struct vfv_read_rules rules = {
		.owner = root ? geteuid() : 0,
		.diags = diags,
		.reader = reader,
	};
	_cleanup_(vfv_walk_done) struct vfv_walk top = VFV_WALK_NONE;
	int main_r, drivers_r, dirs_r, defined_r;

	if (!root)
		root = "";
	if (vfv_walk_start(&top, &rules, root) < 0)
		return -EINVAL;
	drivers_r = read_dirs(&drivers_dirs, &rules, root, files);
	main_r = read_fixed(&top, root, VFV_CONF_FILE, VFV_FILE_MAIN, files);
	dirs_r = read_dirs(&rules_dirs, &rules, root, files);
	defined_r = read_fixed(&top, root, VFV_DEFINED_FILE, VFV_FILE_DEFINED, files);
	if (drivers_r == -ENOMEM || main_r == -ENOMEM || dirs_r == -ENOMEM || defined_r == -ENOMEM)
		return -ENOMEM;
	return drivers_r < 0 || main_r < 0 || dirs_r < 0 || defined_r < 0 ? -EINVAL : 0;
}

int vfv_policy_read_draft(const char *path, enum vfv_file_kind kind, struct vfv_diags *diags,
			  struct vfv_policy_files *files)
{
	struct vfv_read_rules rules = { .draft = true, .diags = diags };
	size_t size;
	void *data;
	int r = vfv_read_draft(&rules, path, &data, &size);

	if (r == -ENOENT) {
		vfv_diag_add(diags, VFV_ERROR, path, 0, "%s", strerror(ENOENT));
		return -EINVAL;
	}
	if (r < 0 || !data)
		return r;
	return append(files, kind, path, data, size);
}

int vfv_policy_take_draft(const char *name, enum vfv_file_kind kind, void *data, size_t size,
			  struct vfv_policy_files *files)
{
	return append(files, kind, name, data, size);
}

int vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
		    struct vfv_policy **ret)
{
	return vfv_policy_load_with(root, NULL, 0, generation, diags, ret);
}

/* Use @text in place of the file that vfiovctl define has written. */
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
	const struct vfv_resolver users = vfv_users_of(root);
	int read_r, r;

	read_r = vfv_policy_read(root, diags, &files);
	if (read_r == -ENOMEM)
		return read_r;
	if (defined && replace_defined(&files, root, defined, size) < 0)
		return -ENOMEM;
	r = vfv_policy_new_with(files.items, files.n, &users, generation, diags, &policy);
	vfv_diags_sort(diags);
	if (r < 0 || read_r < 0)
		return r < 0 ? r : read_r;
	*ret = TAKE_PTR(policy);
	return 0;
}

int vfv_drivers_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	struct vfv_read_rules rules = { .owner = root ? geteuid() : 0, .diags = diags };

	return read_dirs(&drivers_dirs, &rules, root ? root : "", files);
}
