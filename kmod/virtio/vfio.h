/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_VFIO_H
#define VFIOV_VFIO_H

struct vfio_device_ops;

extern const struct vfio_device_ops vfiov_vf_ops;

#endif
