/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SYSFS_H
#define VFIOV_SYSFS_H

struct pci_dev;

/*
 * The directory vfiov/ of a device, see Documentation/ABI/testing. Called without vfiov.lock,
 * because readers of its files take it and vfiov_sysfs_remove() waits for them.
 * Return: 0 or -errno.
 */
int vfiov_sysfs_add(struct pci_dev *pdev);
void vfiov_sysfs_remove(struct pci_dev *pdev);

#endif
