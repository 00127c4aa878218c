// SPDX-License-Identifier: GPL-2.0-only
#include "ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { WORDS_MAX = 12 };

void ctl(struct scene *scene, struct run *result, int status, const char *const words[])
{
	const char *argv[WORDS_MAX + 2] = { "vfiovctl" };
	char line[256] = "vfiovctl";

	for (size_t i = 0; i < WORDS_MAX && words[i]; i++) {
		argv[i + 1] = words[i];
		snprintf(line + strlen(line), sizeof(line) - strlen(line), " %s", words[i]);
	}
	run_free(result);
	tap_must(run(result, 0, argv), "run vfiovctl");
	if (!tap_ok(&scene->tap, result->status == status, "%s ends with status %d", line, status))
		tap_note("status %d: %.*s", result->status, (int)strcspn(result->err, "\n"),
			 result->err);
}

pid_t hold(const char *bdf)
{
	int in[2], out[2];
	char byte;
	pid_t pid;

	tap_must(pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 ? -errno : 0, "make pipes");
	pid = fork();
	if (pid == 0) {
		/*
		 * The process holds the VF until its input is closed, at the latest when this
		 * process exits.
		 */
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execlp("vfio-hold", "vfio-hold", bdf, NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	tap_must(read(out[0], &byte, 1) == 1 ? 0 : -EIO, "open %s", bdf);
	close(out[0]);
	return pid;
}

void let_go(pid_t pid)
{
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
}

void shell(const char *format, ...)
{
	_cleanup_free_ char *line = NULL;
	va_list args;
	int n;

	va_start(args, format);
	n = vasprintf(&line, format, args);
	va_end(args);
	if (n < 0)
		tap_must(-ENOMEM, "run a shell");
	tap_must(run_quietly((const char *[]){ "sh", "-ec", line, NULL }), "%s", line);
}

bool has_driver(struct scene *scene, const char *bdf, const char *driver, const char *when)
{
	char now[64];

	tap_must(bind_driver(bdf, now), "look for the driver of %s", bdf);
	if (tap_ok(&scene->tap, !strcmp(now, driver), "%s: the driver of %s is %s", when, bdf,
		   *driver ? driver : "none"))
		return true;
	tap_note("it is \"%s\"", now);
	return false;
}

void host_bind(const char *bdf, const char *driver)
{
	tap_must(bind_to(bdf, driver, NULL), "bind %s to %s", bdf, driver);
	shell("echo >/sys/bus/pci/devices/%s/driver_override", bdf);
}

void vf_state(struct scene *scene, const char *bdf, struct vfv_vf *vf)
{
	tap_must(vfv_genl_vf_get(scene->genl, bdf, vf, NULL), "ask for %s", bdf);
}
