// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process that dies in the middle of a migration leaves nothing behind: in each state, and while
 * each command is unanswered. The next open finds a device that runs, without staged parts, and
 * the PF has no resource objects. Timeout: 300 s
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name

enum { CREATE = 10, METADATA = 14, GET = 15, SET = 16, MODE = 17 };

static const struct death {
	const char *name;
	uint32_t state; /* the last state that the process requests */
	int op;		/* the command that is not answered, or 0 */
	bool writes;	/* the process writes a whole stream */
} deaths[] = {
	{ "STOP", STATE(STOP), 0, false },
	{ "STOP_COPY", STATE(STOP_COPY), 0, false },
	{ "RESUMING", STATE(RESUMING), 0, false },
	{ "RESUMING, with parts", STATE(RESUMING), 0, true },
	{ "MODE_SET", STATE(STOP), MODE, false },
	{ "CREATE", STATE(STOP_COPY), CREATE, false },
	{ "METADATA", STATE(STOP_COPY), METADATA, false },
	{ "GET", STATE(STOP_COPY), GET, false },
	{ "CREATE, to resume", STATE(RESUMING), CREATE, true },
	{ "SET", STATE(RESUMING), SET, true },
};

/*
 * The process to kill. It writes to the pipe once it has reached, or is about to reach, the point
 * at which it is killed.
 */
static _Noreturn void live(struct pair *pair, const char *bdf, const struct death *d, int ready)
{
	struct vfio_vf vf;
	int fd = -1;

	scene_open(&vf, bdf);
	if (!d->op || d->writes) {
		if (migration_set(&vf, d->state, &fd))
			_exit(1);
	}
	if (d->writes && !d->op && migration_write(fd, pair->stream, pair->len, pair->len))
		_exit(2);
	if (write(ready, "", 1) != 1)
		_exit(3);
	if (d->op && d->writes)
		migration_write(fd, pair->stream, pair->len, pair->len);
	else if (d->op)
		migration_set(&vf, d->state, &fd);
	for (;;)
		pause();
}

static pid_t spawn(struct pair *pair, const char *bdf, const struct death *d)
{
	char byte;
	int ready[2];
	pid_t pid;

	tap_must(util_errno(pipe(ready)), "make a pipe");
	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	if (pid == 0) {
		close(ready[0]);
		live(pair, bdf, d, ready[1]);
	}
	close(ready[1]);
	tap_must(read(ready[0], &byte, 1) == 1 ? 0 : -ECHILD, "start a process");
	close(ready[0]);
	return pid;
}

static void dies(struct pair *pair, const struct death *d)
{
	struct tap *tap = &pair->scene.tap;
	char bdf[VFIO_BDF_LEN];
	uint32_t state;
	pid_t pid;

	scene_vf(&pair->scene, 1, bdf);
	/* The size is needed only for a state that does not fit into the usual buffer. */
	if (d->op == METADATA)
		device_do(pair->device, "fault add vf=1 op=%d times=1 status=12", GET);
	if (d->op)
		device_do(pair->device, "fault add vf=1 op=%d times=1 hold", d->op);
	pid = spawn(pair, bdf, d);
	if (d->op)
		util_sleep_ms(500 * scene_slower());
	kill(pid, SIGKILL);
	tap_must(waitpid(pid, NULL, 0) == pid ? 0 : -ECHILD, "wait for the process");
	device_do(pair->device, "fault clear");
	device_do(pair->device, "release");
	/* Wait for the worker of the command that was not answered. */
	util_sleep_ms(500 * scene_slower());

	scene_open(&pair->vf[1], bdf);
	tap_ok(tap, pair_clean(pair, 1), "killed in %s: the next open finds no trace of it",
	       d->name);
	tap_ok(tap, migration_state(&pair->vf[1], &state) == 0 && state == STATE(RUNNING),
	       "and the state is RUNNING");
	tap_returned(tap, pair_load(pair, 1, 4096), 0, "and the VF can be resumed");
	tap_must(vfio_reset(&pair->vf[1]), "reset it");
	vfio_detach(&pair->vf[1]);
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	tap_must(pair_save(&pair, 0), "save VF 0");
	tap_must(migration_set(&pair.vf[0], STATE(RUNNING), NULL), "let it run");
	vfio_detach(&pair.vf[1]);
	for (unsigned int i = 0; i < ARRAY_SIZE(deaths); i++)
		dies(&pair, &deaths[i]);
	return pair_end(&pair);
}
