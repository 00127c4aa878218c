// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cost of starting a legacy network driver, from its probe until the interface is up, with 1, 4 and
 * 16 queue pairs: the number of admin commands that the device sees, and the time of the driver's
 * register accesses. Two VFs are open at the same time, one with each driver.
 *
 * A real device takes time for a command and the emulated one does not, so the time is also
 * measured on a device that takes a millisecond per command.
 */
#include "figure.h"
#include "lib/bring-up.h"

#define ROUNDS 6
#define TURNS 4

struct side {
	enum figure_driver driver;
	unsigned int index;
	struct vfio_vf vf;
	struct samples times;
	uint64_t first, commands; /* number of commands in the first start after an open, and in
				   * later starts */
};

static void measure(struct figure *figure, struct side *side, unsigned int pairs)
{
	static struct bring_up b;

	b = (struct bring_up){ 0 };
	device_do(figure->rig.device, "count reset");
	bring_up(&b, &side->vf, pairs);
	side->commands = device_commands(figure->rig.device, side->index);
	if (!side->times.n)
		side->first = side->commands;
	samples_add(&side->times, b.dev.spent_ns);
	bring_down(&b);
}

static const char *const kinds[] = { "time", "time, a command takes 1 ms" };

static void round_of(struct figure *figure, struct side sides[static 2], unsigned int pairs,
		     unsigned int kind, unsigned int round)
{
	bool slow = kind > 0;

	for (unsigned int i = 0; i < 2; i++) {
		sides[i].index = (i + round) % 2;
		sides[i].times.n = 0;
		figure_open(figure, sides[i].driver, sides[i].index, &sides[i].vf);
	}
	if (slow)
		device_do(figure->rig.device, "fault add delay=1");
	figure_pin(round / 2);
	for (unsigned int i = 0; i < 2 * TURNS; i++)
		measure(figure, &sides[i % 2], pairs);
	figure_pin(-1);
	device_do(figure->rig.device, "fault clear");
	for (unsigned int i = 0; i < 2; i++) {
		const char *label = figure_driver_label(sides[i].driver);

		figure_observe(figure, label, round, &sides[i].times, "%s, queue pairs: %u",
			       kinds[kind], pairs);
		if (!slow) {
			figure_value(figure, label, round, sides[i].first,
				     "commands the first time, queue pairs: %u", pairs);
			figure_value(figure, label, round, sides[i].commands,
				     "commands, queue pairs: %u", pairs);
		}
		vfio_detach(&sides[i].vf);
	}
}

int main(void)
{
	static const unsigned int pairs[] = { 1, 4, BRING_UP_PAIRS };
	static struct side sides[] = { { FIGURE_OURS }, { FIGURE_UPSTREAM } };
	struct figure figure;

	figure_begin(&figure, "bring-up");
	for (unsigned int i = 0; i < ARRAY_SIZE(pairs); i++) {
		device_do(figure.rig.device, "vf-queues %u", pairs[i]);
		figure_make_vfs(&figure, 2);
		for (unsigned int k = 0; k < ARRAY_SIZE(kinds); k++)
			for (unsigned int round = 0; round < ROUNDS; round++)
				round_of(&figure, sides, pairs[i], k, round);
	}
	device_do(figure.rig.device, "vf-queues 1");
	return figure_end(&figure);
}
