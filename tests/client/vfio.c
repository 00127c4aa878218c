// SPDX-License-Identifier: GPL-2.0-only
#include "vfio.h"

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "util.h"

/*
 * It is outside the x86 MSI window at 0xfee00000, and below 2^44, so that it fits into a legacy PFN
 * of 32 bits.
 */
#define FIRST_IOVA 0x100000u

static int group_open(const char *bdf)
{
	char link[PATH_MAX], target[PATH_MAX];
	ssize_t n;

	snprintf(link, sizeof(link), "/sys/bus/pci/devices/%s/iommu_group", bdf);
	n = readlink(link, target, sizeof(target) - 1);
	if (n < 0)
		return -errno;
	target[n] = '\0';
	snprintf(link, sizeof(link), "/dev/vfio/%s", basename(target));
	return util_errno(open(link, O_RDWR | O_CLOEXEC));
}

static int container_open(int group)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };
	_cleanup_close_ int fd = -1;
	int r;

	r = util_errno(ioctl(group, VFIO_GROUP_GET_STATUS, &status));
	if (r < 0)
		return r;
	if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE))
		return -EPERM;
	fd = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (ioctl(fd, VFIO_GET_API_VERSION) != VFIO_API_VERSION ||
	    ioctl(fd, VFIO_CHECK_EXTENSION, VFIO_TYPE1v2_IOMMU) != 1)
		return -EOPNOTSUPP;
	r = util_errno(ioctl(group, VFIO_GROUP_SET_CONTAINER, &fd));
	if (r < 0)
		return r;
	r = util_errno(ioctl(fd, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU));
	if (r < 0)
		return r;
	return TAKE_FD(fd);
}

int vfio_attach(struct vfio_vf *vf, const char *bdf)
{
	int r;

	*vf = (struct vfio_vf){
		.container = -1, .group = -1, .device = -1, .next_iova = FIRST_IOVA
	};
	if (strlen(bdf) >= sizeof(vf->bdf))
		return -EINVAL;
	strcpy(vf->bdf, bdf);
	vf->group = group_open(bdf);
	if (vf->group < 0)
		return vf->group;
	r = container_open(vf->group);
	if (r < 0) {
		vfio_detach(vf);
		return r;
	}
	vf->container = r;
	return 0;
}

void vfio_detach(struct vfio_vf *vf)
{
	vfio_close(vf);
	util_close(&vf->group);
	util_close(&vf->container);
}

/* For a region that does not exist, a driver returns an error (VGA) or size 0. */
void vfio_regions(struct vfio_vf *vf)
{
	for (unsigned int i = 0; i < VFIO_PCI_NUM_REGIONS; i++) {
		struct vfio_region_info *info = &vf->region[i];

		*info = (struct vfio_region_info){ .argsz = sizeof(*info), .index = i };
		if (ioctl(vf->device, VFIO_DEVICE_GET_REGION_INFO, info) < 0)
			*info = (struct vfio_region_info){ .index = i };
	}
}

int vfio_open(struct vfio_vf *vf)
{
	return vfio_open_as(vf, vf->bdf);
}

int vfio_open_as(struct vfio_vf *vf, const char *text)
{
	uint64_t start = util_now_ns();
	int r;

	r = util_errno(ioctl(vf->group, VFIO_GROUP_GET_DEVICE_FD, text));
	vf->open_ns = util_now_ns() - start;
	if (r < 0)
		return r;
	vf->device = r;
	vfio_regions(vf);
	return 0;
}

void vfio_close(struct vfio_vf *vf)
{
	util_close(&vf->device);
}

static int length_check(ssize_t done, size_t len)
{
	if (done < 0)
		return -errno;
	return (size_t)done == len ? 0 : -EIO;
}

int vfio_read(struct vfio_vf *vf, unsigned int region, uint64_t offset, void *buf, size_t len)
{
	return length_check(pread(vf->device, buf, len, vf->region[region].offset + offset), len);
}

int vfio_write(struct vfio_vf *vf, unsigned int region, uint64_t offset, const void *buf,
	       size_t len)
{
	return length_check(pwrite(vf->device, buf, len, vf->region[region].offset + offset), len);
}

