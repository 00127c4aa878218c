/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_QUEUE_H
#define VFIOV_QUEUE_H

struct vfiov_pf;
struct virtio_device;

/*
 * Check if a command can be issued. Called with pf->lock held.
 * Return: 0, -ENODEV if the virtio driver is gone, -EIO if the queue is missing or broken.
 */
int vfiov_queue_check(struct vfiov_pf *pf);

/*
 * Poll for answers whose interrupt was lost, because a command is late. An answer completes the
 * command in its worker.
 */
void vfiov_queue_poll(struct vfiov_pf *pf);

/* Return: maximum number of commands in flight on the queue of @vdev, 0 without a queue. */
unsigned int vfiov_queue_limit(struct virtio_device *vdev);

#endif
