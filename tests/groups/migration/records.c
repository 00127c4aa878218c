// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfiovd is killed and journald is stopped in the middle of migrations: the migrations continue,
 * because the grant is latched, and afterwards each record is in the journal exactly once, with its
 * size. Timeout: 300 s
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/names.h"
#include "lib/pair.h"
#include "scene/ledger.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define HALF 200

static const char *const events[] = {
	"migration-saved",
	"migration-resumed",
	"migration-cancelled",
	"migration-refused",
};

static void kill_daemon(struct pair *pair)
{
	tap_must(daemon_signal(pair->scene.genl, SIGKILL), "kill vfiovd");
	tap_must(daemon_wait_owner(pair->scene.genl, false, SCENE_TIMEOUT_MS), "see it gone");
}

/* Moves the guest. If @killed is set, vfiovd dies while the state is being read. */
static int move(struct pair *pair, bool killed)
{
	unsigned int from = pair->at, to = !from;
	size_t rest = PAIR_STREAM_MAX - HALF;
	int in = -1, out = -1, r;

	tap_must(migration_set(&pair->vf[from], STATE(STOP_COPY), &out), "begin to save");
	tap_must(read(out, pair->stream, HALF) == HALF ? 0 : -EIO, "read half of the state");
	if (killed)
		kill_daemon(pair);
	tap_must(migration_read(out, pair->stream + HALF, &rest), "read the rest");
	pair->len = HALF + rest;
	close(out);
	tap_must(migration_set(&pair->vf[from], STATE(STOP), NULL), "end it");
	tap_must(migration_set(&pair->vf[to], STATE(RESUMING), &in), "begin to resume");
	tap_must(migration_write(in, pair->stream, pair->len, HALF), "write the state");
	close(in);
	r = migration_set(&pair->vf[to], STATE(STOP), NULL) ?: pair_go_on(pair, to);
	tap_must(vfio_reset(&pair->vf[from]), "free the source");
	return r;
}

static void cancel(struct pair *pair)
{
	int fd = -1;

	tap_must(migration_set(&pair->vf[!pair->at], STATE(STOP_COPY), &fd), "begin to save");
	close(fd);
	tap_must(migration_set(&pair->vf[!pair->at], STATE(RUNNING), NULL), "cancel it");
}

static void damage(struct pair *pair)
{
	pair->stream[0] ^= 1;
	tap_must(pair_load(pair, !pair->at, 4096) ? 0 : -EPROTO, "refuse a damaged state");
	pair->stream[0] ^= 1;
	tap_must(vfio_reset(&pair->vf[!pair->at]), "reset the VF");
}

/* Counts the records of this event since the mark. */
static int count(struct pair *pair, const char *event)
{
	_cleanup_free_ char *match = NULL;

	if (asprintf(&match, VFV_FIELD_EVENT "=%s", event) < 0)
		tap_must(-ENOMEM, "name the event");
	return journal_count(pair->scene.journal, (const char *[]){ match, NULL });
}

/* Every outcome of a migration, while nothing writes to the journal. */
static void all(struct pair *pair, struct ledger *ledger, const char *when, bool killed)
{
	static const int expected[ARRAY_SIZE(events)] = { 2, 2, 1, 1 };
	struct tap *tap = &pair->scene.tap;

	pair_mark(pair);
	journald_signal("STOP");
	tap_returned(tap, move(pair, killed), 0, "%s: the guest is moved", when);
	tap_returned(tap, move(pair, false), 0, "%s: and back", when);
	cancel(pair);
	damage(pair);
	journald_signal("CONT");
	if (killed)
		tap_must(daemon_start(pair->scene.genl), "start vfiovd");
	ledger_claim(ledger, tap, pair->scene.genl, when);
	for (unsigned int i = 0; i < ARRAY_SIZE(events); i++) {
		int n = count(pair, events[i]);

		tap_ok(tap, n == expected[i], "%s: %d records of %s, %d expected", when, n,
		       events[i], expected[i]);
	}
	/* Either move's record matches, because both streams have the same size. */
	pair_recorded(pair, !pair->at, "migration-saved", NULL, true);
	pair_recorded(pair, pair->at, "migration-resumed", NULL, true);
	tap_ok(tap, pair_talks(pair, 5), "%s: the guest talks", when);
}

int main(void)
{
	struct ledger *ledger;
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	pair_up(&pair);
	tap_must(daemon_leave_dead(true), "keep systemd from restarting vfiovd");
	ledger_open(&ledger, pair.scene.genl);
	all(&pair, ledger, "journald stopped", false);
	all(&pair, ledger, "vfiovd killed, too", true);
	ledger_close(ledger);
	tap_must(daemon_leave_dead(false), "return vfiovd to systemd");
	return pair_end(&pair);
}
