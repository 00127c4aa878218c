// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device refuses, delays or does not answer each command of a migration. The state is then
 * unchanged or ERROR, every wait ends, a reset recovers the VF, and no object is left.
 * Timeout: 600 s
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define WAIT_MS 12000u

enum { CREATE = 10, DESTROY = 13, METADATA = 14, GET = 15, SET = 16, MODE = 17 };

static const struct {
	int op;
	const char *name;
	unsigned int vf; /* the VF that needs the command */
} commands[] = {
	{ MODE, "MODE_SET", 0 }, { CREATE, "CREATE", 0 }, { METADATA, "METADATA", 0 },
	{ GET, "GET", 0 },	 { MODE, "MODE_SET", 1 }, { CREATE, "CREATE", 1 },
	{ SET, "SET", 1 },
};

static int move(struct pair *pair)
{
	return pair_save(pair, 0) ?: pair_load(pair, 1, 4096);
}

/* Sets the source to RUNNING again, and resets the destination. */
static bool recovered(struct pair *pair)
{
	uint32_t state;
	int r = migration_state(&pair->vf[0], &state);

	if (r == 0 && state != STATE(RUNNING) && state != STATE(ERROR))
		r = migration_set(&pair->vf[0], STATE(RUNNING), NULL);
	return r == 0 && vfio_reset(&pair->vf[1]) == 0;
}

static void fail(struct pair *pair, unsigned int i, const char *how, bool answered)
{
	struct tap *tap = &pair->scene.tap;
	uint64_t start = util_now_ns();
	uint32_t state = 0;
	int r;

	/* The size is needed only for a state that does not fit into the usual buffer. */
	if (commands[i].op == METADATA)
		device_do(pair->device, "fault add vf=%u op=%d times=1 status=12", commands[i].vf,
			  GET);
	device_do(pair->device, "fault add vf=%u op=%d times=1 %s", commands[i].vf, commands[i].op,
		  how);
	r = move(pair);
	tap_ok(tap, r < 0, "VF %u, %s, %s: is an error", commands[i].vf, commands[i].name, how);
	if (util_now_ns() - start > WAIT_MS * UINT64_C(1000000) * scene_slower())
		tap_ok(tap, false, "within %u ms", WAIT_MS);
	device_do(pair->device, "fault clear");
	device_do(pair->device, "release");
	util_sleep_ms(200);
	if (commands[i].vf == 0 && commands[i].op == MODE && !answered) {
		migration_state(&pair->vf[0], &state);
		tap_ok(tap, state == STATE(ERROR), "it is unknown whether the device has stopped");
	}
}

/* Abandons a source in ERROR, whose guest and driver are lost. */
static void again(struct pair *pair)
{
	tap_must(vfio_reset(&pair->vf[0]), "reset the source");
	tap_must(vfio_reset(&pair->vf[1]), "reset the destination");
}

/* A state that does not fit into the usual buffer is read completely, after a query of its size. */
static void large(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	size_t len;

	again(pair);
	tap_returned(tap, pair_save(pair, 0), 0, "a state is got");
	len = pair->len;
	again(pair);
	device_do(pair->device, "fault add vf=0 op=%d times=1 status=12", GET);
	tap_returned(tap, pair_save(pair, 0), 0, "one that does not fit at first as well");
	tap_ok(tap, pair->len == len, "and whole: %zu bytes", pair->len);
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	for (unsigned int i = 0; i < ARRAY_SIZE(commands); i++) {
		fail(&pair, i, "status=22 qualifier=3", true);
		if (!tap_ok(&pair.scene.tap, recovered(&pair), "the source continues"))
			again(&pair);
		fail(&pair, i, "short=0 status=28", true);
		again(&pair);
		fail(&pair, i, "hold", false);
		again(&pair);
	}
	device_do(pair.device, "fault add op=%d times=1 hold", DESTROY);
	tap_returned(&pair.scene.tap, move(&pair), 0,
		     "an object that is not destroyed in time is not an error");
	tap_returned(&pair.scene.tap, migration_set(&pair.vf[0], STATE(RUNNING), NULL), 0,
		     "the source can run");
	tap_returned(&pair.scene.tap, pair_save(&pair, 0), -EBUSY, "but it gets no second object");
	device_do(pair.device, "release");
	tap_ok(&pair.scene.tap, pair_objects(&pair) == 0, "no object is left");
	large(&pair);
	again(&pair);
	tap_returned(&pair.scene.tap, move(&pair), 0, "and afterwards a migration succeeds");
	return pair_end(&pair);
}
