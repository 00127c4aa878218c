// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VF is reset in each state of a migration: by VFIO, by sysfs, by the guest's power states, and
 * by hand, without the driver's knowledge. Its state is then RUNNING, the file of the migration has
 * ended, the audit says how far the migration got, and the VF can be migrated again. A state that
 * was lost in a reset is not saved. Timeout: 300 s
 */
#include <endian.h>
#include <errno.h>
#include <linux/pci_regs.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "client/modern.h"
#include "client/util.h"
#include "lib/pair.h"
#include "scene/by-hand.h"
#include "scene/pf.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define HALF 200
#define RACES 100

enum { D0, D3HOT = 3 };

static const struct point {
	const char *name, *record; /* NULL: there is nothing to record */
	uint32_t state;
	bool loads; /* the whole stream was written, and the VF is in STOP */
} points[] = {
	{ "RUNNING_P2P", NULL, STATE(RUNNING_P2P), false },
	{ "STOP", NULL, STATE(STOP), false },
	{ "STOP_COPY", "migration-cancelled", STATE(STOP_COPY), false },
	{ "RESUMING", "migration-cancelled", STATE(RESUMING), false },
	{ "STOP, with the state of another", "migration-cancelled", STATE(RESUMING), true },
};

/* Goes to this point, with half of the stream read or written; returns the file, or -1. */
static int reach(struct pair *pair, const struct point *p)
{
	uint8_t half[HALF];
	int fd = -1;

	if (p->loads) {
		tap_must(pair_load(pair, 1, PAIR_STREAM_MAX), "load the state");
		return -1;
	}
	tap_must(migration_set(&pair->vf[1], p->state, &fd), "go to %s", p->name);
	if (p->state == STATE(STOP_COPY))
		tap_must(read(fd, half, HALF) == HALF ? 0 : -EIO, "read half of the state");
	else if (p->state == STATE(RESUMING))
		tap_must(migration_write(fd, pair->stream, HALF, HALF), "write half of the state");
	return fd;
}

static void by_vfio(struct pair *pair)
{
	tap_must(vfio_reset(&pair->vf[1]), "reset the VF");
}

static void by_sysfs(struct pair *pair)
{
	char bdf[VFIO_BDF_LEN];
	struct pf_action action;

	scene_vf(&pair->scene, 1, bdf);
	pf_reset(&action, bdf);
	tap_must(pf_wait(&action, SCENE_TIMEOUT_MS), "reset %s", bdf);
}

static void power(struct pair *pair, uint16_t state)
{
	unsigned int at;

	tap_must(modern_capability(&pair->vf[1], PCI_CAP_ID_PM, &at), "find the capability");
	state = htole16(state);
	tap_must(vfio_write(&pair->vf[1], VFIO_PCI_CONFIG_REGION_INDEX, at + PCI_PM_CTRL, &state,
			    sizeof(state)),
		 "write the power state");
}

static void by_power(struct pair *pair)
{
	power(pair, D3HOT);
	power(pair, D0);
}

static const struct way {
	const char *name;
	void (*reset)(struct pair *pair);
} ways[] = {
	{ "by VFIO", by_vfio },
	{ "by sysfs", by_sysfs },
	{ "by D3hot", by_power },
};

static void resets(struct pair *pair, const struct point *p, const struct way *way)
{
	struct tap *tap = &pair->scene.tap;
	uint32_t state = 0;
	uint8_t byte = 0;
	int fd;

	pair_mark(pair);
	fd = reach(pair, p);
	way->reset(pair);
	if (fd >= 0)
		tap_returned(tap,
			     util_errno(p->state == STATE(RESUMING) ? write(fd, &byte, 1)
								    : read(fd, &byte, 1)),
			     -ENODEV, "%s, %s: the file has ended", p->name, way->name);
	tap_must(migration_state(&pair->vf[1], &state), "get the state");
	tap_ok(tap, state == STATE(RUNNING), "%s, %s: the state is RUNNING", p->name, way->name);
	if (p->record)
		pair_recorded(pair, 1, p->record, NULL, false);
	if (fd >= 0)
		close(fd);
	/* The emulated device is not reset in D3hot, so it is still stopped. */
	if (way->reset == by_power)
		by_vfio(pair);
	tap_ok(tap, pair_clean(pair, 1), "and the device has nothing left");
}

/*
 * A state that was read completely has left the machine, even if the VF is then reset. One that was
 * loaded and never ran is cancelled.
 */
