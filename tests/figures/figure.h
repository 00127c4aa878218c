/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Common code of all figures: the scene, the device, VFs with the drivers under comparison, and
 * observations on stdout, one JSON object per line, from which tests/figures/report makes the
 * table. Functions without a result exit with "Bail out!" on failure.
 */

#include "client/util.h"
#include "lib/rig.h"
#include "samples.h"

enum figure_driver {
	FIGURE_OURS,	 /* transitional, unless the rule says otherwise */
	FIGURE_UPSTREAM, /* virtio_vfio_pci, always transitional */
	FIGURE_PLAIN,	 /* vfio-pci */
};

struct figure {
	struct rig rig; /* the VF of the rig is not used */
	const char *name;
};

/*
 * Sets up the scene: loads the drivers, turns the device's trace off, and makes all VFs
 * transitional by policy.
 */
void figure_begin(struct figure *figure, const char *name);
/*
 * Returns the exit status for main(), which says whether the measurement worked and not what it
 * found.
 */
int figure_end(struct figure *figure);

/* Replaces the VFs with num new ones. figure_end() restores the scene's number. */
void figure_make_vfs(struct figure *figure, unsigned int num);

/* Binds the VF to the driver and, for our driver, waits for the decision. */
void figure_bind(struct figure *figure, enum figure_driver driver, unsigned int index);
/* Opens a bound VF and turns decoding on. vfio_detach() closes it. */
void figure_open_bound(struct figure *figure, unsigned int index, struct vfio_vf *vf);
/* Binds and opens the VF. */
void figure_open(struct figure *figure, enum figure_driver driver, unsigned int index,
		 struct vfio_vf *vf);

/*
 * Pins this thread to a CPU, modulo the number of CPUs; -1 allows all CPUs. The interrupt of the
 * device goes to one CPU, which affects the results, so rounds alternate.
 */
void figure_pin(int cpu);

/*
 * Prints the measurements of one round. Values are nanoseconds, unless the name says otherwise.
 */
void figure_observe(const struct figure *figure, const char *driver, unsigned int round,
		    struct samples *samples, const char *what, ...) _printf_(5, 6);
/* Like figure_observe(), for a single value. */
void figure_value(const struct figure *figure, const char *driver, unsigned int round,
		  uint64_t value, const char *what, ...) _printf_(5, 6);

/* Return the driver's name in observations, and in sysfs. */
const char *figure_driver_label(enum figure_driver driver);
const char *figure_driver_name(enum figure_driver driver);
