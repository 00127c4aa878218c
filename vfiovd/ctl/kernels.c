/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/in-root.h"
#include "lib/macro.h"
#include "lib/names.h"
#include "lib/path.h"

#include "kernels.h"
#include "lines.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

#define MODULES "/lib/modules"

int cmd_release_compare(const char *a, const char *b)
{
	const char *rc_a = strstr(a, "-rc"), *rc_b = strstr(b, "-rc");
	char final_a[CMD_RELEASE_SIZE], final_b[CMD_RELEASE_SIZE];
	int r;

	if (!rc_a == !rc_b)
		return strverscmp(a, b);
	/*
	 * Compare the versions without their suffixes. If they are equal, the release candidate is
	 * the older one.
	 */
	snprintf(final_a, sizeof(final_a), "%.*s", (int)strcspn(a, "-"), a);
	snprintf(final_b, sizeof(final_b), "%.*s", (int)strcspn(b, "-"), b);
	r = strverscmp(final_a, final_b);
	return r ? r : rc_a ? -1 : 1;
}

static int open_file(int root, const char *release, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), MODULES "/%s/%s", release, name) >= PATH_MAX)
		return -ENAMETOOLONG;
	return vfv_in_root_open(root, path);
}

static enum cmd_fact exists(int opened)
{
	_cleanup_close_ int fd = opened;

	if (fd >= 0)
		return CMD_YES;
	return fd == -ENOENT || fd == -ENOTDIR ? CMD_NO : CMD_UNKNOWN;
}

/* "updates/dkms/NAME.ko.xz: dependencies", or only "kernel/drivers/vfio/NAME.ko". */
static bool is_ours(const char *line, void *path)
{
	size_t length = strcspn(line, ":");
	const char *base = memrchr(line, '/', length);

	base = base ? base + 1 : line;
	if (strncmp(base, VFV_MODULE_NAME ".ko", strlen(VFV_MODULE_NAME ".ko")))
		return false;
	snprintf(path, PATH_MAX, "%.*s", (int)length, line);
	return true;
}

static void find_module(int root, struct cmd_kernel *kernel)
{
	char path[PATH_MAX];
	int r = cmd_lines_find(open_file(root, kernel->release, "modules.builtin"), is_ours, path);

	if (r > 0) {
		kernel->module = CMD_YES;
		return;
	}
	if (r < 0 && r != -ENOENT)
		return;
	/* This is the list that modprobe uses. */
	r = cmd_lines_find(open_file(root, kernel->release, "modules.dep"), is_ours, path);
	if (r == 0 || r == -ENOENT)
		kernel->module = CMD_NO;
	if (r <= 0)
		return;
	/* A list that was not updated may still name a removed module. */
	if (*path == '/')
		snprintf(kernel->path, sizeof(kernel->path), "%s", path);
	else if (snprintf(kernel->path, sizeof(kernel->path), MODULES "/%s/%s", kernel->release,
			  path) >= PATH_MAX)
		return;
	kernel->module = exists(vfv_in_root_open(root, kernel->path));
}

static void examine(int root, struct cmd_kernel *kernel)
{
	if (!*kernel->release)
		return;
	find_module(root, kernel);
	kernel->headers =
		exists(open_file(root, kernel->release, "build/include/config/kernel.release"));
}

/* Header packages also create a directory, but only a kernel has a list of built-in modules. */
static bool is_kernel(int root, const char *release)
{
	return release[0] != '.' && strlen(release) < CMD_RELEASE_SIZE &&
	       exists(open_file(root, release, "modules.builtin")) == CMD_YES;
}

static void find_newest(const struct cmd *cmd, int root, struct cmd_kernel *newest)
{
	_cleanup_(closedirp) DIR *dir = vfv_path_opendir("%s" MODULES, cmd->root);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (is_kernel(root, entry->d_name) &&
		    (!*newest->release || cmd_release_compare(entry->d_name, newest->release) > 0))
			snprintf(newest->release, sizeof(newest->release), "%s", entry->d_name);
}

void cmd_kernels_find(const struct cmd *cmd, struct cmd_kernels *kernels)
{
	_cleanup_close_ int root =
		open(*cmd->root ? cmd->root : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	*kernels = (struct cmd_kernels){ 0 };
	if (root < 0)
		return;
	(void)vfv_path_read(kernels->running.release, sizeof(kernels->running.release),
			    "%s/proc/sys/kernel/osrelease", cmd->root);
	find_newest(cmd, root, &kernels->newest);
	examine(root, &kernels->running);
	examine(root, &kernels->newest);
}
