/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Access to one device through VFIO's group and container, with the type 1 IOMMU. (Debian's 6.12
 * has no IOMMUFD.) All functions return 0 or a negative errno; none of them prints anything.
 */

#include <linux/vfio.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VFIO_BDF_LEN 32
#define VFIO_CONFIG_SIZE 4096

struct vfio_vf {
	char bdf[VFIO_BDF_LEN];
	int container, group, device; /* -1 if closed */
	uint64_t open_ns;	      /* duration of the last VFIO_GROUP_GET_DEVICE_FD */
	uint64_t next_iova;
	struct vfio_region_info region[VFIO_PCI_NUM_REGIONS]; /* size 0 if there is none */
};

/* Memory that the device sees at @iova. */
struct vfio_dma {
	void *va;
	uint64_t iova;
	size_t size; /* a multiple of the page size */
};

/* Opens the VF's group and adds it to a new container; the device itself stays closed. */
int vfio_attach(struct vfio_vf *vf, const char *bdf);
/*
 * Closes everything that is open; does not unmap the memory of vfio_dma_map() from the process.
 */
void vfio_detach(struct vfio_vf *vf);

/* Opens the device of an attached VF. This is when the driver latches the profile. */
int vfio_open(struct vfio_vf *vf);
/*
 * Like vfio_open(), but with this text for VFIO: the BDF, followed by, for example, "
 * vf_token=UUID".
 */
int vfio_open_as(struct vfio_vf *vf, const char *text);
/* Queries the regions of an open device, as vfio_open() does. */
void vfio_regions(struct vfio_vf *vf);
void vfio_close(struct vfio_vf *vf);

/* Transfers exactly @len bytes, or returns -EIO. */
int vfio_read(struct vfio_vf *vf, unsigned int region, uint64_t offset, void *buf, size_t len);
int vfio_write(struct vfio_vf *vf, unsigned int region, uint64_t offset, const void *buf,
	       size_t len);

int vfio_irq_info(struct vfio_vf *vf, unsigned int index, struct vfio_irq_info *info);
/*
 * Enables interrupt @index with these eventfds, starting at vector 0; an fd of -1 skips a vector.
 */
int vfio_irq_enable(struct vfio_vf *vf, unsigned int index, const int *fds, unsigned int n);
int vfio_irq_disable(struct vfio_vf *vf, unsigned int index);
/* Unmasks an interrupt that is masked automatically when it fires. */
int vfio_irq_unmask(struct vfio_vf *vf, unsigned int index);
/* Sets the eventfd that unmasks the interrupt; -1 removes the eventfd. */
int vfio_irq_unmask_by(struct vfio_vf *vf, unsigned int index, int fd);

/*
 * Connects an eventfd with a write of this value and width, such as VFIO_DEVICE_IOEVENTFD_16; -1
 * disconnects.
 */
int vfio_ioeventfd(struct vfio_vf *vf, unsigned int region, uint64_t at, uint64_t data,
		   uint32_t width, int fd);

int vfio_reset(struct vfio_vf *vf);

/* Allocates zeroed memory that the device can read and write. */
int vfio_dma_map(struct vfio_vf *vf, size_t size, struct vfio_dma *dma);
void vfio_dma_unmap(struct vfio_vf *vf, struct vfio_dma *dma);
