/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The base of all figures: the scene, the device, VFs with the drivers that are compared, and
 * observations on stdout, one JSON object per line, from which tests/figures/report makes the
 * table. Functions without a result give up with "Bail out!".
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
	struct rig rig; /* its own VF is not used */
	const char *name;
};

/* The scene, with the drivers loaded, the device's trace off, and all VFs transitional by policy. */
void figure_begin(struct figure *figure, const char *name);
/* Returns main()'s status, which says whether the measurement worked, not its result. */
int figure_end(struct figure *figure);

/* Replaces the VFs by num others. The scene's number is restored at the end. */
void figure_make_vfs(struct figure *figure, unsigned int num);

/* Binds the VF to the driver, and waits for the decision of ours. */
void figure_bind(struct figure *figure, enum figure_driver driver, unsigned int index);
/* Opens a VF that is bound, with decoding on. vfio_detach() closes it. */
void figure_open_bound(struct figure *figure, unsigned int index, struct vfio_vf *vf);
/* Both. */
void figure_open(struct figure *figure, enum figure_driver driver, unsigned int index,
		 struct vfio_vf *vf);

/*
 * Keeps this thread on the CPU with that number, modulo the number of CPUs; -1: on any. The
 * device's interrupt goes to one CPU, which matters, so rounds alternate.
 */
void figure_pin(int cpu);

/*
 * Prints the measurements of one round for all drivers. Values are nanoseconds, unless the name
 * says otherwise.
 */
void figure_observe(const struct figure *figure, const char *driver, unsigned int round,
		    struct samples *samples, const char *what, ...) _printf_(5, 6);
/* The same for a single value. */
void figure_value(const struct figure *figure, const char *driver, unsigned int round,
		  uint64_t value, const char *what, ...) _printf_(5, 6);

/* Its name in observations, and in sysfs. */
const char *figure_driver_label(enum figure_driver driver);
const char *figure_driver_name(enum figure_driver driver);
