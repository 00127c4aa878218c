/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * PFs, VFs and their drivers by sysfs. A BDF is text like 0000:01:00.2 in VFIO_BDF_LEN bytes.
 * All functions return 0 or a negative errno.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vfio.h"

#define BIND_DRIVER "vfiov_vfio_pci"

/*
 * Finds the PCI function with virtio's vendor id and SR-IOV that has the lowest address; -ENODEV
 * when there is none.
 */
int bind_find_pf(char bdf[static VFIO_BDF_LEN]);
int bind_total_vfs(const char *pf, unsigned int *total);
int bind_num_vfs(const char *pf, unsigned int *num);
/* Creates num VFs, which get no driver automatically. Does nothing when there are num already. */
int bind_make_vfs(const char *pf, unsigned int num);
int bind_vf(const char *pf, unsigned int index, char bdf[static VFIO_BDF_LEN]);

/* Name of the driver, "" when there is none. */
int bind_driver(const char *bdf, char name[static 64]);
/* Unbinds the function from its driver, if it has one. */
int bind_unbind(const char *bdf);
/*
 * Unbinds the function and binds it to the driver (name with underscores). *took_ns, which may be
 * NULL, is set to the duration of the write to drivers_probe. Returns -ENODEV when the driver did
 * not take it, or is not loaded.
 */
int bind_to(const char *bdf, const char *driver, uint64_t *took_ns);
