/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading names from files; not part of the policy library proper, which sees facts only. */
#pragma once

#include "facts.h"
#include "policy.h"

/**
 * vfv_names_read - look the names up, now
 * @root: directory that stands for "/", "" for "/" itself
 * @pf: address of the PF, "" when it is not known
 * @uses: those that are of interest, NULL for all; to read a port's name waits for the
 *	kernel's lock of all network configuration, which somebody may hold for long
 *
 * A name that is not there is "".
 *
 * Return: 0, or a negative errno when it is not known whether there is one; it is "" then, too.
 */
int vfv_names_read(const char *root, const char *pf, const struct vfv_uses *uses,
		   struct vfv_names *names);
