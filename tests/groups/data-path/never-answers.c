// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device never answers commands for one VF. An access fails in bounded time, a process in an
 * access or an open can be killed at once, close and open return, and other VFs are not affected.
 * Late answers have no effect.
 *
 * Timeout: 180 s
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "client/util.h"
#include "lib/rig.h"

#define STUCK 1
#define OTHER 2
#define ACCESS_MS 4000
#define KILL_MS 1000
#define OPEN_MS 10000
#define OTHER_READS 50
#define INSIST 6
#define OTHER_MS 500
/* The module never caches it, so each read is a command. */
#define DRIVER_FEATURES 4

static uint64_t ms_since(uint64_t start)
{
	return (util_now_ns() - start) / 1000000;
}

static void hold(struct rig *rig)
{
	device_do(rig->device, "fault add vf=%u hold", rig->index);
}

static void let_go(struct rig *rig)
{
	device_repair(rig->device);
}

static bool is_error(int r)
{
	return r == -EIO || r == -ETIMEDOUT || r == -EBUSY;
}

static void access_ends(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint64_t start = util_now_ns();
	uint8_t bytes[4];
	int r;

	r = rig_read(rig, DRIVER_FEATURES, bytes, 4);
	tap_ok(tap, is_error(r) && ms_since(start) < ACCESS_MS, "a read ends after %lu ms: %s",
	       ms_since(start), strerror(-r));
	start = util_now_ns();
	r = rig_write(rig, DRIVER_FEATURES, "\x20\0\x01", 4);
	tap_ok(tap, is_error(r) && ms_since(start) < ACCESS_MS, "a write ends after %lu ms: %s",
	       ms_since(start), strerror(-r));
}

/* A guest that keeps retrying must not exhaust resources that all VFs of the PF share. */
static void insist(struct rig *rig)
{
	uint64_t start = util_now_ns();
	unsigned int wrong = 0;
	uint8_t bytes[4];

	for (int i = 0; i < INSIST; i++)
		wrong += rig_read(rig, DRIVER_FEATURES, bytes, 4) == 0;
	tap_ok(&rig->scene.tap, wrong == 0, "%d more reads fail, in %lu ms", INSIST,
	       ms_since(start));
}

static unsigned int pending(struct rig *rig)
{
	_cleanup_free_ char *text = NULL;
	unsigned int n = 0;

	tap_must(vfdev_command(rig->device, &text, "pending"), "read what is pending");
	for (const char *at = text; (at = strstr(at, "held")); at++)
		n++;
	return n;
}

/* Waits until there is one more unanswered command. */
static void wait_pending(struct rig *rig, unsigned int before)
{
	uint64_t start = util_now_ns();

	while (pending(rig) == before && ms_since(start) < ACCESS_MS)
		util_sleep_ms(5);
}

static void kill_in(struct tap *tap, pid_t pid, const char *what)
{
	uint64_t start = util_now_ns();

	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, WNOHANG) == 0 && ms_since(start) < ACCESS_MS)
		util_sleep_ms(1);
	tap_ok(tap, ms_since(start) < KILL_MS, "a process in %s exits %lu ms after SIGKILL", what,
	       ms_since(start));
}

/* The process has the last reference to the device, so its exit also closes the device. */
static void killed(struct rig *rig)
{
	unsigned int before = pending(rig);
	uint8_t bytes[4];
	pid_t pid;

	pid = fork();
	tap_must(util_errno(pid), "make a process");
	if (pid == 0) {
		for (;;)
			rig_read(rig, DRIVER_FEATURES, bytes, 4);
	}
	wait_pending(rig, before);
	vfio_detach(&rig->vf);
	kill_in(&rig->scene.tap, pid, "a read");
}

/* An open also sends commands. The VF must not be open yet. */
static void open_killed(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	unsigned int before = pending(rig);
	struct vfv_vf vf;
	pid_t pid;

	pid = fork();
	tap_must(util_errno(pid), "make a process");
	if (pid == 0) {
		if (vfio_attach(&rig->vf, rig->bdf) == 0)
			vfio_open(&rig->vf);
		_exit(1);
	}
	wait_pending(rig, before);
	kill_in(tap, pid, "an open");
	tap_must(vfv_genl_vf_get(rig->scene.genl, rig->bdf, &vf, NULL), "get %s", rig->bdf);
	tap_ok(tap, !vf.open_count && !strcmp(vf.current, "transitional"),
	       "and the VF is unaffected");
}

/*
 * All commands of the previous user must have ended before the next user gets the legacy interface.
 * Until then the next user gets a native VF.
 */
