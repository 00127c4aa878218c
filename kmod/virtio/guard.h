/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_GUARD_H
#define VFIOV_GUARD_H

struct pci_dev;
struct vfiov_pf;

/*
 * Get the object of a PF. Creates and watches it if needed. Sleeps for at most a second, even if a
 * virtio driver hangs in probe or remove; until a driver is seen, the PF counts as having none.
 * Return: the object with a reference, or an ERR_PTR.
 */
struct vfiov_pf *vfiov_guard_get(struct pci_dev *physfn);

#endif
