/* SPDX-License-Identifier: GPL-2.0-only */
/* Compares what rules name with the devices of a machine. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "facts.h"

struct vfv_policy;

struct vfv_machine_device {
	struct vfv_bdf bdf;
	bool is_pf, is_vf;
};

struct vfv_machine_pf {
	uint64_t serial;   /* serial number of the card; 0 for none */
	bool serial_known; /* false if it could not be read */
	struct vfv_names names;
};

/* A machine's PCI devices, and what is known about its PFs. */
struct vfv_machine {
	size_t n_devices;
	struct vfv_machine_device *devices; /* sorted by address */
	size_t n_pfs;
	struct vfv_machine_pf *pfs;
	struct vfv_names host; /* only the name of the host */
};

/*
 * Add a warning for each PF, VF, serial number and port that a rule names but the machine does not
 * have. A fact that is not known causes no warning, and neither does a rule for other hosts.
 */
void vfv_lint_machine(const struct vfv_policy *policy, const struct vfv_machine *machine,
		      struct vfv_diags *diags);
