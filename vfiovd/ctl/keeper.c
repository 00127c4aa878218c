/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "lib/path.h"

#include "fail.h"
#include "keeper.h"
#include "pci.h"

/* The directory of a file, and its name in that directory. */
struct place {
	char dir[PATH_MAX], name[32], temporary[40];
};

const char *cmd_keeper_name(enum cmd_keeper keeper)
{
	switch (keeper) {
	case CMD_KEEPER_NONE:
		return NULL;
	case CMD_KEEPER_DRIVERCTL:
		return "driverctl";
	case CMD_KEEPER_UDEV:
		return "udev";
	}
	return NULL;
}

const char *cmd_keeper_dir(enum cmd_keeper keeper)
{
	switch (keeper) {
	case CMD_KEEPER_NONE:
		return NULL;
	case CMD_KEEPER_DRIVERCTL:
		return VFV_DRIVERCTL_DIR;
	case CMD_KEEPER_UDEV:
		return VFV_BIND_DIR;
	}
	return NULL;
}

static void find_place(const struct cmd *cmd, enum cmd_keeper keeper, const char *bdf,
		       struct place *place)
{
	snprintf(place->dir, sizeof(place->dir), "%s%s", cmd->root, cmd_keeper_dir(keeper));
	snprintf(place->name, sizeof(place->name), "%s%s",
		 keeper == CMD_KEEPER_DRIVERCTL ? "pci-" : "", bdf);
	snprintf(place->temporary, sizeof(place->temporary), ".%s.new", place->name);
}

/* Get the driver that is kept for the VF, "" for none. */
static void read_kept(const struct cmd *cmd, enum cmd_keeper keeper, const char *bdf,
		      char driver[static CMD_DRIVER_SIZE])
{
	struct place place;

	find_place(cmd, keeper, bdf, &place);
	(void)vfv_path_read(driver, CMD_DRIVER_SIZE, "%s/%s", place.dir, place.name);
}

static bool is_kept(const struct cmd *cmd, enum cmd_keeper keeper, const char *bdf)
{
	char driver[CMD_DRIVER_SIZE];

	read_kept(cmd, keeper, bdf, driver);
	return !strcmp(driver, VFV_MODULE_NAME);
}

enum cmd_keeper cmd_keeper_find(const struct cmd *cmd, const char *bdf)
{
	if (is_kept(cmd, CMD_KEEPER_DRIVERCTL, bdf))
		return CMD_KEEPER_DRIVERCTL;
	return is_kept(cmd, CMD_KEEPER_UDEV, bdf) ? CMD_KEEPER_UDEV : CMD_KEEPER_NONE;
}

enum cmd_exit cmd_keeper_check(const struct cmd *cmd, const char *bdf)
{
	const struct cmd_error about = { .device = bdf, .hint = "use driverctl unset-override" };
	char driver[CMD_DRIVER_SIZE];

	read_kept(cmd, CMD_KEEPER_DRIVERCTL, bdf, driver);
	if (!*driver || !strcmp(driver, VFV_MODULE_NAME))
		return CMD_OK;
	return cmd_fail(cmd, CMD_FAILED, &about, "driverctl has an override for another driver: %s",
			driver);
}

static bool has_driverctl(const struct cmd *cmd)
{
	static const char *const dirs[] = { "/usr/sbin", "/usr/bin" };
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (snprintf(path, sizeof(path), "%s%s/driverctl", cmd->root, dirs[i]) < PATH_MAX &&
		    access(path, X_OK) >= 0)
			return true;
	return false;
}

/* Write the file atomically, so that a concurrent reader does not find half a name. */
static int write_file(int dir, const struct place *place)
{
	static const char line[] = VFV_MODULE_NAME "\n";
	_cleanup_close_ int fd = -1;
	ssize_t n;

	/* Left behind by an interrupted run. */
	if (unlinkat(dir, place->temporary, 0) < 0 && errno != ENOENT)
		return -errno;
	fd = openat(dir, place->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0644);
	if (fd < 0)
		return -errno;
	n = write(fd, line, strlen(line));
	if (n != (ssize_t)strlen(line))
		return n < 0 ? -errno : -ENOSPC;
	if (fsync(fd) < 0 || renameat(dir, place->temporary, dir, place->name) < 0 ||
	    fsync(dir) < 0)
		return -errno;
	return 0;
}

static int add(const struct place *place)
{
	_cleanup_close_ int dir = -1;
	int r;

	if (mkdir(place->dir, 0755) < 0 && errno != EEXIST)
		return -errno;
	dir = open(place->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	r = write_file(dir, place);
	if (r < 0)
		(void)unlinkat(dir, place->temporary, 0);
	return r;
}

static enum cmd_exit fail(const struct cmd *cmd, const char *bdf, const struct place *place,
			  int error)
{
	struct cmd_error about = { .device = bdf };

	if (error == -EACCES || error == -EPERM)
		about.hint = "try as root";
	return cmd_fail(cmd, CMD_FAILED, &about, "%s/%s: %s", place->dir, place->name,
			strerror(-error));
}

enum cmd_exit cmd_keeper_add(const struct cmd *cmd, const char *bdf)
{
	struct place place;
	int r;

	if (cmd_keeper_find(cmd, bdf) != CMD_KEEPER_NONE)
		return CMD_OK;
	find_place(cmd, has_driverctl(cmd) ? CMD_KEEPER_DRIVERCTL : CMD_KEEPER_UDEV, bdf, &place);
	r = add(&place);
	return r < 0 ? fail(cmd, bdf, &place, r) : CMD_OK;
}

enum cmd_exit cmd_keeper_remove(const struct cmd *cmd, const char *bdf)
{
	static const enum cmd_keeper keepers[] = { CMD_KEEPER_DRIVERCTL, CMD_KEEPER_UDEV };

	for (size_t i = 0; i < ARRAY_SIZE(keepers); i++) {
		char path[PATH_MAX + 40];
		struct place place;

		/* A file that names another driver is not ours. */
		if (!is_kept(cmd, keepers[i], bdf))
			continue;
		find_place(cmd, keepers[i], bdf, &place);
		snprintf(path, sizeof(path), "%s/%s", place.dir, place.name);
		if (unlink(path) < 0 && errno != ENOENT)
			return fail(cmd, bdf, &place, -errno);
	}
	return CMD_OK;
}
