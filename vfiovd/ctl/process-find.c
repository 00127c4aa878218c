/* SPDX-License-Identifier: GPL-2.0-only */
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/path.h"

#include "process-find.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

bool cmd_device_number(dev_t *device, const char *format, ...)
{
	unsigned int major, minor;
	char path[PATH_MAX], text[32];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	if (length >= (int)sizeof(path) || vfv_path_read(text, sizeof(text), "%s", path) < 0 ||
	    sscanf(text, "%u:%u", &major, &minor) != 2)
		return false;
	*device = makedev(major, minor);
	return true;
}

static bool has_open(const char *root, const char *pid, mode_t type, dev_t device)
{
	_cleanup_(closedirp) DIR *dir = vfv_path_opendir("%s/proc/%s/fd", root, pid);
	const struct dirent *entry;
	struct stat st;

	/*
	 * Compare the opened device, because its name may differ in the process's mount namespace.
	 */
	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    fstatat(dirfd(dir), entry->d_name, &st, 0) >= 0 &&
		    (st.st_mode & S_IFMT) == type && st.st_rdev == device)
			return true;
	return false;
}

bool cmd_process_find(const char *root, bool is_block, dev_t device,
		      char text[static CMD_PROCESS_TEXT])
{
	_cleanup_(closedirp) DIR *dir = vfv_path_opendir("%s/proc", root);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char name[32] = "";

		if (!isdigit((unsigned char)entry->d_name[0]) || strlen(entry->d_name) > 10 ||
		    !has_open(root, entry->d_name, is_block ? S_IFBLK : S_IFCHR, device))
			continue;
		(void)vfv_path_read(name, sizeof(name), "%s/proc/%s/comm", root, entry->d_name);
		if (*name)
			snprintf(text, CMD_PROCESS_TEXT, "%s (process %.10s)", name, entry->d_name);
		else
			snprintf(text, CMD_PROCESS_TEXT, "process %.10s", entry->d_name);
		return true;
	}
	return false;
}