static void open_while_pending(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	unsigned int before = pending(rig);
	uint64_t start = util_now_ns();
	char cause[256];

	tap_must(vfio_attach(&rig->vf, rig->bdf), "attach %s", rig->bdf);
	if (!tap_returned(tap, vfio_open(&rig->vf), 0, "an open succeeds with a command in flight"))
		return vfio_detach(&rig->vf);
	tap_ok(tap, ms_since(start) < OPEN_MS, "after %lu ms", ms_since(start));
	tap_ok(tap, scene_is_native(&rig->vf), "and gives a native VF");
	tap_ok(tap, pending(rig) == before, "without another command");
	tap_ok(tap,
	       scene_audit(&rig->scene, rig->bdf, "default") == 0 &&
		       !strcmp(scene_field(&rig->scene, "VFIOV_CAUSE", cause), "unavailable"),
	       "the audit records that the profile was not available");
	vfio_detach(&rig->vf);
}

static void set(struct rig *rig, const char *profile)
{
	struct vfv_vf vf;
	uint64_t ticket;

	tap_must(vfv_genl_profile_set(rig->scene.genl, rig->bdf, profile, false, NULL, &ticket,
				      NULL),
		 "ask for a profile");
	tap_must(scene_wait_decided(&rig->scene, rig->bdf, &vf), "get a decision");
	if (strcmp(vf.current, profile) != 0)
		tap_must(-EPERM, "check the granted profile");
}

/* An open of a VF whose profile is native sends no command. */
static void open_native(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint64_t start;

	set(rig, "native");
	start = util_now_ns();
	tap_must(vfio_attach(&rig->vf, rig->bdf), "attach %s", rig->bdf);
	tap_returned(tap, vfio_open(&rig->vf), 0,
		     "a native VF with a command in flight can be opened");
	tap_ok(tap, ms_since(start) < KILL_MS, "the open returns at once, after %lu ms",
	       ms_since(start));
	vfio_detach(&rig->vf);
	set(rig, "transitional");
}

/* No command is in flight, but the device does not answer the commands that an open sends. */
static void open_unanswered(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint64_t start = util_now_ns();

	tap_must(vfio_attach(&rig->vf, rig->bdf), "attach %s", rig->bdf);
	tap_must(vfio_open(&rig->vf), "open %s", rig->bdf);
	tap_ok(tap, ms_since(start) < OPEN_MS, "an open ends after %lu ms", ms_since(start));
	tap_ok(tap, scene_is_native(&rig->vf), "and gives a native VF");
	start = util_now_ns();
	vfio_detach(&rig->vf);
	tap_ok(tap, ms_since(start) < KILL_MS, "a close ends after %lu ms", ms_since(start));
}

static void others_go_on(struct rig *other)
{
	uint64_t worst = 0;
	uint8_t bytes[4];
	int wrong = 0;

	for (int i = 0; i < OTHER_READS; i++) {
		uint64_t start = util_now_ns();

		int r = rig_read(other, DRIVER_FEATURES, bytes, 4);

		if (r)
			wrong = r;
		if (ms_since(start) > worst)
			worst = ms_since(start);
	}
	tap_ok(&other->scene.tap, wrong == 0 && worst < OTHER_MS,
	       "another VF works all the time, within %lu ms", worst);
	if (wrong)
		tap_note("it did not: %s", strerror(-wrong));
}

/* The answers arrive after all waiters have given up. */
static void late(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t written[4] = { 0x20, 0, 1, 0 }, bytes[4];
	unsigned int held = pending(rig);

	let_go(rig);
	tap_ok(tap, held > 0 && pending(rig) == 0, "%u late answers arrive", held);
	rig_open_again(rig);
	tap_ok(tap,
	       rig_write(rig, DRIVER_FEATURES, written, 4) == 0 &&
		       rig_read(rig, DRIVER_FEATURES, bytes, 4) == 0 && !memcmp(bytes, written, 4),
	       "and the VF works again");
}

static void others(struct rig *rig, struct rig *other)
{
	other->scene.tap = rig->scene.tap;
	others_go_on(other);
	rig->scene.tap = other->scene.tap;
}

int main(void)
{
	struct rig rig, other;

	rig_begin_open(&rig, STUCK);
	other = rig;
	rig_open(&other, OTHER);
	hold(&rig);
	killed(&rig);
	late(&rig);
	hold(&rig);
	access_ends(&rig);
	others(&rig, &other);
	insist(&rig);
	others(&rig, &other);
	rig_close(&rig);
	open_while_pending(&rig);
	open_native(&rig);
	late(&rig);
	rig_close(&rig);
	hold(&rig);
	open_killed(&rig);
	late(&rig);
	rig_close(&rig);
	hold(&rig);
	open_unanswered(&rig);
	others(&rig, &other);
	rig_close(&other);
	late(&rig);
	return rig_end(&rig);
}
