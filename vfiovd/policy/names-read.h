/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads names from files. It is not part of the policy library proper, which sees only facts. */
#pragma once

#include "facts.h"

/**
 * vfv_names_read - look up the current names
 * @root: directory that stands for "/", "" for "/" itself
 * @pf: address of the PF, "" if it is not known
 * @uses: the names to read, NULL for all. Reading the names of an interface waits for the
 *	kernel's lock for all network configuration, which may be held for a long time
 *
 * Below a root, the alternative names of interfaces are not visible and are treated as absent.
 *
 * Return: 0, or a negative errno if a name could not be read; that name is not known then.
 */
int vfv_names_read(const char *root, const char *pf, const struct vfv_uses *uses,
		   struct vfv_names *names);

/* Read only the host's name and keep the others. */
void vfv_names_read_host(const char *root, struct vfv_names *names);

/**
 * vfv_names_from_links - get the names of a PF with these interfaces
 * @links: all of its interfaces, ordered by name
 *
 * The names are not known while udev may still change them, while a network card has no interface
 * yet, or if a PF has too many of them. The host's name in @names is kept.
 */
void vfv_names_from_links(const char *root, const char *pf, const struct vfv_link *const *links,
			  size_t n, struct vfv_names *names);
