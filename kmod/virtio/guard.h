/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_GUARD_H
#define VFIOV_GUARD_H

struct pci_dev;
struct vfiov_pf;

/*
 * Get the one object of a PF, made and watched when it is not there yet. Sleeps for a second at
 * most, and not for a virtio driver that hangs in probe or remove: until it is known that the PF
 * has a driver it has none.
 * Return: the object with a reference, or ERR_PTR.
 */
struct vfiov_pf *vfiov_guard_get(struct pci_dev *physfn);

#endif
