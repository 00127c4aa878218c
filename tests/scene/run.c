// SPDX-License-Identifier: GPL-2.0-only
#include "run.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include "client/util.h"
#include "scene/tap.h"

_Noreturn static void child(uid_t uid, const char *const argv[], int out, int err)
{
	if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
		_exit(126);
	if (uid && (setgroups(0, NULL) < 0 || setresgid(uid, uid, uid) < 0 ||
		    setresuid(uid, uid, uid) < 0))
		_exit(126);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

/* Returns 1 while there may be more output. Output that does not fit is read and dropped. */
static int drain(int fd, char *text, size_t *len)
{
	char spare[4096];
	size_t room = RUN_TEXT_MAX - *len;
	ssize_t n = room ? read(fd, text + *len, room) : read(fd, spare, sizeof(spare));

	if (n > 0 && room)
		*len += n;
	return n > 0;
}

static void collect(struct run *run, int out, int err)
{
	struct pollfd pfds[] = { { out, POLLIN, 0 }, { err, POLLIN, 0 } };
	char *text[] = { run->out, run->err };
	size_t len[] = { 0, 0 };

	while (pfds[0].fd >= 0 || pfds[1].fd >= 0) {
		if (poll(pfds, ARRAY_SIZE(pfds), -1) < 0)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(pfds); i++) {
			if (pfds[i].fd >= 0 && pfds[i].revents &&
			    !drain(pfds[i].fd, text[i], &len[i]))
				pfds[i].fd = -1;
		}
	}
}

int run(struct run *run, uid_t uid, const char *const argv[])
{
	_cleanup_close_ int out_read = -1, err_read = -1;
	int out[2], err[2], status;
	uint64_t start = util_now_ns();
	pid_t pid;

	*run = (struct run){ .out = calloc(1, RUN_TEXT_MAX + 1),
			     .err = calloc(1, RUN_TEXT_MAX + 1) };
	if (!run->out || !run->err)
		return -ENOMEM;
	if (pipe2(out, O_CLOEXEC) < 0)
		return -errno;
	out_read = out[0];
	if (pipe2(err, O_CLOEXEC) < 0) {
		close(out[1]);
		return -errno;
	}
	err_read = err[0];
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child(uid, argv, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (pid < 0)
		return -errno;
	collect(run, out_read, err_read);
	if (waitpid(pid, &status, 0) < 0)
		return -errno;
	run->took_ns = util_now_ns() - start;
	run->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return 0;
}

void run_free(struct run *run)
{
	free(run->out);
	free(run->err);
	*run = (struct run){ 0 };
}

int run_quietly(const char *const argv[])
{
	struct run result;
	int r;

	r = run(&result, 0, argv);
	if (r == 0 && result.status) {
		tap_note("%s %s: status %d: %s", argv[0], argv[1] ?: "", result.status, result.err);
		r = -EIO;
	}
	run_free(&result);
	return r;
}
