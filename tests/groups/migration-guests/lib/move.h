/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A Linux guest that QEMU migrates between VF 0 and VF 1 of a PF, on the same host. Functions
 * without a result end the test with "Bail out!".
 */

#include "guests/lib/nic.h"

struct move {
	struct scene scene;
	const char *pf;	      /* as in move_begin() */
	struct vfdev *device; /* of this PF */
	struct guest_options options;
	char bdf[2][VFIO_BDF_LEN];
	struct guest guest[2]; /* each VF's QEMU; at most one runs the guest */
	unsigned int at;       /* the VF of the running guest */
	unsigned int started;  /* QEMUs */
};

/*
 * Begins the scene on this PF (NULL means the network PF), grants migration to VF 0 and VF 1 with
 * their profiles, and binds them. Ends the test if the kernel cannot migrate.
 */
void move_begin(struct move *move, const char *pf, const char *profile, const char *other);
/* Boots Linux with VF 0. */
void move_boot(struct move *move, const char *name, const char *append);
struct guest *move_running(struct move *move);

/*
 * Claims that the guest migrates, that the audit has a record from each side, and that the guest
 * runs; ends the source's QEMU.
 */
void move_guest(struct move *move);
/*
 * Claims that the guest cannot be migrated, that the driver of VF @vf refuses the migration with
 * @why in the audit, and that the guest continues at the source.
 */
void move_refused(struct move *move, unsigned int vf, const char *why);

/* Ends QEMU and the scene; returns the exit status for main(). */
int move_end(struct move *move);
