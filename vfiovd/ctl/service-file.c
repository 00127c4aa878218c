/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/in-root.h"
#include "lib/macro.h"
#include "lib/path.h"

#include "service-file.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

/* These are in order of precedence. */
static const char *const dirs[] = {
	"etc/systemd/system",	  "run/systemd/system", "usr/local/lib/systemd/system",
	"usr/lib/systemd/system", "lib/systemd/system",
};

enum { UNIT_MAX = 64 << 10, DROP_INS_MAX = 64 };

struct drop_ins {
	size_t n;
	char *paths[DROP_INS_MAX]; /* relative to the root */
};

static void drop_ins_done(struct drop_ins *drop_ins)
{
	for (size_t i = 0; i < drop_ins->n; i++)
		free(drop_ins->paths[i]);
}

static char *strip(char *text)
{
	char *end = text + strlen(text);

	while (end > text && strchr(" \t\r", end[-1]))
		*--end = '\0';
	return text + strspn(text, " \t");
}

/*
 * Lines that are continued with a backslash are not joined, because the keys of interest are short.
 */
static void parse(char *text, cmd_service_take_fn *take, void *userdata)
{
	bool is_service = false;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		char *equal;

		line = strip(line);
		if (*line == '[')
			is_service = !strcmp(line, "[Service]");
		equal = strchr(line, '=');
		if (!is_service || !equal || strchr("#;[", *line))
			continue;
		*equal = '\0';
		take(strip(line), strip(equal + 1), userdata);
	}
}

/* Return: 0, -ENOENT if the file does not exist, -ENOMEM. */
static int read_one(int root, const char *path, cmd_service_take_fn *take, void *userdata)
{
	_cleanup_free_ char *text = malloc(UNIT_MAX);
	int r;

	if (!text)
		return -ENOMEM;
	r = vfv_in_root_read(root, path, text, UNIT_MAX);
	if (r >= 0)
		parse(text, take, userdata);
	return r == -ENOENT || r == -ENOMEM ? r : 0;
}

static const char *base(const char *path)
{
	return strrchr(path, '/') + 1;
}

static int order(const void *left, const void *right)
{
	return strcmp(base(*(char *const *)left), base(*(char *const *)right));
}

/* The file in the first directory hides others with the same name. */
static int add(struct drop_ins *drop_ins, const char *dir, const char *unit, const char *name)
{
	const char *end = strrchr(name, '.');

	if (*name == '.' || !end || strcmp(end, ".conf") || drop_ins->n == DROP_INS_MAX)
		return 0;
	for (size_t i = 0; i < drop_ins->n; i++)
		if (!strcmp(base(drop_ins->paths[i]), name))
			return 0;
	if (asprintf(&drop_ins->paths[drop_ins->n], "%s/%s.d/%s", dir, unit, name) < 0)
		return -ENOMEM;
	drop_ins->n++;
	return 0;
}

static int read_drop_ins(const char *root, int fd, const char *unit, cmd_service_take_fn *take,
			 void *userdata)
{
	_cleanup_(drop_ins_done) struct drop_ins drop_ins = { 0 };
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		_cleanup_(closedirp) DIR *dir = vfv_path_opendir("%s/%s/%s.d", root, dirs[i], unit);
		const struct dirent *entry;

		while (r >= 0 && dir && (entry = readdir(dir)))
			r = add(&drop_ins, dirs[i], unit, entry->d_name);
	}
	qsort(drop_ins.paths, drop_ins.n, sizeof(*drop_ins.paths), order);
	for (size_t i = 0; r >= 0 && i < drop_ins.n; i++) {
		r = read_one(fd, drop_ins.paths[i], take, userdata);
		r = r == -ENOENT ? 0 : r;
	}
	return r;
}

int cmd_service_read(const char *root, const char *unit, cmd_service_take_fn *take, void *userdata)
{
	_cleanup_close_ int fd = open(*root ? root : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int r = -ENOENT;

	for (size_t i = 0; fd >= 0 && r == -ENOENT && i < ARRAY_SIZE(dirs); i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s", dirs[i], unit);
		r = read_one(fd, path, take, userdata);
	}
	return r < 0 ? r : read_drop_ins(root, fd, unit, take, userdata);
}
