// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only the statuses that the specification lists (virtio 1.3 section 2.12.1) become the errno of
 * the same number. All others become EINVAL or EIO, even if an errno has the same number. After
 * EAGAIN the command is retried a limited number of times.
 */
#include <string.h>

#include "client/util.h"
#include "lib/killed.h"
#include "lib/rig.h"

/* Always read from the device, because it may have refused some of the bits. */
#define DRIVER_FEATURES 4
#define TRIES_MAX 20
#define TRIES_MS 2000
#define KILLS 10
#define KILL_MS 20 /* within the 50 ms in which the module retries */

enum way { READ, WRITE, CONFIG_READ, CONFIG_WRITE, WAYS };

static const struct {
	const char *name;
	unsigned int op, at, len;
} ways[WAYS] = {
	[READ] = { "a read", DEVICE_COMMON_READ, DRIVER_FEATURES, 4 },
	[WRITE] = { "a write", DEVICE_COMMON_WRITE, DRIVER_FEATURES, 4 },
	[CONFIG_READ] = { "a read of config", DEVICE_CONFIG_READ, 20, 6 },
	[CONFIG_WRITE] = { "a write of config", DEVICE_CONFIG_WRITE, 20, 6 },
};

static int go(struct rig *rig, enum way way)
{
	uint8_t bytes[8] = { 0x20, 0, 1, 0 };

	if (way == READ || way == CONFIG_READ)
		return rig_read(rig, ways[way].at, bytes, ways[way].len);
	return rig_write(rig, ways[way].at, bytes, ways[way].len);
}

static void refuse(struct rig *rig, enum way way, unsigned int status, const char *more)
{
	device_do(rig->device, "fault clear");
	device_do(rig->device, "fault add vf=%u op=%u status=%u %s", rig->index, ways[way].op,
		  status, more);
	device_do(rig->device, "count reset");
}

static void listed(struct rig *rig, enum way way)
{
	const int statuses[] = { ENXIO, ENOMEM, EBUSY, EINVAL, ENOSPC };
	unsigned int wrong = 0, asked = 0;

	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++) {
		int r;

		refuse(rig, way, statuses[i], "");
		r = go(rig, way);
		if (r != -statuses[i]) {
			wrong++;
			tap_note("status %d: %d", statuses[i], r);
		}
		asked += device_commands(rig->device, rig->index);
	}
	tap_ok(&rig->scene.tap, wrong == 0, "%s: the specification's errors map to their errno",
	       ways[way].name);
	tap_ok(&rig->scene.tap, asked == ARRAY_SIZE(statuses), "and no command is sent twice");
}

static void unlisted(struct rig *rig, enum way way)
{
	/*
	 * Errors of virtio_pci itself, restart codes of the kernel, values that read() would return
	 * as success, and values that are not an errno.
	 */
	static const unsigned int statuses[] = { 1,   2,   4,	5,    14,   19,	   95,	 512,
						 513, 514, 516, 4095, 4096, 32768, 65535 };
	unsigned int wrong = 0;

	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++) {
		int r;

		refuse(rig, way, statuses[i], "");
		r = go(rig, way);
		if (r != -EINVAL && r != -EIO) {
			wrong++;
			tap_note("status %u: %d", statuses[i], r);
		}
	}
	tap_ok(&rig->scene.tap, wrong == 0, "%s: all others are EINVAL or EIO", ways[way].name);
}

static void again(struct rig *rig, enum way way)
{
	struct tap *tap = &rig->scene.tap;
	uint64_t commands, start;

	refuse(rig, way, EAGAIN, "times=2");
	tap_returned(tap, go(rig, way), 0, "%s: EAGAIN twice and then success succeeds",
		     ways[way].name);
	commands = device_commands(rig->device, rig->index);
	tap_ok(tap, commands == 3, "after 3 commands (%lu)", commands);

	refuse(rig, way, EAGAIN, "");
	start = util_now_ns();
	tap_returned(tap, go(rig, way), -EAGAIN, "%s: repeated EAGAIN is an error", ways[way].name);
	commands = device_commands(rig->device, rig->index);
	tap_ok(tap,
	       commands > 1 && commands <= TRIES_MAX &&
		       util_now_ns() - start < TRIES_MS * 1000000ull,
	       "after %lu commands and %lu ms", commands, (util_now_ns() - start) / 1000000);
}

/* No command is in flight between two tries, so a killed process exits at once. */
static void killed(struct rig *rig)
{
	uint64_t longest = 0, start;
	uint8_t got[4];
	int r;

	device_do(rig->device, "fault clear");
	device_do(rig->device, "fault add vf=%u op=%d status=%d", rig->index, DEVICE_COMMON_READ,
		  EAGAIN);
	for (unsigned int i = 0; i < KILLS; i++) {
		uint64_t took = killed_reader(rig, DRIVER_FEATURES, KILL_MS + i);

		longest = took > longest ? took : longest;
	}
	device_do(rig->device, "fault clear");
	tap_ok(&rig->scene.tap, longest < TRIES_MS * 1000000ull,
	       "none of %d processes that are killed while they retry takes more than %lu ms",
	       KILLS, longest / 1000000);
	/* The process may have left a command in flight, and a VF can have only one. */
	start = util_now_ns();
	while ((r = rig_read(rig, DRIVER_FEATURES, got, sizeof(got))) == -EBUSY &&
	       util_now_ns() - start < TRIES_MS * 1000000ull)
		util_sleep_ms(1);
	tap_returned(&rig->scene.tap, r, 0, "and the VF can be used");
}

/* A failed read must not be mistaken for a value. */
static void not_remembered(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t features[4], got[4];

	tap_must(rig_read(rig, 0, features, 4), "read the features");
	tap_must(vfio_reset(&rig->vf), "reset the function");
	rig_decode(rig);
	device_do(rig->device, "fault add vf=%u op=%d status=%d times=1", rig->index,
		  DEVICE_COMMON_READ, EBUSY);
	tap_returned(tap, rig_read(rig, 0, got, 4), -EBUSY, "the first read of the features fails");
	tap_ok(tap, rig_read(rig, 0, got, 4) == 0 && !memcmp(got, features, 4),
	       "the next one returns the features");
	device_do(rig->device, "fault add vf=%u op=%d status=%d times=1", rig->index,
		  DEVICE_COMMON_WRITE, EBUSY);
	rig_write(rig, 14, "\x01\x00", 2);
	rig_read(rig, 8, got, 4);
	tap_ok(tap, rig_read(rig, 12, got, 4) == 0 && got[2] == 1 && (got[0] || got[1]),
	       "a selection that failed once succeeds later");
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 7);
	for (enum way way = 0; way < WAYS; way++) {
		listed(&rig, way);
		unlisted(&rig, way);
		again(&rig, way);
	}
	killed(&rig);
	not_remembered(&rig);
	return rig_end(&rig);
}
