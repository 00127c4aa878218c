// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suspends the system up to the freezing of all processes (pm_test), while requests wait for a
 * stopped daemon and a process waits in an open. The suspend is not delayed, and the open returns
 * at once with a native VF. The daemon decides the requests when it continues.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include "client/util.h"
#include "lib/opener.h"
#include "lib/stand-in.h"

#define WAIT_MS VFIOV_OPEN_WAIT_CAP
/* pm_test keeps all processes frozen for 5 s by default. */
#define FROZEN_S "1"
#define FROZEN_MS 1000
#define SLACK_MS 1500

static int write_to(const char *path, const char *text)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

/*
 * Run on the first CPU: pm_test counts cycles, and an emulated machine on a busy host measures
 * wrong rates for the other CPUs at boot. On such a machine, one second took 430 to 6293 ms.
 */
static int suspend(uint64_t *took_ms)
{
	cpu_set_t first, all;
	uint64_t start;
	int r;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	tap_must(sched_getaffinity(0, sizeof(all), &all), "list the processors");
	tap_must(sched_setaffinity(0, sizeof(first), &first), "move to the first processor");
	start = util_now_ns();
	r = write_to("/sys/power/state", "freeze");
	*took_ms = (util_now_ns() - start) / 1000000;
	tap_must(sched_setaffinity(0, sizeof(all), &all), "use all processors again");
	return r;
}

static void waiting(struct scene *scene, uint64_t idle_ms)
{
	struct tap *tap = &scene->tap;
	char bdf[VFIO_BDF_LEN], other[VFIO_BDF_LEN];
	struct opener_result result;
	struct opener opener;
	struct vfv_vf vf;
	uint64_t took;
	int r;

	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	stand_in_bind(scene, 0, bdf);
	stand_in_bind(scene, 1, other);
	opener_start(&opener, bdf);
	util_sleep_ms(200);
	tap_returned(tap, opener_wait(&opener, &result, 0), -ETIMEDOUT, "an open waits");
	r = suspend(&took);
	tap_returned(tap, r, 0, "a suspend is not refused");
	tap_ok(tap, took < idle_ms + SLACK_MS, "or delayed: %lu ms, %lu ms without these requests",
	       took, idle_ms);
	tap_must(opener_wait(&opener, &result, WAIT_MS), "wait for the open to return");
	tap_ok(tap, result.r == 0 && result.native && result.took_ns / 1000000 < WAIT_MS,
	       "the open that waited is native after %lu of %d ms", result.took_ns / 1000000,
	       WAIT_MS);
	opener_close(&opener);
	tap_must(daemon_signal(scene->genl, SIGCONT), "continue vfiovd");
	tap_returned(tap, scene_wait_decided(scene, other, &vf), 0,
		     "the other request is decided when vfiovd continues");
	tap_ok(tap, !strcmp(vf.current, "transitional"), "by its policy");
}

/* An open after the suspend waits again. */
static void after(struct scene *scene)
{
	struct opener_result result;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;

	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	stand_in_bind(scene, 2, bdf);
	opener_start(&opener, bdf);
	util_sleep_ms(300);
	tap_returned(&scene->tap, opener_wait(&opener, &result, 0), -ETIMEDOUT,
		     "an open waits again after the suspend");
	tap_must(daemon_signal(scene->genl, SIGCONT), "continue vfiovd");
	tap_must(opener_wait(&opener, &result, WAIT_MS), "wait for the open to return");
	tap_ok(&scene->tap, !result.native, "and gets the daemon's decision");
	opener_close(&opener);
}

int main(void)
{
	struct scene scene;
	uint64_t idle;

	scene_begin(&scene);
	if (write_to("/sys/power/pm_test", "freezer") < 0) {
		tap_skip(&scene.tap, "a suspend is not delayed", "this kernel has no pm_test");
		return scene_end(&scene);
	}
	write_to("/sys/module/suspend/parameters/pm_test_delay", FROZEN_S);
	scene_rule(&scene, "all", "0-2", "transitional", "\"native\", \"transitional\"");
	stand_in_params(scene.genl, WAIT_MS, -1, -1);
	tap_must(suspend(&idle), "suspend");
	tap_ok(&scene.tap, idle + 100 >= FROZEN_MS, "an idle machine is frozen for %lu ms", idle);
	waiting(&scene, idle);
	after(&scene);
	stand_in_params(scene.genl, 1000, -1, -1);
	return scene_end(&scene);
}
