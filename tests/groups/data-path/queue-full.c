// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin queue has room for one command, which the device does not answer. Commands for other
 * VFs wait for a bounded time, and a waiting process can be killed. After the timeout new commands
 * fail at once until the device answers. When the PF's driver is unbound, waiting commands fail at
 * once.
 *
 * Timeout: 240 s
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "client/util.h"
#include "lib/killed.h"
#include "lib/rig.h"
#include "scene/pf.h"

#define VFS 3
#define BEGIN_MS 300
/*
 * The limit for an access that waits for a slot in the queue: three times the timeout of one
 * command.
 */
#define TURN_MS 8000
#define ONCE_MS 500
#define ACTION_MS 30000
/* The module never caches it, so each read is a command. */
#define DRIVER_FEATURES 4

/* A read that runs in its own thread. */
struct reader {
	struct rig *rig;
	pthread_t thread;
	int r;
	uint64_t took; /* ms */
};

static void *read_it(void *userdata)
{
	struct reader *reader = userdata;
	uint64_t start = util_now_ns();
	uint8_t bytes[4];

	reader->r = rig_read(reader->rig, DRIVER_FEATURES, bytes, sizeof(bytes));
	reader->took = (util_now_ns() - start) / 1000000;
	return NULL;
}

static void begin(struct reader *reader, struct rig *rig)
{
	*reader = (struct reader){ .rig = rig };
	tap_must(-pthread_create(&reader->thread, NULL, read_it, reader), "start a thread");
	util_sleep_ms(BEGIN_MS);
}

static void end(struct reader *reader)
{
	pthread_join(reader->thread, NULL);
}

static void hold(struct rig *rig)
{
	device_do(rig->device, "fault add vf=%u hold", rig->index);
}

static void let_go(struct rig *rig)
{
	device_repair(rig->device);
}

static bool all_work(struct rig rigs[static VFS])
{
	unsigned int good = 0;
	uint8_t bytes[4];

	for (unsigned int i = 0; i < VFS; i++)
		good += rig_read(&rigs[i], DRIVER_FEATURES, bytes, sizeof(bytes)) == 0;
	return good == VFS;
}

static void silent(struct rig rigs[static VFS])
{
	struct tap *tap = &rigs[0].scene.tap;
	struct reader held, waiting, late;
	uint64_t took;

	hold(&rigs[0]);
	begin(&held, &rigs[0]);
	begin(&waiting, &rigs[1]);
	took = killed_reader(&rigs[2], DRIVER_FEATURES, BEGIN_MS) / 1000000;
	tap_ok(tap, took < ONCE_MS * scene_slower(),
	       "a process that waits for the queue can be killed (%lu ms)", took);
	end(&held);
	tap_ok(tap, held.r == -ETIMEDOUT, "the device does not respond: %s",
	       strerrorname_np(-held.r));
	begin(&late, &rigs[2]);
	end(&late);
	tap_ok(tap, late.r == -EIO && late.took < ONCE_MS * scene_slower(),
	       "after its timeout, others fail at once (%lu ms): %s", late.took,
	       strerrorname_np(-late.r));
	end(&waiting);
	tap_ok(tap, waiting.r == -ETIMEDOUT && waiting.took < TURN_MS,
	       "an access that never gets a place in the queue times out (%lu ms): %s",
	       waiting.took, strerrorname_np(-waiting.r));
	let_go(&rigs[0]);
	util_sleep_ms(BEGIN_MS);
	tap_ok(tap, all_work(rigs), "all VFs work after its response");
}

static void driver_goes(struct rig rigs[static VFS])
{
	struct tap *tap = &rigs[0].scene.tap;
	struct reader held, waiting;
	struct pf_action action;

	hold(&rigs[0]);
	begin(&held, &rigs[0]);
	begin(&waiting, &rigs[1]);
	pf_virtio_unbind(&action, rigs[0].scene.pf);
	end(&waiting);
	tap_ok(tap, waiting.r == -ENODEV && waiting.took < 2 * BEGIN_MS + ONCE_MS * scene_slower(),
	       "a waiting access fails at once when the PF's driver is unbound (%lu ms): %s",
	       waiting.took, strerrorname_np(-waiting.r));
	end(&held);
	tap_ok(tap, held.r < 0, "an access with a running command fails in time: %s",
	       strerrorname_np(-held.r));
	tap_returned(tap, pf_wait(&action, ACTION_MS), 0, "and the driver is unbound");
	device_do(rigs[0].device, "fault clear");
	pf_repair(rigs[0].scene.pf);
}

int main(void)
{
	static struct rig rigs[VFS];

	rig_begin(&rigs[0]);
	rig_queue_size(&rigs[0], rig_queue_least(&rigs[0]));
	for (unsigned int i = 0; i < VFS; i++) {
		rigs[i] = rigs[0];
		rig_open(&rigs[i], i);
	}
	silent(rigs);
	driver_goes(rigs);
	for (unsigned int i = 0; i < VFS; i++)
		rig_close(&rigs[i]);
	rig_queue_size(&rigs[0], 64);
	return rig_end(&rigs[0]);
}
