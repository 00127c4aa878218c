/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"

#include "draft.h"

static const char main_name[] = "vfiovd.conf";
static const char rules_dir[] = "policy.d";

static int add_file(const char *path, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	enum vfv_file_kind kind =
		strcmp(basename(path), main_name) ? VFV_FILE_RULES : VFV_FILE_MAIN;

	return vfv_policy_read_draft(path, kind, diags, files);
}

static int add_stdin(struct vfv_diags *diags, struct vfv_policy_files *files)
{
	_cleanup_free_ char *data = NULL;
	size_t size = 0, room = 0;
	ssize_t n = 1;

	while (n > 0 && size <= VFV_FILE_MAX) {
		if (size == room) {
			char *more = realloc(data, room ? room * 2 : 65536);

			if (!more)
				return -ENOMEM;
			data = more;
			room = room ? room * 2 : 65536;
		}
		n = read(STDIN_FILENO, data + size, room - size);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			size += (size_t)n;
	}
	if (n < 0)
		vfv_diag_add(diags, VFV_ERROR, "-", 0, "%s", strerror(errno));
	else if (size > VFV_FILE_MAX)
		vfv_diag_add(diags, VFV_ERROR, "-", 0, "larger than %d MiB", VFV_FILE_MAX >> 20);
	else
		return vfv_policy_take_draft("-", VFV_FILE_RULES, TAKE_PTR(data), size, files);
	return -EINVAL;
}

static int is_conf(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' && end && !strcmp(end, ".conf");
}

static int byte_order(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* After errors in one file, still check the other files. */
static int worse(int before, int now)
{
	return before == -ENOMEM || now >= 0 ? before : now;
}

/* Return: "DIR/NAME", which the caller frees; NULL if out of memory. */
static char *join(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", name) < 0
		       ? NULL
		       : path;
}

static int add_confs(const char *dir, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_conf, byte_order), r = 0;

	if (n < 0 && errno == ENOMEM)
		return -ENOMEM;
	if (n < 0) {
		vfv_diag_add(diags, VFV_ERROR, dir, 0, "%s", strerror(errno));
		return -EINVAL;
	}
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *path = join(dir, entries[i]->d_name);

		if (r != -ENOMEM)
			r = worse(r, path ? add_file(path, diags, files) : -ENOMEM);
		free(entries[i]);
	}
	free(entries);
	return r;
}

static int add_dir(const char *dir, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	_cleanup_free_ char *below = join(dir, rules_dir);
	int r = below ? add_confs(dir, diags, files) : -ENOMEM;
	struct stat st;

	if (r != -ENOMEM && stat(below, &st) >= 0)
		r = worse(r, add_confs(below, diags, files));
	return r;
}

int cmd_draft_add(const char *word, struct vfv_diags *diags, struct vfv_policy_files *files)
{
	struct stat st;

	if (!strcmp(word, "-"))
		return add_stdin(diags, files);
	if (*word && stat(word, &st) >= 0 && S_ISDIR(st.st_mode))
		return add_dir(word, diags, files);
	return add_file(word, diags, files);
}
