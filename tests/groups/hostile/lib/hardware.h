/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Disturbances of the PF and the device, one at a time. */

#include "lib/dice.h"
#include "scene/device.h"
#include "scene/scene.h"

enum hardware_trouble {
	HARDWARE_FAULT, /* a few commands for a VF fail, are late, or return a short result */
	HARDWARE_HOLD,	/* the device does not answer commands for a VF for some time */
	HARDWARE_BREAK, /* the device stops until its driver is rebound */
	HARDWARE_VIRTIO_UNBIND,
	HARDWARE_DRIVER_UNBIND, /* also removes the VFs */
	HARDWARE_SRIOV_OFF,
	HARDWARE_CALM, /* removes all faults */
	HARDWARE_TROUBLES,
};

struct hardware {
	struct scene *scene;
	struct vfdev *device;
	struct dice dice;
	unsigned int troubles[HARDWARE_TROUBLES];
};

void hardware_begin(struct hardware *hardware, struct scene *scene, uint64_t seed);
/* Repairs everything: removes faults and restores the PF's drivers and VFs. */
void hardware_end(struct hardware *hardware);

const char *hardware_name(enum hardware_trouble what);

/* Causes one disturbance, and reverts its effect before it returns, except for faults. */
void hardware_trouble(struct hardware *hardware, enum hardware_trouble what);
