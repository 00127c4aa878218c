/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Disturbances of the PF and the device, one at a time. */

#include "lib/dice.h"
#include "scene/device.h"
#include "scene/scene.h"

enum hardware_trouble {
	HARDWARE_FAULT, /* commands of some VF fail, are late or short, a few times */
	HARDWARE_HOLD,	/* commands of some VF are not answered for a while */
	HARDWARE_BREAK, /* the device stops until its driver is bound again */
	HARDWARE_VIRTIO_UNBIND,
	HARDWARE_DRIVER_UNBIND, /* takes the VFs with it */
	HARDWARE_SRIOV_OFF,
	HARDWARE_CALM, /* all faults are removed */
	HARDWARE_TROUBLES,
};

struct hardware {
	struct scene *scene;
	struct vfdev *device;
	struct dice dice;
	unsigned int troubles[HARDWARE_TROUBLES];
};

void hardware_begin(struct hardware *hardware, struct scene *scene, uint64_t seed);
/* Repairs everything: no faults, and the PF has its drivers and VFs. */
void hardware_end(struct hardware *hardware);

const char *hardware_name(enum hardware_trouble what);

/* It reverts its effect before it returns, except for faults. */
void hardware_trouble(struct hardware *hardware, enum hardware_trouble what);
