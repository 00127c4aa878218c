// SPDX-License-Identifier: GPL-2.0-only
#include "migration.h"

#include <string.h>
#include <sys/ioctl.h>

#include "util.h"

static int feature(const struct vfio_vf *vf, uint32_t flags, void *data, size_t len)
{
	uint64_t buf[8] = { 0 };
	struct vfio_device_feature *f = (void *)buf;
	int r;

	f->argsz = sizeof(*f) + len;
	f->flags = flags;
	memcpy(f->data, data, len);
	r = util_errno(ioctl(vf->device, VFIO_DEVICE_FEATURE, f));
	memcpy(data, f->data, len);
	return r < 0 ? r : 0;
}

int migration_flags(const struct vfio_vf *vf, uint64_t *flags)
{
	*flags = 0;
	return feature(vf, VFIO_DEVICE_FEATURE_GET | VFIO_DEVICE_FEATURE_MIGRATION, flags,
		       sizeof(*flags));
}

int migration_state(const struct vfio_vf *vf, uint32_t *state)
{
	struct vfio_device_feature_mig_state s = { 0 };
	int r = feature(vf, VFIO_DEVICE_FEATURE_GET | VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, &s,
			sizeof(s));

	*state = s.device_state;
	return r;
}

int migration_size(const struct vfio_vf *vf, uint64_t *size)
{
	*size = 0;
	/* VFIO_DEVICE_FEATURE_MIG_DATA_SIZE, which was added in 6.2 */
	return feature(vf, VFIO_DEVICE_FEATURE_GET | 9, size, sizeof(*size));
}

int migration_set(const struct vfio_vf *vf, uint32_t state, int *fd)
{
	struct vfio_device_feature_mig_state s = { .device_state = state, .data_fd = -1 };
	int r = feature(vf, VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, &s,
			sizeof(s));

	if (r == 0 && fd && s.data_fd >= 0)
		*fd = s.data_fd;
	return r;
}

int migration_read(int fd, void *buf, size_t *len)
{
	size_t done = 0;

	while (done < *len) {
		ssize_t n = read(fd, (uint8_t *)buf + done, *len - done);

		if (n < 0)
			return -errno;
		if (n == 0) {
			*len = done;
			return 0;
		}
		done += n;
	}
	return -EMSGSIZE;
}

int migration_write(int fd, const void *buf, size_t len, size_t piece)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = write(fd, (const uint8_t *)buf + done,
				  len - done < piece ? len - done : piece);

		if (n < 0)
			return -errno;
		done += n;
	}
	return 0;
}

int migration_share(const struct vfio_vf *to, const struct vfio_dma *dma)
{
	struct vfio_iommu_type1_dma_map map = {
		.argsz = sizeof(map),
		.flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
		.vaddr = (uintptr_t)dma->va,
		.iova = dma->iova,
		.size = dma->size,
	};

	return util_errno(ioctl(to->container, VFIO_IOMMU_MAP_DMA, &map));
}
