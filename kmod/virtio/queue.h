/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_QUEUE_H
#define VFIOV_QUEUE_H

struct vfiov_pf;
struct virtio_device;

/*
 * With pf->lock held: whether a command can be issued.
 * Return: 0, -ENODEV when the virtio driver is gone, -EIO when the queue is broken.
 */
int vfiov_queue_check(struct vfiov_pf *pf);

/*
 * A command is late: look for answers whose interrupt did not come. What is found
 * completes in the worker that waits for it.
 */
void vfiov_queue_poll(struct vfiov_pf *pf);

/* Return: how many commands may be in flight on the queue of @vdev, 0 without one. */
unsigned int vfiov_queue_limit(struct virtio_device *vdev);

#endif
