/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/names.h"

#include "attachment.h"
#include "capture.h"
#include "driver.h"
#include "fail.h"
#include "signing.h"

/* This leaves time for the decision within TimeoutStartSec= of vfiov-bind@.service. */
enum { LOAD_SECONDS = 45 };

/* The kernel takes only the data of a single write(). O_CREAT is not used: the file must exist. */
static int write_file(int devices, const char *path, const char *text)
{
	_cleanup_close_ int fd =
		openat(devices, path, O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	size_t length = strlen(text);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = write(fd, text, length);
	if (n < 0)
		return -errno;
	return (size_t)n == length ? 0 : -EIO;
}

static int write_attribute(int devices, const char *bdf, const char *name, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", bdf, name);
	return write_file(devices, path, text);
}

int cmd_driver_get(int devices, const char *bdf, char driver[static CMD_DRIVER_SIZE])
{
	_cleanup_close_ int dir = openat(devices, bdf, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	driver[0] = '\0';
	if (dir < 0)
		return errno == ENOENT ? -ENODEV : -errno;
	cmd_pci_link(dir, "driver", driver, CMD_DRIVER_SIZE);
	return 0;
}

int cmd_override_set(int devices, const char *bdf, const char *driver)
{
	/* An empty line clears the override. */
	char line[CMD_DRIVER_SIZE + 1];

	snprintf(line, sizeof(line), "%s\n", driver);
	return write_attribute(devices, bdf, "driver_override", line);
}

int cmd_driver_release(int devices, const char *bdf)
{
	int r = write_attribute(devices, bdf, "driver/unbind", bdf);

	return r == -ENOENT ? 0 : r;
}

int cmd_driver_probe(int devices, const char *bdf)
{
	return write_file(devices, "../drivers_probe", bdf);
}

/* Loading takes longer on a busy host, and a killed modprobe may still load the module. */
static int become_modprobe(void *argv)
{
	alarm(LOAD_SECONDS);
	return cmd_capture_program(argv);
}

/* modprobe's message may not mention signatures: "Operation not permitted". */
static bool wants_signature(const struct cmd *cmd)
{
	static const struct cmd_kernel any;
	struct cmd_signing signing;

	cmd_signing_read(cmd, &any, &signing);
	return cmd_signing_matters(&signing);
}

enum cmd_exit cmd_driver_load(const struct cmd *cmd, int devices, bool *loaded)
{
	/* This is the path that the kernel itself uses. */
	char program[] = "/sbin/modprobe", module[] = VFV_MODULE_NAME;
	char *argv[] = { program, module, NULL };
	_cleanup_free_ char *said = NULL;
	struct cmd_error about = { 0 };
	size_t size = 0;
	int status = -1;

	*loaded = !cmd_driver_exists(devices, VFV_MODULE_NAME);
	if (!*loaded)
		return CMD_OK;
	/* A module below another root is not for the running kernel. */
	if (*cmd->root)
		return cmd_fail(cmd, CMD_UNREACHABLE, NULL, "module %s is not loaded",
				VFV_MODULE_NAME);
	said = cmd_capture(become_modprobe, argv, &size, &status);
	if (!said)
		return cmd_fail_memory(cmd);
	if (cmd_driver_exists(devices, VFV_MODULE_NAME))
		return CMD_OK;
	said[strcspn(said, "\n")] = '\0';
	if (wants_signature(cmd))
		about.hint = "the kernel loads signed modules only, see vfiovctl status";
	if (*said)
		return cmd_fail(cmd, CMD_UNREACHABLE, &about, "cannot load module %s: %s",
				VFV_MODULE_NAME, said);
	return cmd_fail(cmd, CMD_UNREACHABLE, &about,
			"cannot load module %s: modprobe exited with status %d", VFV_MODULE_NAME,
			status);
}

enum cmd_exit cmd_driver_fail(const struct cmd *cmd, const char *bdf, const char *what, int error)
{
	struct cmd_error about = { .device = bdf };

	if (error == -EACCES || error == -EPERM)
		about.hint = "writing to sysfs requires root";
	if (error == -EROFS)
		about.hint = "sysfs is read-only here, as in most containers";
	return cmd_fail(cmd, error == -ENODEV ? CMD_NO_DEVICE : CMD_FAILED, &about, "%s: %s", what,
			strerror(-error));
}
