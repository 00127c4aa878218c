/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * PFs, VFs and their drivers in sysfs. A BDF is a string such as 0000:01:00.2 in VFIO_BDF_LEN
 * bytes. All functions return 0 or a negative errno.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vfio.h"

#define BIND_DRIVER "vfiov_vfio_pci"

/*
 * Finds the PCI function at the lowest address that has virtio's vendor id and SR-IOV; -ENODEV if
 * there is none.
 */
int bind_find_pf(char bdf[static VFIO_BDF_LEN]);
/*
 * Does the same for functions above the address @after, which may be "", with the device id @id,
 * where 0 means any.
 */
int bind_find_pf_after(const char *after, unsigned int id, char bdf[static VFIO_BDF_LEN]);
int bind_total_vfs(const char *pf, unsigned int *total);
int bind_num_vfs(const char *pf, unsigned int *num);
/*
 * Creates @num VFs, to which the kernel binds no driver automatically. Does nothing if there are
 * already @num VFs.
 */
int bind_make_vfs(const char *pf, unsigned int num);
int bind_vf(const char *pf, unsigned int index, char bdf[static VFIO_BDF_LEN]);

/* Reads the name of the driver; "" if there is none. */
int bind_driver(const char *bdf, char name[static 64]);
/* Unbinds the function from its driver, if it has one. */
int bind_unbind(const char *bdf);
/*
 * Unbinds the function and binds it to the driver with this name in sysfs. Sets *@took_ns to the
 * duration of the write to drivers_probe; @took_ns may be NULL. Returns -ENODEV if the driver
 * refuses the function, or is not loaded.
 */
int bind_to(const char *bdf, const char *driver, uint64_t *took_ns);
