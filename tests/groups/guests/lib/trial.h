/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A guest with one network VF, to which a rule gives a profile. Functions without a result end the
 * test with "Bail out!".
 */

#include "nic.h"

struct trial {
	struct scene scene;
	struct vfdev *device;
	struct guest guest;
	struct guest_nic nic;
	unsigned int vf; /* index */
	char bdf[VFIO_BDF_LEN];
};

/* Begins the scene, with a rule that gives this profile to VF @vf. */
void trial_begin(struct trial *trial, unsigned int vf, const char *profile);
/* Binds the VF and waits for its decision. */
void trial_bind(struct trial *trial);
/*
 * Binds the VF, boots Linux with it, and brings eth0 up. Records figures until the link is up, and
 * fills in trial->nic. This function sets the VF in @options.
 */
void trial_boot(struct trial *trial, struct guest_options options);
/* Claims that QEMU has not crashed, and ends it. */
void trial_stop(struct trial *trial);
/* Ends the scene; returns the exit status for main(). */
int trial_end(struct trial *trial);
