// SPDX-License-Identifier: GPL-2.0-only
/*
 * With journald not running, or stopped (SIGSTOP) so that its socket fills up, vfiovd decides as
 * fast as before, and no record is lost or duplicated. This also holds if vfiovd is killed
 * meanwhile.
 */
#include <signal.h>
#include <string.h>

#include "client/util.h"
#include "lib/stand-in.h"
#include "scene/ledger.h"

#define ROUNDS 4
/* The limit for a ratio of medians; it allows for a busy machine. */
#define FACTOR_MAX 4
#define SLACK_US 100000

static int journald(const char *verb, const char *argument)
{
	return run_quietly(
		(const char *[]){ "systemctl", verb, argument, "systemd-journald.service", NULL });
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The median time from a bind to its decision, in microseconds. */
static uint64_t latency(struct scene *scene)
{
	uint64_t took[ROUNDS * SCENE_VFS];
	unsigned int n = 0;
	struct vfv_vf vf;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		for (unsigned int i = 0; i < SCENE_VFS; i++) {
			char bdf[VFIO_BDF_LEN];
			uint64_t start;

			scene_vf(scene, i, bdf);
			tap_must(bind_unbind(bdf), "unbind %s", bdf);
			start = util_now_ns();
			tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
			tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision");
			tap_must(!strcmp(vf.current, "transitional") ? 0 : -EIO,
				 "get the policy's decision for %s", bdf);
			took[n++] = (util_now_ns() - start) / 1000;
		}
	}
	qsort(took, n, sizeof(*took), by_number);
	return took[n / 2];
}

static void claim_latency(struct scene *scene, const char *when, uint64_t usual)
{
	uint64_t now = latency(scene);

	tap_ok(&scene->tap, now < usual * FACTOR_MAX + SLACK_US,
	       "journald %s: from a bind to its decision %lu us, usually %lu us", when, now, usual);
}

static void stopped(struct scene *scene, struct ledger *ledger, uint64_t usual)
{
	struct vfv_status before = stand_in_status(scene->genl), after;

	tap_must(journald("kill", "--signal=STOP"), "stop journald");
	claim_latency(scene, "stopped", usual);
	util_sleep_ms(500);
	after = stand_in_status(scene->genl);
	tap_ok(&scene->tap,
	       after.stats.audit_held >= after.stats.audit_seq - before.stats.audit_seq - 1 &&
		       after.stats.audit_lost == before.stats.audit_lost,
	       "only records that journald has stored are acknowledged: %u are held",
	       after.stats.audit_held);
	tap_must(daemon_signal(scene->genl, SIGKILL), "kill vfiovd");
	util_sleep_ms(1000);
	tap_must(journald("kill", "--signal=CONT"), "continue journald");
	tap_must(daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS), "see vfiovd again");
	ledger_claim(ledger, &scene->tap, scene->genl,
		     "stopped, and vfiovd killed in the meantime");
}

static void units(const char *verb)
{
	tap_must(run_quietly((const char *[]){ "systemctl", verb, "systemd-journald.socket",
					       "systemd-journald-dev-log.socket",
					       "systemd-journald-audit.socket",
					       "systemd-journald.service", NULL }),
		 "%s journald", verb);
}

static void absent(struct scene *scene, struct ledger *ledger, uint64_t usual)
{
	units("stop");
	claim_latency(scene, "absent", usual);
	tap_ok(&scene->tap, stand_in_status(scene->genl).stats.audit_held > 0,
	       "the records wait in the kernel");
	units("start");
	ledger_claim(ledger, &scene->tap, scene->genl, "absent for a while");
}

int main(void)
{
	struct ledger *ledger;
	struct scene scene;
	uint64_t usual;

	scene_begin(&scene);
	scene_rule(&scene, "all", "0-15", "transitional", "\"native\", \"transitional\"");
	ledger_open(&ledger, scene.genl);
	usual = latency(&scene);
	stopped(&scene, ledger, usual);
	absent(&scene, ledger, usual);
	ledger_close(ledger);
	return scene_end(&scene);
}
