/* SPDX-License-Identifier: GPL-2.0-only */
/* The VFs of this host. */
#pragma once

#include "policy/facts.h"

#include "attachment.h"
#include "cmd.h"
#include "pci.h"
#include "reach.h"

struct cmd_vf {
	bool governed;	  /* its driver has profiles, and the policy decides which one it gets */
	bool bound;	  /* governed, and vf comes from the kernel's family or sysfs */
	struct vfv_vf vf; /* bdf is always set */
	struct vfv_names names;
	bool serial_known;	      /* whether its PF has a serial number is known */
	char driver[CMD_DRIVER_SIZE]; /* "" if it has none */
	const struct vfv_driver_info *table; /* table of its driver; NULL if it is not known */
	enum cmd_reach reach;
	struct cmd_attachment attachment;
	bool wanted; /* the caller has requested this VF; of other VFs, only address, PF and number
		      * are known */
};

struct cmd_inventory {
	struct cmd_vf *items; /* ordered by PCI address */
	size_t n;
	struct vfv_driver_info *drivers; /* NULL if it is not known */
	size_t n_drivers;
	bool has_status; /* the module is loaded, and status is valid */
	struct vfv_status status;
};
