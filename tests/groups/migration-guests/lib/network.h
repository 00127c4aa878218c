/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdbool.h>

/*
 * A guest with a network VF of this profile and an open TCP connection migrates, reboots at the
 * destination, and migrates back. @append is added to its kernel's command line. Returns the exit
 * status for main().
 */
int network_moves(const char *profile, const char *append, bool legacy);

/*
 * A guest with a network VF of this profile and an open TCP connection cannot be migrated to a VF
 * with the profile @other: the driver of VF @vf refuses it with @why in the audit, and the guest
 * continues at the source. Returns the exit status for main().
 */
int network_refused(const char *profile, const char *other, const char *append, unsigned int vf,
		    const char *why);
