/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_PROFILES_H
#define VFIOV_PROFILES_H

struct vfiov_driver;

/*
 * This driver's description for the core. The profiles are in the order of enum
 * vfiov_virtio_profile.
 */
extern const struct vfiov_driver vfiov_virtio_driver;

#endif
