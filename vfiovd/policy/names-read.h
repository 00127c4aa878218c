/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading names from files; not part of the policy library proper, which sees facts only. */
#pragma once

#include "facts.h"

/**
 * vfv_names_read - look the names up, now
 * @root: directory that stands for "/", "" for "/" itself
 * @pf: address of the PF, "" when it is not known
 * @uses: those that are of interest, NULL for all; to read the names of an interface waits for
 *	the kernel's lock of all network configuration, which somebody may hold for long
 *
 * Below a root the alternative names of interfaces cannot be seen, and count as absent.
 *
 * Return: 0, or a negative errno when something could not be read, which is not known then.
 */
int vfv_names_read(const char *root, const char *pf, const struct vfv_uses *uses,
		   struct vfv_names *names);

/* The host's name alone, which keeps the others. */
void vfv_names_read_host(const char *root, struct vfv_names *names);

/**
 * vfv_names_from_links - the names of a PF with these interfaces
 * @links: all of its interfaces, ordered by name
 *
 * Not known are those that udev may still change, those of a network card whose interface is not
 * there yet, and those of a PF with too many. The host's name in @names is kept.
 */
void vfv_names_from_links(const char *root, const char *pf, const struct vfv_link *const *links,
			  size_t n, struct vfv_names *names);
