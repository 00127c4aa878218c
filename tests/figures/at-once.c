// SPDX-License-Identifier: GPL-2.0-only
/*
 * 16 VFs at once, each read without a pause by a thread of its own: how many accesses all of them
 * get through the PF's one admin queue, and what share the slowest has. There are 16 for each driver,
 * and they have their turns; half way they change places.
 */
#include "readers.h"

#define VFS 16
#define ROUNDS 12
#define TURN_MS 1000

struct side {
	enum figure_driver driver;
	struct reader readers[VFS];
};

static void turn(struct figure *figure, struct side *side, unsigned int round)
{
	struct readers_result result = readers_run(side->readers, VFS, TURN_MS);
	const char *label = figure_driver_label(side->driver);

	figure_value(figure, label, round, result.sum * 1000000000 / result.took_ns,
		     "accesses of %d VFs", VFS);
	figure_value(figure, label, round, result.most ? result.least * 100 / result.most : 0,
		     "slowest of %d VFs, share of the fastest", VFS);
}

int main(void)
{
	static struct side sides[] = { { FIGURE_OURS }, { FIGURE_UPSTREAM } };
	struct figure figure;

	figure_begin(&figure, "at-once");
	figure_make_vfs(&figure, 2 * VFS);
	for (unsigned int half = 0; half < 2; half++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			readers_open(&figure, sides[i].driver, (i + half) % 2 * VFS,
				     sides[i].readers, VFS);
		for (unsigned int round = 0; round < ROUNDS / 2; round++)
			for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
				turn(&figure, &sides[i], half * ROUNDS / 2 + round);
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			readers_close(sides[i].readers, VFS);
	}
	return figure_end(&figure);
}
