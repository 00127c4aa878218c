/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "lib/macro.h"

#include "capture.h"

enum { SECONDS_MAX = 10 };

int cmd_capture_program(void *userdata)
{
	char *const *argv = userdata;

	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	return 127;
}

_Noreturn static void child(int fd, int (*run)(void *userdata), void *userdata)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int status;

	if (null >= 0)
		dup2(null, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	/*
	 * An alarm survives exec, so it ends any program that hangs, for example lspci on a dead
	 * PF.
	 */
	alarm(SECONDS_MAX);
	status = run(userdata);
	fflush(NULL);
	_exit(status);
}

static char *read_back(int fd, size_t *size)
{
	off_t end = lseek(fd, 0, SEEK_END);
	_cleanup_free_ char *text = NULL;
	ssize_t n;

	if (end < 0)
		return NULL;
	if (end > CMD_CAPTURE_MAX)
		end = CMD_CAPTURE_MAX;
	text = malloc((size_t)end + 1);
	if (!text)
		return NULL;
	n = pread(fd, text, (size_t)end, 0);
	if (n < 0)
		return NULL;
	text[n] = '\0';
	*size = (size_t)n;
	return TAKE_PTR(text);
}

char *cmd_capture(int (*run)(void *userdata), void *userdata, size_t *size, int *status)
{
	_cleanup_close_ int fd = memfd_create("capture", MFD_CLOEXEC);
	int wait_status;
	pid_t pid;

	if (fd < 0)
		return NULL;
	fflush(NULL);
	pid = fork();
	if (!pid)
		child(fd, run, userdata);
	if (pid < 0)
		return NULL;
	while (waitpid(pid, &wait_status, 0) < 0)
		if (errno != EINTR)
			return NULL;
	*status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
	return read_back(fd, size);
}
