/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_GUEST_H
#define VFIOV_GUEST_H

struct vfiov_device;
struct vfiov_guest;

/* Implements @guest of struct vfiov_driver. */
void vfiov_guest(struct vfiov_device *dev, struct vfiov_guest *guest);

#endif
