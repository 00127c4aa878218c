/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The network interfaces of PCI devices, as far as is needed to see that a name of one has changed.
 * Most events of rtnetlink are about other things, and an event of an interface that is gone has no
 * device any more that could be looked at.
 */

#include <stddef.h>

#include <linux/vfiov.h>

#include "lib/link.h"

struct vd_iface {
	int ifindex;
	char pf[VFIOV_BDF_MAX + 1];
	char *names; /* all of them and the port */
};

struct vd_ifaces {
	size_t n;
	struct vd_iface *items;
};

/*
 * Take what was read of an interface, or with GONE that there is none of LINK's number any more.
 * PF gets the device whose names are others now, "" for none. Returns 0 or -ENOMEM, then PF is as
 * if its names were others.
 */
int vd_ifaces_take(struct vd_ifaces *ifaces, const char *root, const struct vfv_link *link, bool gone,
		   char pf[static VFIOV_BDF_MAX + 1]);

/* The device of an interface, "" when it is not known. Valid until the next change. */
const char *vd_ifaces_pf(const struct vd_ifaces *ifaces, int ifindex);

/* Forget all. */
void vd_ifaces_done(struct vd_ifaces *ifaces);
