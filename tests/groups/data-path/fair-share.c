// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers of 16 VFs are read without a pause through the PF's only admin queue. No VF starves: no
 * access stalls, and the slowest VF gets at least a tenth of the rate of the fastest. This holds for
 * the default queue size, and for a queue with room for a single command. How even the shares are
 * depends on the machine; figures/at-once.c measures it.
 *
 * Timeout: 240 s
 */
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/hammer.h"
#include "lib/rig.h"

#define SECONDS 10
#define SECONDS_LONG 30
#define FACTOR 10
#define STALL_MS 2000

static struct hammer hammers[SCENE_VFS];

static void all_open(struct rig rigs[static SCENE_VFS])
{
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		rigs[i] = rigs[0];
		rig_open(&rigs[i], i);
	}
}

static void share(struct rig *first, const char *queue)
{
	static struct rig rigs[SCENE_VFS];
	unsigned long least = -1ul, most = 0, failed = 0, longest = 0;
	const char *longer = getenv("VFIOVD_LONG");
	struct tap *tap = &first->scene.tap;

	rigs[0] = *first;
	all_open(rigs);
	for (unsigned int i = 0; i < SCENE_VFS; i++)
		hammer_start(&hammers[i], &rigs[i].vf, 1);
	util_sleep_ms((longer && *longer ? SECONDS_LONG : SECONDS) * 1000);
	/* Stops all at once; otherwise the last one would get the share of the others. */
	for (unsigned int i = 0; i < SCENE_VFS; i++)
		atomic_store(&hammers[i].stop, true);
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		struct hammer *h = &hammers[i];

		hammer_stop(h);
		least = h->good < least ? h->good : least;
		most = h->good > most ? h->good : most;
		longest = h->longest_ns > longest ? h->longest_ns : longest;
		failed += h->failed;
	}
	for (unsigned int i = 0; i < SCENE_VFS; i++)
		rig_close(&rigs[i]);
	tap_ok(tap, failed == 0, "%s: no access fails", queue);
	tap_ok(tap, least > 0 && most <= FACTOR * least,
	       "%s: the slowest of %d VFs has %lu accesses, the fastest %lu", queue, SCENE_VFS,
	       least, most);
	tap_ok(tap, longest < STALL_MS * 1000000ul, "%s: no access stalls, the longest took %lu ms",
	       queue, longest / 1000000);
}

int main(void)
{
	struct rig rig;
	unsigned int size;

	rig_begin(&rig);
	size = rig_queue_least(&rig);
	share(&rig, "the default queue");
	if (device_can(rig.device, "queue-size %u", size)) {
		rig_queue_size(&rig, size);
		share(&rig, "a queue of one command");
		rig_queue_size(&rig, 64);
	} else {
		tap_skip(&rig.scene.tap, "a queue of one command",
			 "the device does not support it");
	}
	return rig_end(&rig);
}
