/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Remembers the names of the network interfaces of PCI devices, to detect when one changes. Most
 * rtnetlink events are about something else, and when the event for a removed interface arrives,
 * its device can no longer be read.
 */

#include <stddef.h>

#include <linux/vfiov.h>

#include "lib/link.h"

struct vd_iface {
	int ifindex;
	char pf[VFIOV_BDF_MAX + 1];
	char *names; /* all names, and the port */
};

struct vd_ifaces {
	size_t n;
	struct vd_iface *items;
};

/*
 * Store what was read about an interface or, with GONE, that LINK's number no longer exists. PF is
 * set to the device whose names have changed, or to "" if none have. Returns 0 or -ENOMEM; with
 * -ENOMEM, PF is set as if its names had changed.
 */
int vd_ifaces_take(struct vd_ifaces *ifaces, const char *root, const struct vfv_link *link, bool gone,
		   char pf[static VFIOV_BDF_MAX + 1]);

/* Returns the device of an interface, "" if it is not known. Valid until the next change. */
const char *vd_ifaces_pf(const struct vd_ifaces *ifaces, int ifindex);

/* Forget all. */
void vd_ifaces_done(struct vd_ifaces *ifaces);
