// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process is stuck in a read or write of a migration's file, because a page fault never ends.
 * This does not delay a reset, a change of state, the close or the unbind of the VF.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define LIMIT_S 20
#define FILES_MAX 1024

/* Runs in a child: maps a page whose first access waits for a handler that does not exist. */
static void *missing_page(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	reg.range.start = (uintptr_t)page;
	reg.range.len = 4096;
	if (fd < 0 || page == MAP_FAILED || ioctl(fd, UFFDIO_API, &api) ||
	    ioctl(fd, UFFDIO_REGISTER, &reg))
		_exit(1);
	return page;
}

/* Closes all other files, because a child would keep the VF open. */
static void keep_only(int fd)
{
	for (int i = STDERR_FILENO + 1; i < FILES_MAX; i++)
		if (i != fd)
			close(i);
}

/* Returns the process once it is stuck. */
static pid_t stuck(int fd, bool reads)
{
	pid_t pid = fork();

	tap_must(util_errno(pid), "fork");
	if (pid == 0) {
		void *page;

		keep_only(fd);
		page = missing_page();
		_exit(reads ? read(fd, page, 64) != 64 : write(fd, page, 64) != 64);
	}
	util_sleep_ms(500 * scene_slower());
	tap_must(waitpid(pid, NULL, WNOHANG) == 0 ? 0 : -ECHILD, "check that the process waits");
	return pid;
}

/*
 * Starts a process that kills the victim if the test hangs, so that the test continues and fails.
 */
static pid_t rescuer(pid_t victim)
{
	pid_t pid = fork();

	tap_must(util_errno(pid), "fork");
	if (pid == 0) {
		keep_only(-1);
		sleep(LIMIT_S * scene_slower());
		kill(victim, SIGKILL);
		_exit(0);
	}
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void one(struct pair *pair, bool reads)
{
	struct tap *tap = &pair->scene.tap;
	const char *what = reads ? "read" : "write";
	uint64_t start;
	int fd = -1;
	pid_t pid, rescue;
	char bdf[VFIO_BDF_LEN];

	tap_must(migration_set(&pair->vf[1], reads ? STATE(STOP_COPY) : STATE(RESUMING), &fd),
		 "get a file");
	pid = stuck(fd, reads);
	rescue = rescuer(pid);
	start = util_now_ns();
	tap_returned(tap, migration_set(&pair->vf[1], STATE(STOP), NULL), reads ? 0 : -EINVAL,
		     "%s: the state can be left", what);
	tap_returned(tap, vfio_reset(&pair->vf[1]), 0, "%s: the VF can be reset", what);
	scene_vf(&pair->scene, 1, bdf);
	vfio_detach(&pair->vf[1]);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	tap_ok(tap, util_now_ns() - start < LIMIT_S * UINT64_C(1000000000) * scene_slower(),
	       "%s: and closed and unbound, without waiting for the process", what);
	tap_ok(tap, waitpid(pid, NULL, WNOHANG) == 0, "%s: which still waits", what);
	end(rescue);
	end(pid);
	close(fd);
	pair_open(pair, 1);
}

/* Resets the VF while the file is in use, without a change of state in between. */
static void reset(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	pid_t pid, rescue;
	uint64_t start;
	uint32_t state;
	int fd = -1;

	tap_must(migration_set(&pair->vf[1], STATE(RESUMING), &fd), "get a file");
	pid = stuck(fd, false);
	rescue = rescuer(pid);
	start = util_now_ns();
	tap_returned(tap, vfio_reset(&pair->vf[1]), 0, "a VF that resumes can be reset");
	tap_must(migration_state(&pair->vf[1], &state), "get the state");
	tap_ok(tap, state == STATE(RUNNING), "it is RUNNING");
	tap_ok(tap, util_now_ns() - start < LIMIT_S * UINT64_C(1000000000) * scene_slower(),
	       "without waiting for the process");
	end(rescue);
	end(pid);
	close(fd);
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	reset(&pair);
	one(&pair, false);
	one(&pair, true);
	return pair_end(&pair);
}
