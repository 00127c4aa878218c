// SPDX-License-Identifier: GPL-2.0-only
#include "opener.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "client/util.h"
#include "scene/scene.h"

#define ATTACH_TIMEOUT_MS 20000

/* Closes the inherited sockets, so that they are released when the parent closes them. */
static void close_others(int keep, int keep_too)
{
	for (int fd = STDERR_FILENO + 1; fd < 256; fd++) {
		if (fd != keep && fd != keep_too)
			close(fd);
	}
}

_Noreturn static void child(const char *bdf, int in, int out)
{
	struct opener_result result = { 0 };
	struct vfio_vf vf;
	uint64_t start;
	char c;

	close_others(in, out);
	result.r = vfio_attach(&vf, bdf);
	if (write(out, &result, sizeof(result)) != sizeof(result) || result.r < 0)
		_exit(1);
	start = util_now_ns();
	result.r = vfio_open(&vf);
	result.took_ns = util_now_ns() - start;
	result.native = result.r == 0 && scene_is_native(&vf);
	if (write(out, &result, sizeof(result)) != sizeof(result))
		_exit(1);
	/* Waits until the parent closes its end. */
	while (read(in, &c, 1) > 0)
		;
	vfio_detach(&vf);
	_exit(0);
}

int opener_wait(struct opener *opener, struct opener_result *result, unsigned int timeout_ms)
{
	struct pollfd pfd = { opener->from, POLLIN, 0 };
	int r = poll(&pfd, 1, timeout_ms);

	if (r <= 0)
		return r < 0 ? -errno : -ETIMEDOUT;
	return read(opener->from, result, sizeof(*result)) == sizeof(*result) ? 0 : -EIO;
}

void opener_start(struct opener *opener, const char *bdf)
{
	struct opener_result attached;
	int to[2], from[2];

	tap_must(util_errno(pipe2(to, O_CLOEXEC)), "make a pipe");
	tap_must(util_errno(pipe2(from, O_CLOEXEC)), "make a pipe");
	fflush(stdout);
	opener->pid = fork();
	tap_must(util_errno(opener->pid), "fork");
	if (opener->pid == 0)
		child(bdf, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	opener->to = to[1];
	opener->from = from[0];
	tap_must(opener_wait(opener, &attached, ATTACH_TIMEOUT_MS), "attach %s", bdf);
	tap_must(attached.r, "attach %s", bdf);
}

static void forget(struct opener *opener)
{
	util_close(&opener->to);
	util_close(&opener->from);
	opener->pid = 0;
}

void opener_close(struct opener *opener)
{
	util_close(&opener->to);
	waitpid(opener->pid, NULL, 0);
	forget(opener);
}

int64_t opener_kill(struct opener *opener, unsigned int timeout_ms)
{
	uint64_t start = util_now_ns();
	int64_t took = -ETIMEDOUT;

	kill(opener->pid, SIGKILL);
	do {
		if (waitpid(opener->pid, NULL, WNOHANG) == opener->pid) {
			took = util_now_ns() - start;
			break;
		}
		util_sleep_ms(1);
	} while (util_now_ns() - start < timeout_ms * 1000000ull);
	forget(opener);
	return took;
}
