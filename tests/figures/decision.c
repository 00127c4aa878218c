// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time from the bind of a VF, which makes a request, until the kernel has vfiovd's decision: for
 * one VF that is opened at once, for one that nobody waits for (whose doorbell is therefore sent
 * 30 ms later), and for 16 that are bound in one write. The kernel measures this time for its audit
 * records. The floor is the round trip of one command of this family, for a program that waits for
 * nothing else.
 *
 * That program does not wait for another task, but vfiovd must. The second floor is therefore the
 * time of a doorbell to a program that only listens. When one thread emulates all processors, this
 * accounts for most of the time, because the sending processor runs until it is idle; it is idle
 * sooner when a decision is requested again. Work that has not been done for a while takes longer,
 * both for vfiovd and for a command and its answer; a separate row shows this.
 */
#include <linux/vfiov.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>

#include "decisions.h"
#include "lib/wire.h"
#include "listener.h"
#include "scene/bind-all.h"

#define ROUNDS 6
#define BINDS 6
#define TALKS 30
#define VFS 16
/* By then, the audit of a bind no longer uses CPU time. */
#define REST_MS 300

static void talk(struct wire *wire, const char *bdf, struct samples *floor, unsigned int times)
{
	struct wire_msg msg;
	uint64_t start;
	char answer[4096];

	for (unsigned int i = 0; i < times; i++) {
		start = util_now_ns();
		wire_begin(&msg, wire->family, VFIOV_CMD_VF_GET, 0);
		wire_text(&msg, VFIOV_A_VF_BDF, bdf);
		tap_must(wire_send(wire, &msg), "ask for %s", bdf);
		tap_must(util_errno(recv(wire->fd, answer, sizeof(answer), 0)), "get an answer");
		samples_add(floor, util_now_ns() - start);
	}
}

/* Returns the clock of audit records, in nanoseconds. */
static uint64_t record_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + ts.tv_nsec;
}

/* Opens and closes the VF. Returns the time just before, on the clock of audit records. */
static uint64_t open_once(const char *bdf)
{
	static struct vfio_vf vf;
	uint64_t start;

	tap_must(vfio_attach(&vf, bdf), "attach %s", bdf);
	start = record_now_ns();
	tap_must(vfio_open(&vf), "open %s", bdf);
	vfio_detach(&vf);
	return start;
}

/*
 * A VF that is opened is measured from the open, not from the request: attaching the group to the
 * IOMMU happens in between, and is not part of what the open waits for.
 */
static void one(struct figure *figure, struct wire *wire, bool opened, unsigned int round)
{
	const char *what = opened ? "one VF, opened at once" : "one VF";
	static struct samples latencies, floor;
	uint64_t since[BINDS] = { 0 };
	char bdf[VFIO_BDF_LEN];

	latencies.n = floor.n = 0;
	decisions_mark(figure);
	for (unsigned int i = 0; i < BINDS; i++) {
		scene_vf(&figure->rig.scene, i, bdf);
		tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
		if (opened)
			since[i] = open_once(bdf);
		util_sleep_ms(REST_MS);
		talk(wire, bdf, &floor, TALKS);
	}
	if (opened)
		decisions_wait_since(figure, BINDS, since, &latencies);
	else
		decisions_wait(figure, BINDS, &latencies);
	figure_observe(figure, "ours", round, &latencies, "%s", what);
	figure_observe(figure, "request and answer", round, &floor, "%s", what);
}

static void decide_again(struct figure *figure, struct wire *wire, unsigned int round)
{
	static struct samples latencies, floor, cold;
	struct scene *scene = &figure->rig.scene;
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket;

	latencies.n = floor.n = cold.n = 0;
	decisions_mark(figure);
	for (unsigned int i = 0; i < BINDS; i++) {
		scene_vf(scene, i, bdf);
		tap_must(vfv_genl_profile_reset(scene->genl, bdf, NULL, &ticket, NULL),
			 "request %s again", bdf);
		util_sleep_ms(REST_MS);
		talk(wire, bdf, &cold, 1);
		talk(wire, bdf, &floor, TALKS);
	}
	decisions_wait(figure, BINDS, &latencies);
	figure_observe(figure, "ours", round, &latencies, "one VF, anew");
	figure_observe(figure, "request and answer", round, &floor, "one VF, anew");
	figure_observe(figure, "request and answer", round, &cold,
		       "the first request and answer after a rest");
}

/*
 * Measures doorbells while vfiovd is stopped, so that it cannot run first; it decides at the end.
 */
static void rung(struct figure *figure, struct listener *listener, unsigned int round)
{
	static struct samples doorbells;
	struct scene *scene = &figure->rig.scene;
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket, start;

	doorbells.n = 0;
	decisions_mark(figure);
	tap_must(daemon_signal(scene->genl, SIGSTOP), "halt vfiovd");
	for (unsigned int i = 0; i < BINDS; i++) {
		scene_vf(scene, i, bdf);
		listener_mark(listener);
		start = util_now_ns();
		tap_must(vfv_genl_profile_reset(scene->genl, bdf, NULL, &ticket, NULL),
			 "request %s again", bdf);
		util_sleep_ms(REST_MS);
		samples_add(&doorbells, listener_heard(listener) - start);
	}
	tap_must(daemon_signal(scene->genl, SIGCONT), "resume vfiovd");
	decisions_wait(figure, BINDS, NULL);
	figure_observe(figure, "a listener", round, &doorbells, "one VF, anew");
}

static void all(struct figure *figure, struct wire *wire, struct bind_all *vfs, unsigned int round)
{
	static struct samples latencies, floor;

	latencies.n = floor.n = 0;
	decisions_mark(figure);
	bind_all(vfs, BIND_DRIVER);
	decisions_wait(figure, VFS, &latencies);
	talk(wire, vfs->bdf[0], &floor, TALKS);
	figure_observe(figure, "ours", round, &latencies, "each of %d VFs at once", VFS);
	figure_observe(figure, "request and answer", round, &floor, "each of %d VFs at once", VFS);
}

int main(void)
{
	static struct bind_all vfs;
	struct listener listener;
	struct figure figure;
	struct wire wire;

	figure_begin(&figure, "decision");
	tap_must(wire_open(&wire), "open a socket");
	listener_start(&listener);
	bind_all_find(&vfs, &figure.rig.scene, VFS);
	for (unsigned int round = 0; round < ROUNDS; round++) {
		one(&figure, &wire, true, round);
		one(&figure, &wire, false, round);
		decide_again(&figure, &wire, round);
		rung(&figure, &listener, round);
		all(&figure, &wire, &vfs, round);
	}
	bind_all_reserve(&vfs, "\n");
	listener_stop(&listener);
	wire_close(&wire);
	return figure_end(&figure);
}
