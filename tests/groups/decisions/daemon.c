// SPDX-License-Identifier: GPL-2.0-only
/*
 * Long-term behaviour of vfiovd: an invalid policy does not replace a valid one, and the journal
 * reports the location of each error; systemd's watchdog restarts a hung daemon; the daemon
 * recovers lost events; a stopped daemon stays stopped; and its memory does not grow over thousands
 * of records.
 *
 * Timeout: 300 s
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "client/util.h"
#include "lib/deaf.h"
#include "lib/names.h"
#include "lib/stand-in.h"
#include "scene/ledger.h"

#define RULES_FILE VFV_POLICY_DIR_ETC "/" POLICY_RULES_FILE
#define DROP_IN_DIR "/run/systemd/system/" DAEMON_UNIT ".d"
#define DROP_IN DROP_IN_DIR "/watchdog.conf"
#define WATCHDOG_S 2
#define WATCHDOG_TIMEOUT_MS 25000
/* More records than the smallest ring can hold. */
#define FLOOD 1000
/*
 * The number of doorbells, and the time that each takes (kmod/core/nl_doorbell.c); deaf_make() leaves
 * room for four.
 */
#define DOORBELLS 12
#define DOORBELL_MS 40
#define RECORDS 4000
#define BATCH 1000
#define GROWTH_KB 1024
/* The pause of vfiovd's writer is 1000 ms. */
#define REST_MS 2000

static void file_write(const char *path, const char *text)
{
	_cleanup_fclose_ FILE *file = fopen(path, "we");

	tap_must(file && fputs(text, file) >= 0 && fflush(file) == 0 ? 0 : -EIO, "write %s", path);
}

static void bad_policy(struct scene *scene)
{
	struct tap *tap = &scene->tap;
	struct vfv_status before, after;
	char bdf[VFIO_BDF_LEN];

	scene_rule(scene, "good", "0-15", "transitional", "\"native\", \"transitional\"");
	before = stand_in_status(scene->genl);
	journal_mark(scene->journal);
	file_write(RULES_FILE,
		   "version = 1;\nrules = (\n{ name = \"bad\"; profil = \"native\"; }\n);\n");
	tap_must(daemon_signal(scene->genl, SIGHUP), "reload vfiovd");
	tap_returned(tap,
		     journal_find(scene->journal,
				  (const char *[]){ "MESSAGE_ID=" VFV_ID_POLICY_REJECTED, NULL },
				  SCENE_TIMEOUT_MS),
		     0, "a bad policy is rejected, and the journal records it");
	tap_returned(tap,
		     journal_find(scene->journal,
				  (const char *[]){ VFV_FIELD_RULE_FILE "=" POLICY_RULES_FILE,
						    VFV_FIELD_RULE_LINE "=3", NULL },
				  SCENE_TIMEOUT_MS),
		     0, "with file and line of the error");
	after = stand_in_status(scene->genl);
	tap_ok(tap,
	       after.owner_pid == before.owner_pid &&
		       after.policy_generation == before.policy_generation &&
		       !strcmp(after.policy_hash, before.policy_hash),
	       "the old one stays in force, generation %lu", after.policy_generation);
	scene_bind_decided(scene, 0, bdf);
	tap_ok(tap, !strcmp(stand_in_vf(scene->genl, bdf).current, "transitional"), "and decides");
	scene_rule(scene, "better", "0-15", "transitional", "\"native\", \"transitional\"");
}

/* Causes events, which add records while the ring has room. */
static void change_params(struct scene *scene, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		stand_in_params(scene->genl, 1001 - i % 2, -1, -1);
}

/* Causes more doorbells than fit into the daemon's socket while the daemon cannot read them. */
static void flood(struct scene *scene, struct ledger *ledger)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;

	/* On a slow kernel, the daemon takes longer than systemd's timeout. */
	tap_must(daemon_leave_dead(true), "keep systemd from killing a daemon that hangs");
	tap_must(daemon_stop(scene->genl), "stop vfiovd");
	tap_must(daemon_start(scene->genl), "start vfiovd");
	journal_mark(scene->journal);
	stand_in_params(scene->genl, -1, -1, VFIOV_RING_SIZE_MIN);
	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	deaf_make(stand_in_status(scene->genl).owner_pid);
	change_params(scene, FLOOD);
	for (unsigned int i = 0; i < DOORBELLS; i++) {
		change_params(scene, 2);
		util_sleep_ms(DOORBELL_MS);
	}
	stand_in_bind(scene, 1, bdf);
	stand_in_params(scene->genl, -1, -1, 4096);
	tap_must(daemon_signal(scene->genl, SIGCONT), "continue vfiovd");
	tap_returned(&scene->tap, scene_wait_decided(scene, bdf, &vf), 0,
		     "it decides about a bind after %d changes and %d doorbells that it could not "
		     "receive",
		     FLOOD, DOORBELLS);
	tap_ok(&scene->tap, !strcmp(vf.current, "transitional"), "according to its policy");
	tap_returned(&scene->tap,
		     journal_find(scene->journal,
				  (const char *[]){ "MESSAGE=Kernel events were lost, reading the "
						    "state again",
						    NULL },
				  SCENE_TIMEOUT_MS),
		     0, "it noticed the lost events");
	tap_must(daemon_leave_dead(false), "give vfiovd back to systemd");
	ledger_claim(ledger, &scene->tap, scene->genl, "after the flood");
}

