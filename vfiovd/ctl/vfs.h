/* SPDX-License-Identifier: GPL-2.0-only */
/* The VFs of this host, as they were found. */
#pragma once

#include "policy/facts.h"

#include "attachment.h"
#include "cmd.h"
#include "pci.h"
#include "reach.h"

struct cmd_vf {
	bool bound;	  /* to our driver, and vf is as the kernel tells it, here or in sysfs */
	struct vfv_vf vf; /* bdf is always there */
	struct vfv_names names;
	bool serial_known; /* whether its PF has a serial number */
	char driver[CMD_DRIVER_SIZE]; /* "" when it has none */
	enum cmd_reach reach;
	struct cmd_attachment attachment;
	bool wanted; /* by who reads; of others address, PF and number are all that is known */
};

struct cmd_inventory {
	struct cmd_vf *items; /* ordered by PCI address */
	size_t n;
	bool has_status; /* the module is loaded, and status is what it says */
	struct vfv_status status;
};
