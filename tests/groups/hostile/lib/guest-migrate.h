/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A guest's use of VFIO's migration protocol. */

#include "lib/guest-state.h"

/*
 * Makes some transitions at random, and uses the files of the migration, also those that have
 * ended, with the VF's own state and with random bytes. The VF must be open. Returns 0 or a
 * negative errno, and 0 for a VF that was not granted migration.
 */
int migrate_some(struct guest *guest);
/* Closes the file that is left. */
void migrate_end(struct guest *guest);