static void whole(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	uint32_t state;
	int fd = -1;

	pair_mark(pair);
	tap_must(migration_set(&pair->vf[1], STATE(STOP_COPY), &fd), "begin to save");
	pair->len = sizeof(pair->stream);
	tap_must(migration_read(fd, pair->stream, &pair->len), "read all of the state");
	by_vfio(pair);
	tap_must(migration_state(&pair->vf[1], &state), "get the state");
	pair_recorded(pair, 1, "migration-saved", NULL, true);
	close(fd);

	pair_mark(pair);
	fd = -1;
	tap_must(migration_set(&pair->vf[1], STATE(STOP_COPY), &fd), "begin to save");
	tap_must(migration_read(fd, pair->stream, &(size_t){ PAIR_STREAM_MAX }), "read it");
	vfio_detach(&pair->vf[1]);
	pair_recorded(pair, 1, "migration-saved", NULL, true);
	close(fd);
	pair_open(pair, 1);

	pair_mark(pair);
	tap_must(pair_load(pair, 1, PAIR_STREAM_MAX), "load the state");
	vfio_detach(&pair->vf[1]);
	pair_recorded(pair, 1, "migration-cancelled", NULL, true);
	pair_open(pair, 1);
	tap_ok(tap, pair_clean(pair, 1), "and the device has nothing left");
}

/* The device has been reset, and only its config space shows that. */
static void unnoticed(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	char bdf[VFIO_BDF_LEN];
	uint32_t state = 0;
	int fd = -1;

	scene_vf(&pair->scene, 0, bdf);
	tap_must(migration_set(&pair->vf[0], STATE(STOP), NULL), "stop the source");
	reset_by_hand(bdf);
	pair_mark(pair);
	tap_returned(tap, migration_set(&pair->vf[0], STATE(STOP_COPY), &fd), -EIO,
		     "reset by hand in STOP: the VF is not saved");
	pair_recorded(pair, 0, "migration-refused", "the function was reset after it was stopped",
		      false);
	tap_must(migration_state(&pair->vf[0], &state), "get the state");
	tap_ok(tap, state == STATE(RUNNING), "and its state is RUNNING");
	tap_must(vfio_reset(&pair->vf[0]), "reset it");
}

struct racer {
	struct pair *pair;
	atomic_bool stop;
	unsigned int resets;
	int result;
};

static void *race(void *userdata)
{
	struct racer *racer = userdata;

	while (!atomic_load(&racer->stop) && racer->result == 0) {
		racer->result = vfio_reset(&racer->pair->vf[1]);
		racer->resets++;
	}
	return NULL;
}

/*
 * Resets the VF at random moments of a migration, which then fails with an expected error or
 * succeeds.
 */
static void races(struct pair *pair)
{
	struct racer racer = { .pair = pair };
	struct tap *tap = &pair->scene.tap;
	unsigned int done = 0, odd = 0;
	size_t len = pair->len;
	pthread_t thread;
	uint32_t state;

	tap_must(-pthread_create(&thread, NULL, race, &racer), "start a thread");
	for (unsigned int i = 0; i < RACES; i++) {
		int r = pair_load(pair, 1, 100 + i) ?:
			migration_set(&pair->vf[1], STATE(RUNNING), NULL) ?: pair_save(pair, 1);

		pair->len = len;
		done += r == 0;
		odd += r && r != -ENODEV && r != -EINVAL && r != -EIO;
		if (r && r != -ENODEV && r != -EINVAL && r != -EIO)
			tap_note("migration %u: %s", i, strerrorname_np(-r));
		if (migration_set(&pair->vf[1], STATE(RUNNING), NULL))
			by_vfio(pair);
	}
	atomic_store(&racer.stop, true);
	pthread_join(thread, NULL);
	tap_ok(tap, odd == 0 && racer.result == 0,
	       "%u resets during %u migrations: each is done or has ended", racer.resets, RACES);
	tap_note("%u were done", done);
	tap_must(vfio_reset(&pair->vf[1]), "reset the VF");
	tap_must(migration_state(&pair->vf[1], &state), "get the state");
	tap_ok(tap, state == STATE(RUNNING) && pair_clean(pair, 1),
	       "and after a reset there is nothing left");
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	tap_must(pair_save(&pair, 0), "save VF 0");
	tap_must(migration_set(&pair.vf[0], STATE(RUNNING), NULL), "let it run");
	for (unsigned int i = 0; i < ARRAY_SIZE(points); i++)
		for (unsigned int j = 0; j < ARRAY_SIZE(ways); j++)
			resets(&pair, &points[i], &ways[j]);
	whole(&pair);
	races(&pair);
	pair_up(&pair);
	tap_ok(&pair.scene.tap, pair_talks(&pair, 5), "a driver can use VF 0");
	unnoticed(&pair);
	return pair_end(&pair);
}
