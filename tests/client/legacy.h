/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The legacy virtio PCI interface (virtio 0.9.5; "Legacy Interfaces: A Note on PCI Device Layout"
 * of virtio 1.x) through region 0 of a VF, as a legacy driver uses it: each access reads or writes
 * one field at its natural width. All functions return 0 or a negative errno.
 */

#include <linux/virtio_pci.h>
#include <stdbool.h>
#include <stdint.h>

#include "vfio.h"
#include "virtq.h"

#define LEGACY_NO_VECTOR VIRTIO_MSI_NO_VECTOR

struct legacy_dev {
	struct vfio_vf *vf; /* open, with I/O decoding on; owned by the caller */
	bool msix;	    /* the current layout: device config at 24, not at 20 */
	uint64_t accesses;  /* number of accesses to region 0 */
	uint64_t spent_ns;  /* time spent in them */
};

void legacy_init(struct legacy_dev *dev, struct vfio_vf *vf);

/* Makes one access of size 1, 2 or 4 at @offset in region 0. */
int legacy_in(struct legacy_dev *dev, unsigned int offset, unsigned int size, uint32_t *value);
int legacy_out(struct legacy_dev *dev, unsigned int offset, unsigned int size, uint32_t value);

/* Writes status 0 and reads it back; -EIO if the device does not return 0. */
int legacy_reset(struct legacy_dev *dev);
/* Sets bits in the device status. */
int legacy_status_add(struct legacy_dev *dev, uint8_t bits);

int legacy_features(struct legacy_dev *dev, uint32_t *offered);
int legacy_features_accept(struct legacy_dev *dev, uint32_t accepted);

/* Reads byte by byte, which is allowed for a field of any length. */
int legacy_config_read(struct legacy_dev *dev, unsigned int offset, void *buf, size_t len);

/*
 * Enables MSI-X with these eventfds, starting at vector 0, or disables it if @n is 0, and changes
 * the layout accordingly.
 */
int legacy_msix(struct legacy_dev *dev, const int *fds, unsigned int n);
/* Returns -EBUSY if the device refuses the vector. */
int legacy_config_vector(struct legacy_dev *dev, uint16_t vector);

/* Reads the size of a queue in descriptors; 0 if the device has no such queue. */
int legacy_queue_size(struct legacy_dev *dev, uint16_t index, uint16_t *size);
/*
 * Creates the queue at its full size, writes its page frame number to the device and assigns an
 * interrupt vector (LEGACY_NO_VECTOR for none). After a reset of the device, virtq_free() frees the
 * queue.
 */
int legacy_queue_setup(struct legacy_dev *dev, uint16_t index, uint16_t vector, struct virtq *q);
int legacy_kick(struct legacy_dev *dev, const struct virtq *q);
