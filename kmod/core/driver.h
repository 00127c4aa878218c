/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_DRIVER_H
#define VFIOV_DRIVER_H

struct vfiov_driver;

/*
 * Both are called with vfiov.lock held. Each bound device keeps its driver registered.
 * Return: 0, or -ENODEV if it is not registered.
 */
int vfiov_driver_hold(const struct vfiov_driver *driver);
void vfiov_driver_release(const struct vfiov_driver *driver);

#endif
