// SPDX-License-Identifier: GPL-2.0-only
#include "guest-migrate.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/migration.h"
#include "client/util.h"

#define TRANSITIONS_MAX 5
#define STREAM_MAX 70000

/* VFIO_DEVICE_STATE_PRE_COPY, which came with 6.2 and which the module does not support. */
#define PRE_COPY 6

static const uint32_t states[] = {
	VFIO_DEVICE_STATE_STOP,	    VFIO_DEVICE_STATE_RUNNING,	   VFIO_DEVICE_STATE_STOP_COPY,
	VFIO_DEVICE_STATE_RESUMING, VFIO_DEVICE_STATE_RUNNING_P2P, PRE_COPY,
};

/*
 * Reads or writes the file; the kernel says which of them is possible. Returns whether the VF may
 * have got a damaged state.
 */
static bool use_file(struct guest *g, uint8_t *stream, size_t *len)
{
	unsigned int how = dice_roll(&g->dice, 4);
	size_t n = STREAM_MAX;

	if (how == 0) {
		if (migration_read(g->file, stream, &n) == 0)
			*len = n;
	} else if (how == 1 || !*len) {
		migration_write(g->file, stream, 1 + dice_roll(&g->dice, 200), 50);
	} else {
		if (how == 2)
			stream[dice_roll(&g->dice, *len)] ^= 1u << dice_roll(&g->dice, 8);
		migration_write(g->file, stream, *len, 1 + dice_roll(&g->dice, *len));
	}
	return how == 2;
}

int migrate_some(struct guest *g)
{
	uint8_t *stream = calloc(1, STREAM_MAX);
	bool damaged = false;
	size_t len = 0;
	int r = stream ? 0 : -ENOMEM;

	for (unsigned int n = 1 + dice_roll(&g->dice, TRANSITIONS_MAX); n > 0 && r == 0; n--) {
		uint32_t state = states[dice_roll(&g->dice, ARRAY_SIZE(states))];
		int fd = -1;

		r = migration_set(&g->vf, state, &fd);
		if (fd >= 0) {
			migrate_end(g);
			g->file = fd;
		}
		if (g->file >= 0 && r == 0)
			damaged |= use_file(g, stream, &len);
	}
	free(stream);
	if (r == -ENOTTY)
		return 0;
	/* A VF in the state ERROR needs a reset; most others go on from any state. */
	if (migration_set(&g->vf, VFIO_DEVICE_STATE_RUNNING, NULL) || damaged)
		r = vfio_reset(&g->vf);
	/* The guest uses the pin. */
	return r == -EOPNOTSUPP ? 0 : r;
}

void migrate_end(struct guest *g)
{
	util_close(&g->file);
}
