/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"

#include "collect.h"
#include "fail.h"
#include "untar.h"

/* The name of the list in an archive; report.c writes it. */
static const char list_name[] = "list.json";

static bool has_end(const char *name, const char *end)
{
	size_t length = strlen(name), wanted = strlen(end);

	return length > wanted && !strcmp(name + length - wanted, end);
}

static bool is_archive(const char *path)
{
	return has_end(path, ".tar");
}

/* Read to the end of the file, which may shrink or grow in the meantime. */
static int read_all(int fd, size_t max, char **data, size_t *size)
{
	size_t room = 0;
	ssize_t n = 1;

	*size = 0;
	while (n > 0 && *size <= max) {
		if (*size == room) {
			char *more = realloc(*data, room ? room * 2 : 65536);

			if (!more)
				return -ENOMEM;
			*data = more;
			room = room ? room * 2 : 65536;
		}
		n = read(fd, *data + *size, room - *size);
		if (n < 0 && errno != EINTR)
			return -errno;
		*size += n > 0 ? (size_t)n : 0;
		n = n < 0 ? 1 : n;
	}
	return *size > max ? -EFBIG : 0;
}

/* Return: CMD_OK with the file's content, which the caller frees, or the reported error. */
static enum cmd_exit read_file(const struct cmd *cmd, const char *path, char **data, size_t *size)
{
	size_t max = is_archive(path) ? CMD_COLLECT_ARCHIVE : CMD_COLLECT_LIST;
	/* Do not wait for a writer of a pipe. */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	int r;

	if (fd < 0 || fstat(fd, &st) < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: not a regular file", path);
	r = read_all(fd, max, data, size);
	if (r == -ENOMEM)
		return cmd_fail_memory(cmd);
	if (r == -EFBIG)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: larger than %zu MiB", path, max >> 20);
	if (r < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", path, strerror(-r));
	return CMD_OK;
}

/* Find the list in the file; in an archive it is one of the files. */
static enum cmd_exit find_list(const struct cmd *cmd, const char *path, const char **data,
			       size_t *size)
{
	const char *why = NULL;
	size_t at;
	int r;

	if (!is_archive(path))
		return CMD_OK;
	r = cmd_tar_find(*data, *size, list_name, data, size, &why, &at);
	if (r == -ENOENT)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: the archive has no %s", path,
				list_name);
	if (r < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: at byte %zu: %s", path, at, why);
	if (*size > CMD_COLLECT_LIST)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s: larger than %d MiB", path,
				list_name, CMD_COLLECT_LIST >> 20);
	return CMD_OK;
}

static enum cmd_exit collect_file(const struct cmd *cmd, const char *path, cmd_collect_fn *take,
				  void *userdata)
{
	_cleanup_(cmd_collected_done) struct cmd_collected collected = { 0 };
	const char *inside = is_archive(path) ? ": list.json" : "", *list;
	_cleanup_free_ char *data = NULL;
	char error[CMD_COLLECTED_ERROR];
	enum cmd_exit code;
	size_t size;
	int r;

	code = read_file(cmd, path, &data, &size);
	list = data;
	if (code == CMD_OK)
		code = find_list(cmd, path, &list, &size);
	if (code != CMD_OK)
		return code;
	r = cmd_collected_parse(list, size, &collected, error);
	if (r == -ENOMEM)
		return cmd_fail_memory(cmd);
	if (r < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s%s%s", path, inside, error);
	take(path, &collected, userdata);
	return CMD_OK;
}

static int is_inventory(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	       (has_end(entry->d_name, ".json") || has_end(entry->d_name, ".tar"));
}

static int byte_order(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static enum cmd_exit collect_entry(const struct cmd *cmd, const char *dir, const char *name,
				   cmd_collect_fn *take, void *userdata)
{
	_cleanup_free_ char *path = NULL;

	if (asprintf(&path, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", name) < 0) {
		path = NULL;
		return cmd_fail_memory(cmd);
	}
	return collect_file(cmd, path, take, userdata);
}

static enum cmd_exit collect_dir(const struct cmd *cmd, const char *dir, cmd_collect_fn *take,
				 void *userdata)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_inventory, byte_order);
	enum cmd_exit code = CMD_OK;

	if (n < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", dir, strerror(errno));
	if (!n)
		code = cmd_fail(cmd, CMD_FAILED, NULL, "%s: no file ends in .json or .tar", dir);
	if (n > CMD_COLLECT_FILES)
		code = cmd_fail(cmd, CMD_FAILED, NULL, "%s: %d inventories, at most %d are read",
				dir, n, CMD_COLLECT_FILES);
	for (int i = 0; i < n; i++) {
		enum cmd_exit one =
			n > CMD_COLLECT_FILES
				? CMD_OK
				: collect_entry(cmd, dir, entries[i]->d_name, take, userdata);

		code = code == CMD_OK ? one : code;
		free(entries[i]);
	}
	free(entries);
	return code;
}

enum cmd_exit cmd_collect(const struct cmd *cmd, const char *path, cmd_collect_fn *take,
			  void *userdata)
{
	struct stat st;

	if (*path && stat(path, &st) >= 0 && S_ISDIR(st.st_mode))
		return collect_dir(cmd, path, take, userdata);
	return collect_file(cmd, path, take, userdata);
}
