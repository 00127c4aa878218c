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

/*
 * Called with vfiov.lock held.
 * Return: the driver at place @n in the list, from 0, or NULL at its end; @devices is set to the
 * number of its bound devices.
 */
const struct vfiov_driver *vfiov_driver_at(unsigned int n, unsigned int *devices);

#endif