int vfio_irq_info(struct vfio_vf *vf, unsigned int index, struct vfio_irq_info *info)
{
	*info = (struct vfio_irq_info){ .argsz = sizeof(*info), .index = index };
	return util_errno(ioctl(vf->device, VFIO_DEVICE_GET_IRQ_INFO, info));
}

static int set_eventfds(struct vfio_vf *vf, unsigned int index, uint32_t action, const int *fds,
			unsigned int n)
{
	_cleanup_free_ struct vfio_irq_set *set = NULL;
	size_t size = sizeof(*set) + n * sizeof(*fds);

	set = calloc(1, size);
	if (!set)
		return -ENOMEM;
	*set = (struct vfio_irq_set){
		.argsz = size,
		.flags = VFIO_IRQ_SET_DATA_EVENTFD | action,
		.index = index,
		.count = n,
	};
	memcpy(set->data, fds, n * sizeof(*fds));
	return util_errno(ioctl(vf->device, VFIO_DEVICE_SET_IRQS, set));
}

int vfio_irq_enable(struct vfio_vf *vf, unsigned int index, const int *fds, unsigned int n)
{
	return set_eventfds(vf, index, VFIO_IRQ_SET_ACTION_TRIGGER, fds, n);
}

int vfio_irq_disable(struct vfio_vf *vf, unsigned int index)
{
	struct vfio_irq_set set = {
		.argsz = sizeof(set),
		.flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER,
		.index = index,
	};

	return util_errno(ioctl(vf->device, VFIO_DEVICE_SET_IRQS, &set));
}

int vfio_irq_unmask(struct vfio_vf *vf, unsigned int index)
{
	struct vfio_irq_set set = {
		.argsz = sizeof(set),
		.flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_UNMASK,
		.index = index,
		.count = 1,
	};

	return util_errno(ioctl(vf->device, VFIO_DEVICE_SET_IRQS, &set));
}

int vfio_irq_unmask_by(struct vfio_vf *vf, unsigned int index, int fd)
{
	return set_eventfds(vf, index, VFIO_IRQ_SET_ACTION_UNMASK, &fd, 1);
}

int vfio_ioeventfd(struct vfio_vf *vf, unsigned int region, uint64_t at, uint64_t data,
		   uint32_t width, int fd)
{
	struct vfio_device_ioeventfd io = {
		.argsz = sizeof(io),
		.flags = width,
		.offset = vf->region[region].offset + at,
		.data = data,
		.fd = fd,
	};

	return util_errno(ioctl(vf->device, VFIO_DEVICE_IOEVENTFD, &io));
}

int vfio_reset(struct vfio_vf *vf)
{
	return util_errno(ioctl(vf->device, VFIO_DEVICE_RESET));
}

int vfio_dma_map(struct vfio_vf *vf, size_t size, struct vfio_dma *dma)
{
	size_t page = sysconf(_SC_PAGESIZE);
	struct vfio_iommu_type1_dma_map map = {
		.argsz = sizeof(map),
		.flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
		.iova = vf->next_iova,
	};
	void *va;
	int r;

	map.size = (size + page - 1) / page * page;
	va = mmap(NULL, map.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (va == MAP_FAILED)
		return -errno;
	map.vaddr = (uintptr_t)va;
	r = util_errno(ioctl(vf->container, VFIO_IOMMU_MAP_DMA, &map));
	if (r < 0) {
		munmap(va, map.size);
		return r;
	}
	vf->next_iova += map.size;
	*dma = (struct vfio_dma){ .va = va, .iova = map.iova, .size = map.size };
	return 0;
}

void vfio_dma_unmap(struct vfio_vf *vf, struct vfio_dma *dma)
{
	struct vfio_iommu_type1_dma_unmap unmap = {
		.argsz = sizeof(unmap),
		.iova = dma->iova,
		.size = dma->size,
	};

	if (!dma->va)
		return;
	if (vf->container >= 0)
		ioctl(vf->container, VFIO_IOMMU_UNMAP_DMA, &unmap);
	munmap(dma->va, dma->size);
	*dma = (struct vfio_dma){ 0 };
}
