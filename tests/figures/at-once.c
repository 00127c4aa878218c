// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses per second through the PF's only admin queue, and the share of the slowest VF, while one
 * thread for each of 16 VFs, or for a single VF, reads continuously. The device answers at once or
 * after a delay, and handles other commands in the meantime. Each driver has 16 VFs. The drivers
 * take turns and swap VFs halfway.
 *
 * This runs on a host whose clock counts executed instructions (boot's --count-time): a billion per
 * second, for both processors together. Turns are short because such a host is ten times slower.
 */
#include "readers.h"

#define VFS 16
#define ROUNDS 12

struct side {
	enum figure_driver driver;
	struct reader readers[VFS];
};

static const struct kind {
	unsigned int vfs, delay_us, turn_ms;
	const char *device;
} kinds[] = {
	{ VFS, 0, 60, "" },
	{ 1, 50, 20, ", 50 us a command" },
	{ 1, 200, 40, ", 200 us a command" },
	{ 1, 1000, 60, ", 1 ms a command" },
	{ VFS, 50, 60, ", 50 us a command" },
	{ VFS, 200, 60, ", 200 us a command" },
	{ VFS, 1000, 100, ", 1 ms a command" },
};

static void turn(struct figure *figure, struct side *side, const struct kind *kind,
		 unsigned int round)
{
	struct readers_result result = readers_run(side->readers, kind->vfs, kind->turn_ms);
	const char *label = figure_driver_label(side->driver);

	figure_value(figure, label, round, result.sum * 1000000000 / result.took_ns,
		     "accesses of %u VFs%s", kind->vfs, kind->device);
	if (kind->vfs > 1)
		figure_value(figure, label, round,
			     result.most ? result.least * 100 / result.most : 0,
			     "slowest of %u VFs%s, share of the fastest", kind->vfs, kind->device);
}

static void round_of(struct figure *figure, struct side sides[static 2], const struct kind *kind,
		     unsigned int round)
{
	if (kind->delay_us)
		device_do(figure->rig.device, "fault add delay-us=%u", kind->delay_us);
	for (unsigned int i = 0; i < 2; i++)
		turn(figure, &sides[i], kind, round);
	device_do(figure->rig.device, "fault clear");
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
			for (unsigned int k = 0; k < ARRAY_SIZE(kinds); k++)
				round_of(&figure, sides, &kinds[k], half * ROUNDS / 2 + round);
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			readers_close(sides[i].readers, VFS);
	}
	return figure_end(&figure);
}
