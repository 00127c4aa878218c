/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_DEVICE_H
#define VFIOV_DEVICE_H

struct vfiov_entry;

/* Called with vfiov.lock held. Return: the bound VF with this PCI address, or NULL. */
struct vfiov_entry *vfiov_entry_find(const char *bdf);

#endif
