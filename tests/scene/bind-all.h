/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Binds all VFs by one write of an id to the driver's new_id, which binds all devices that have
 * that id and no driver. (A write to sriov_numvfs would bind them to virtio_pci, which is built in
 * and therefore probed first.) Errors of void functions end the test with "Bail out!".
 */

#include <stdint.h>

#include "scene/scene.h"

#define BIND_ALL_MAX 256

struct bind_all {
	unsigned int n;
	char bdf[BIND_ALL_MAX][VFIO_BDF_LEN];
};

struct bind_cost {
	uint64_t wall, cpu; /* ns */
};

/* Selects the first @n VFs of the scene's PF. */
void bind_all_find(struct bind_all *all, const struct scene *scene, unsigned int n);
/* Unbinds the VFs; from now on, only this driver may bind them ("\n": any driver). */
void bind_all_reserve(struct bind_all *all, const char *driver);
/* Reserves and binds the VFs; returns the cost of the write. Afterwards, all VFs are bound. */
struct bind_cost bind_all(struct bind_all *all, const char *driver);
