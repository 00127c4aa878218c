/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/path.h"

#include "in-use.h"
#include "process-find.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

enum { NAME = 32 };

/* A disk, or one of its partitions. */
struct block {
	const struct cmd *cmd;
	const char *name;
	dev_t device;
	char *by; /* a buffer of CMD_IN_USE_SIZE bytes */
};

static FILE *open_proc(const struct cmd *cmd, const char *name)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/proc/%s", cmd->root, name) < PATH_MAX
		       ? fopen(path, "re")
		       : NULL;
}

/* proc_pid_mountinfo(5): "36 35 98:0 /root /mnt rw,noatime ..." */
static bool is_mounted(const struct block *block)
{
	_cleanup_fclose_ FILE *file = open_proc(block->cmd, "self/mountinfo");
	_cleanup_free_ char *line = NULL;
	unsigned int major, minor;
	size_t size = 0;
	int at;

	while (file && getline(&line, &size, file) >= 0) {
		if (sscanf(line, "%*u %*u %u:%u %*s %n", &major, &minor, &at) != 2 ||
		    makedev(major, minor) != block->device)
			continue;
		snprintf(block->by, CMD_IN_USE_SIZE, "disk %s is mounted on %.*s", block->name,
			 (int)strcspn(line + at, " \n"), line + at);
		return true;
	}
	return false;
}

/* "/dev/vdb1 partition 1048572 0 -2" */
static bool is_swap(const struct block *block)
{
	_cleanup_fclose_ FILE *file = open_proc(block->cmd, "swaps");
	_cleanup_free_ char *line = NULL;
	char path[NAME + 8];
	size_t size = 0;

	snprintf(path, sizeof(path), "/dev/%s ", block->name);
	while (file && getline(&line, &size, file) >= 0)
		if (!strncmp(line, path, strlen(path))) {
			snprintf(block->by, CMD_IN_USE_SIZE, "disk %s is used for swap",
				 block->name);
			return true;
		}
	return false;
}

/* dm, md, bcache: block devices on top of this one. */
static bool is_held(const struct block *block)
{
	_cleanup_(closedirp) DIR *dir =
		vfv_path_opendir("%s/sys/class/block/%s/holders", block->cmd->root, block->name);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(block->by, CMD_IN_USE_SIZE, "disk %s is held by %.64s", block->name,
			 entry->d_name);
		return true;
	}
	return false;
}

static bool is_open(const struct block *block)
{
	char process[CMD_PROCESS_TEXT];

	if (!cmd_process_find(block->cmd->root, true, block->device, process))
		return false;
	snprintf(block->by, CMD_IN_USE_SIZE, "disk %s is held open by %s", block->name, process);
	return true;
}

/* This detects any exclusive open, for example by a mount in another mount namespace. */
static bool is_claimed(const struct block *block)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/dev/%s", block->cmd->root, block->name) >= PATH_MAX)
		return false;
	fd = open(path, O_RDONLY | O_EXCL | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0)
		return false;
	if (errno != EBUSY)
		return cmd_in_use_unknown(path, errno, block->by);
	snprintf(block->by, CMD_IN_USE_SIZE,
		 "disk %s is in use by the kernel or in another mount namespace", block->name);
	return true;
}

static bool is_used(const struct cmd *cmd, const char *name, char by[static CMD_IN_USE_SIZE])
{
	struct block block = { cmd, name, 0, by };

	if (!cmd_device_number(&block.device, "%s/sys/class/block/%s/dev", cmd->root, name))
		return cmd_in_use_unknown(name, ENODEV, by);
	return is_mounted(&block) || is_swap(&block) || is_held(&block) || is_open(&block) ||
	       is_claimed(&block);
}

/* Check partitions first: if there are any, they are mounted instead of the disk. */
static bool disk_is_used(const struct cmd *cmd, const char *disk, char by[static CMD_IN_USE_SIZE])
{
	_cleanup_(closedirp) DIR *dir = vfv_path_opendir("%s/sys/class/block/%s", cmd->root, disk);
	const struct dirent *entry;

	if (!dir)
		return cmd_in_use_unknown(disk, errno, by);
	while ((entry = readdir(dir)))
		if (!strncmp(entry->d_name, disk, strlen(disk)) && strlen(entry->d_name) < NAME &&
		    is_used(cmd, entry->d_name, by))
			return true;
	return is_used(cmd, disk, by);
}

bool cmd_in_use_block(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE])
{
	_cleanup_(closedirp) DIR *dir =
		vfv_path_opendir("%s/sys/bus/pci/devices/%s", cmd->root, bdf);
	const struct dirent *entry, *disk;

	if (!dir)
		return cmd_in_use_unknown("its directory", errno, by);
	while ((entry = readdir(dir))) {
		_cleanup_(closedirp) DIR *disks = NULL;

		if (strncmp(entry->d_name, "virtio", strlen("virtio")) != 0)
			continue;
		disks = vfv_path_opendir("%s/sys/bus/pci/devices/%s/%s/block", cmd->root, bdf,
					 entry->d_name);
		if (!disks && errno != ENOENT)
			return cmd_in_use_unknown("its disks", errno, by);
		while (disks && (disk = readdir(disks)))
			if (disk->d_name[0] != '.' && strlen(disk->d_name) < NAME &&
			    disk_is_used(cmd, disk->d_name, by))
				return true;
	}
	return false;
}
