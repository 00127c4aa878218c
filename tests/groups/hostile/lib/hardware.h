/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What befalls the PF and the device, one thing at a time. */

#include "lib/dice.h"
#include "scene/device.h"
#include "scene/scene.h"

enum hardware_trouble {
	HARDWARE_FAULT, /* commands of some VF fail, are late or short, a few times */
	HARDWARE_HOLD,	/* commands of some VF are not answered for a while */
	HARDWARE_BREAK, /* the device stops until its driver is bound anew */
	HARDWARE_VIRTIO_UNBIND,
	HARDWARE_DRIVER_UNBIND, /* takes the VFs with it */
	HARDWARE_SRIOV_OFF,
	HARDWARE_CALM, /* all faults are taken back */
	HARDWARE_TROUBLES,
};

struct hardware {
	struct scene *scene;
	struct vfdev *device;
	struct dice dice;
	unsigned int troubles[HARDWARE_TROUBLES];
};

void hardware_begin(struct hardware *hardware, struct scene *scene, uint64_t seed);
/* All is well again: no faults, and the PF has its drivers and VFs. */
void hardware_end(struct hardware *hardware);

const char *hardware_name(enum hardware_trouble what);

/* What it did is put right by itself when it returns, but for faults. */
void hardware_trouble(struct hardware *hardware, enum hardware_trouble what);
