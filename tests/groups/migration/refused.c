// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams that are not for this VF, data that is not a stream, and uses of a file after its
 * transfer has ended are refused with an error, and the source keeps running. Timeout: 300 s
 */
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define HEADER 144
#define FUZZ 500

static void is_error(struct pair *pair, const char *what)
{
	uint32_t state = 0;

	tap_must(migration_state(&pair->vf[1], &state), "ask for the state");
	tap_ok(&pair->scene.tap, state == STATE(ERROR), "%s: the state is ERROR", what);
	tap_returned(&pair->scene.tap, vfio_reset(&pair->vf[1]), 0, "%s: a reset ends it", what);
}

/* Changes a byte of the stream. write() or the next state must fail, and the audit must say why. */
static void changed(struct pair *pair, size_t at, uint8_t value, const char *what, const char *why)
{
	uint8_t old = pair->stream[at];

	pair_mark(pair);
	pair->stream[at] = value;
	tap_returned(&pair->scene.tap, pair_load(pair, 1, 4096), -EINVAL, "%s", what);
	pair->stream[at] = old;
	tap_must(migration_set(&pair->vf[1], STATE(STOP), NULL) ? 0 : -EPROTO, "be refused again");
	pair_recorded(pair, 1, "migration-refused", why, false);
	is_error(pair, what);
}

static void damaged(struct pair *pair)
{
	changed(pair, 0, 'V', "of another driver", "the state is not of this driver");
	changed(pair, 8, 2, "of another version",
		"the state is of another version of this driver");
	changed(pair, 16, 'n', "of another profile", "the state is of another profile");
	changed(pair, 48, 2, "of another device type", "the state is of another device type");
	changed(pair, 50, 77, "with other vectors",
		"the state is of a device with another number of MSI-X vectors");
	changed(pair, 52, 128, "with another BAR0", "the state is of a device with other features");
	/* the first byte of the first part's type */
	changed(pair, HEADER, 0xff, "with parts that the device does not know",
		"the device refused the state");
}

static void lengths(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	size_t whole = pair->len;
	bool good = true;

	for (pair->len = 0; pair->len < whole && good; pair->len += pair->len < HEADER ? 29 : 97) {
		good = pair_load(pair, 1, 4096) == -EINVAL && vfio_reset(&pair->vf[1]) == 0;
		if (!good)
			tap_note("truncated after %zu bytes", pair->len);
	}
	tap_ok(tap, good, "a truncated stream is refused, wherever it is truncated");
	pair_mark(pair);
	pair->len = whole - 1;
	tap_returned(tap, pair_load(pair, 1, 4096), -EINVAL, "even if one byte is missing");
	pair_recorded(pair, 1, "migration-refused", "the state is too short", false);
	tap_returned(tap, vfio_reset(&pair->vf[1]), 0, "a reset ends it");
	pair_mark(pair);
	pair->len = whole + 1;
	tap_returned(tap, pair_load(pair, 1, PAIR_STREAM_MAX), -EINVAL,
		     "a stream that is too long is refused as well");
	pair_recorded(pair, 1, "migration-refused", "the state is too long", false);
	tap_returned(tap, vfio_reset(&pair->vf[1]), 0, "and again a reset ends it");
	tap_returned(tap, pair_load(pair, 1, 16), -EINVAL, "even if the rest arrives later");
	tap_returned(tap, vfio_reset(&pair->vf[1]), 0, "and a reset ends it");
	pair->len = whole;
}

static void late(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	char bdf[VFIO_BDF_LEN];
	uint8_t byte = 0;
	int in = -1, out = -1;

	tap_must(migration_set(&pair->vf[1], STATE(RESUMING), &in), "begin to resume");
	tap_must(migration_set(&pair->vf[0], STATE(STOP_COPY), &out), "begin to save");
	tap_must(vfio_reset(&pair->vf[1]), "reset the destination");
	tap_must(migration_set(&pair->vf[0], STATE(STOP), NULL), "stop the source");
	tap_returned(tap, util_errno(write(in, &byte, 1)), -ENODEV, "a write after a reset");
	tap_returned(tap, util_errno(read(out, &byte, 1)), -ENODEV, "a read after the state");
	tap_must(migration_set(&pair->vf[0], STATE(RUNNING), NULL), "let the source run");
	close(in);

	tap_must(migration_set(&pair->vf[1], STATE(RESUMING), &in), "begin again");
	scene_vf(&pair->scene, 1, bdf);
	vfio_detach(&pair->vf[1]);
	tap_returned(tap, util_errno(write(in, &byte, 1)), -ENODEV, "a write after the close");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	tap_returned(tap, util_errno(write(in, &byte, 1)), -ENODEV, "and after the unbind");
	close(in);
	close(out);
	pair_open(pair, 1);
}

/*
 * Each damaged stream is refused with an error or accepted by the device; the kernel reports
 * nothing.
 */
static void fuzzed(struct pair *pair)
{
	static uint8_t whole[PAIR_STREAM_MAX];
	size_t len = pair->len;
	unsigned int taken = 0, odd = 0;
	const char *seed = getenv("VFIOVD_SEED");

	memcpy(whole, pair->stream, len);
	srandom(seed && *seed ? strtoul(seed, NULL, 10) : 1);
	for (unsigned int i = 0; i < FUZZ; i++) {
		unsigned int flips = 1 + random() % 4;
		int r;

		memcpy(pair->stream, whole, len);
		pair->len = len;
		while (flips--)
			pair->stream[random() % len] ^= 1u << random() % 8;
		if (random() % 8 == 0)
			pair->len = random() % (len + 1);
		r = pair_load(pair, 1, 1 + random() % len);
		taken += r == 0;
		odd += r != 0 && r != -EINVAL && r != -ENODEV;
		if (vfio_reset(&pair->vf[1]))
			odd++;
	}
	tap_ok(&pair->scene.tap, odd == 0,
	       "%u damaged streams are accepted, or fail with an expected error", FUZZ);
	tap_note("%u were accepted", taken);
	memcpy(pair->stream, whole, len);
	pair->len = len;
}

int main(void)
{
	struct tap *tap;
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	tap = &pair.scene.tap;
	pair_up(&pair);
	tap_returned(tap, pair_save(&pair, 0), 0, "a stream is saved");
	tap_returned(tap, migration_set(&pair.vf[0], STATE(RUNNING), NULL), 0,
		     "its source continues");
	damaged(&pair);
	lengths(&pair);
	late(&pair);
	fuzzed(&pair);
	tap_ok(tap, pair_talks(&pair, 20), "after all this, the driver at the source works");
	tap_returned(tap, pair_save(&pair, 0), 0, "its state can be saved");
	tap_returned(tap, pair_load(&pair, 1, 4096), 0, "a valid stream is accepted");
	tap_returned(tap, pair_go_on(&pair, 1), 0, "and the VF runs");
	tap_ok(tap, pair_talks(&pair, 20), "and its driver works");
	return pair_end(&pair);
}
