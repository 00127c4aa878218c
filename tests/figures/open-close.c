// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time to open and to close a native VF that already has a decision, and a VF bound to vfio-pci.
 * Two VFs, one with each driver, take turns.
 */
#include "figure.h"

#define ROUNDS 10
#define TURNS 5

struct side {
	enum figure_driver driver;
	struct vfio_vf vf;
	struct samples opens, closes;
};

static void begin(struct figure *figure, struct side *side, unsigned int index)
{
	char bdf[VFIO_BDF_LEN];

	side->opens.n = side->closes.n = 0;
	figure_bind(figure, side->driver, index);
	scene_vf(&figure->rig.scene, index, bdf);
	tap_must(vfio_attach(&side->vf, bdf), "attach %s", bdf);
}

static void turn(struct side *side)
{
	uint64_t start;

	tap_must(vfio_open(&side->vf), "open %s", side->vf.bdf);
	samples_add(&side->opens, side->vf.open_ns);
	if (!scene_is_native(&side->vf))
		tap_must(-ENODEV, "have %s native", side->vf.bdf);
	start = util_now_ns();
	vfio_close(&side->vf);
	samples_add(&side->closes, util_now_ns() - start);
}

static void end(struct figure *figure, struct side *side, unsigned int round)
{
	const char *label = figure_driver_label(side->driver);

	figure_observe(figure, label, round, &side->opens, "open");
	figure_observe(figure, label, round, &side->closes, "close");
	vfio_detach(&side->vf);
}

int main(void)
{
	static struct side sides[] = { { FIGURE_OURS }, { FIGURE_PLAIN } };
	struct figure figure;

	figure_begin(&figure, "open-close");
	scene_rule(&figure.rig.scene, "native", "0-255", "native", "\"native\"");
	for (unsigned int round = 0; round < ROUNDS; round++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			begin(&figure, &sides[i], (i + round) % 2);
		for (unsigned int i = 0; i < 2 * TURNS; i++)
			turn(&sides[i % 2]);
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			end(&figure, &sides[i], round);
	}
	return figure_end(&figure);
}