static void watchdog(struct scene *scene, struct ledger *ledger)
{
	uint64_t start, deadline;
	struct vfv_status before, now;
	char conf[64];

	mkdir(DROP_IN_DIR, 0755);
	snprintf(conf, sizeof(conf), "[Service]\nWatchdogSec=%d\nTimeoutAbortSec=2\n", WATCHDOG_S);
	file_write(DROP_IN, conf);
	tap_must(run_quietly((const char *[]){ "systemctl", "daemon-reload", NULL }), "reload");
	tap_must(run_quietly((const char *[]){ "systemctl", "restart", DAEMON_UNIT, NULL }),
		 "restart vfiovd");
	tap_must(daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS), "see vfiovd");
	before = stand_in_status(scene->genl);
	util_sleep_ms(WATCHDOG_S * 1500);
	tap_ok(&scene->tap, stand_in_status(scene->genl).owner_pid == before.owner_pid,
	       "a watchdog of %d s leaves a healthy daemon alone", WATCHDOG_S);
	tap_must(daemon_signal(scene->genl, SIGSTOP), "hang vfiovd");
	start = util_now_ns();
	deadline = start + WATCHDOG_TIMEOUT_MS * 1000000ull;
	do {
		util_sleep_ms(50);
		now = stand_in_status(scene->genl);
	} while (util_now_ns() < deadline &&
		 (!now.owner_pid || now.owner_pid == before.owner_pid || !now.policy_generation));
	tap_ok(&scene->tap, now.owner_pid && now.owner_pid != before.owner_pid,
	       "a daemon that hangs is replaced, after %lu ms", (util_now_ns() - start) / 1000000);
	unlink(DROP_IN);
	tap_must(run_quietly((const char *[]){ "systemctl", "daemon-reload", NULL }), "reload");
	ledger_claim(ledger, &scene->tap, scene->genl, "after the watchdog");
}

/* The doorbell of the last record has not been sent yet. */
static void stop_at_once(struct scene *scene)
{
	uint64_t seq;

	change_params(scene, 1);
	seq = stand_in_status(scene->genl).stats.audit_seq;
	tap_must(daemon_signal(scene->genl, SIGTERM), "stop vfiovd");
	tap_must(daemon_wait_owner(scene->genl, false, SCENE_TIMEOUT_MS), "see it gone");
	tap_ok(&scene->tap, stand_in_status(scene->genl).stats.audit_acked >= seq,
	       "events just before a stop are recorded");
	tap_must(daemon_start(scene->genl), "start vfiovd");
}

static void stop(struct scene *scene)
{
	struct vfv_status status;
	uint64_t start = util_now_ns();
	struct run result;

	tap_must(daemon_stop(scene->genl), "stop vfiovd");
	status = stand_in_status(scene->genl);
	tap_ok(&scene->tap, !status.owner_pid, "a stop takes %lu ms and unregisters the owner",
	       (util_now_ns() - start) / 1000000);
	tap_must(run(&result, 0,
		     (const char *[]){ "systemctl", "show", "-P", "Result", DAEMON_UNIT, NULL }),
		 "ask systemd");
	tap_ok(&scene->tap, !strncmp(result.out, "success", 7), "systemd reports success: %s",
	       result.out[0] ? "yes" : "nothing");
	run_free(&result);
	tap_must(daemon_start(scene->genl), "start vfiovd");
}

/* Returns VmRSS in KiB, after the journal files have been unmapped. */
static long resident_at_rest(uint32_t pid)
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[64], line[256];
	long kb = -1;

	util_sleep_ms(REST_MS);
	snprintf(path, sizeof(path), "/proc/%u/status", pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "VmRSS: %ld", &kb);
	tap_must(kb < 0 ? -EIO : 0, "read %s", path);
	return kb;
}

static void records(struct scene *scene, struct ledger *ledger, unsigned int n)
{
	struct vfv_status status;

	for (; n > 0; n -= BATCH) {
		change_params(scene, BATCH);
		tap_must(ledger_wait_empty(scene->genl, &status, 60000), "have records stored");
		ledger_read(ledger);
	}
}

static void memory(struct scene *scene, struct ledger *ledger)
{
	uint32_t pid = stand_in_status(scene->genl).owner_pid;
	const char *user = getenv("VFIOVD_USER");
	long before, after;

	/* AddressSanitizer delays the release of freed memory. */
	if (user && *user)
		return;
	/* By then, the daemon has made its one-time allocations. */
	records(scene, ledger, BATCH);
	before = resident_at_rest(pid);
	records(scene, ledger, RECORDS);
	after = resident_at_rest(pid);
	tap_ok(&scene->tap,
	       stand_in_status(scene->genl).owner_pid == pid && after < before + GROWTH_KB,
	       "with %d more records, its memory goes from %ld KiB to %ld KiB", RECORDS, before,
	       after);
	ledger_claim(ledger, &scene->tap, scene->genl, "at the end");
}

int main(void)
{
	struct ledger *ledger;
	struct scene scene;

	scene_begin(&scene);
	ledger_open(&ledger, scene.genl);
	bad_policy(&scene);
	flood(&scene, ledger);
	watchdog(&scene, ledger);
	stop_at_once(&scene);
	stop(&scene);
	memory(&scene, ledger);
	stand_in_params(scene.genl, 1000, -1, -1);
	ledger_close(ledger);
	return scene_end(&scene);
}
