// SPDX-License-Identifier: GPL-2.0-only
#include "parts-driver.h"

#include <linux/pci_regs.h>
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/virtio_pci.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client/bind.h"
#include "client/migration.h"
#include "client/pci.h"
#include "client/util.h"

#define FEATURES                                                                             \
	(1u << VIRTIO_NET_F_MAC | 1u << VIRTIO_NET_F_STATUS | 1u << VIRTIO_NET_F_CTRL_VQ |   \
	 1u << VIRTIO_NET_F_CTRL_RX | 1u << VIRTIO_NET_F_CTRL_VLAN | 1u << VIRTIO_NET_F_MQ | \
	 1u << VIRTIO_NET_F_CTRL_MAC_ADDR)
#define STATUS (VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER | VIRTIO_CONFIG_S_DRIVER_OK)

/*
 * Each queue has a page of the memory for its buffers; the control queue's answer is the last byte
 * of its page.
 */
#define PAGE 4096u
#define ACK (PAGE - 1)
#define FRAME 64u

uint32_t parts_register(struct parts_driver *driver, unsigned int vf, uint8_t offset, uint8_t size)
{
	uint32_t value = 0;

	if (parts_command(driver->rig, ADMIN_GROUP_SRIOV, PARTS_COMMON_READ, vf + 1, &offset, 1,
			  size))
		tap_must(-EIO, "read the register at %u of VF %u", offset, vf);
	memcpy(&value, driver->rig->answer.result, size);
	return le32toh(value);
}

void parts_register_write(struct parts_driver *driver, unsigned int vf, uint8_t offset,
			  uint8_t size, uint32_t value)
{
	uint8_t data[12] = { offset };

	value = htole32(value);
	memcpy(data + 8, &value, size);
	if (parts_command(driver->rig, ADMIN_GROUP_SRIOV, PARTS_COMMON_WRITE, vf + 1, data,
			  8 + size, 0))
		tap_must(-EIO, "write the register at %u of VF %u", offset, vf);
}

static void open_vf(struct parts_driver *driver, unsigned int vf)
{
	struct vfio_vf *open = &driver->open[vf];
	char bdf[VFIO_BDF_LEN], text[128];

	tap_must(bind_vf(driver->rig->pf, vf, bdf), "find VF %u", vf);
	tap_must(bind_to(bdf, "vfio-pci", NULL), "bind %s to vfio-pci", bdf);
	tap_must(vfio_attach(open, bdf), "attach %s", bdf);
	snprintf(text, sizeof(text), "%s vf_token=%s", bdf, ADMIN_VF_TOKEN);
	tap_must(vfio_open_as(open, text), "open %s", bdf);
	tap_must(pci_command(open, PCI_COMMAND_MASTER, 0), "enable bus mastering");
	tap_must(vfio_irq_enable(open, VFIO_PCI_MSIX_IRQ_INDEX, driver->eventfd, PARTS_VECTORS),
		 "switch MSI-X on");
}

static void queue_up(struct parts_driver *driver, enum parts_queue n)
{
	struct virtq *q = &driver->queue[n];
	uint16_t size;

	parts_register_write(driver, 0, VIRTIO_PCI_QUEUE_SEL, 2, n);
	size = parts_register(driver, 0, VIRTIO_PCI_QUEUE_NUM, 2);
	tap_must(virtq_alloc(q, &driver->open[0], n, size), "make queue %u of %u", n, size);
	parts_register_write(driver, 0, VIRTIO_PCI_QUEUE_PFN, 4, q->mem.iova / PAGE);
	parts_register_write(driver, 0, VIRTIO_MSI_QUEUE_VECTOR, 2, PARTS_VECTOR_QUEUES);
}

void parts_driver_up(struct parts_driver *driver, struct parts_rig *rig)
{
	*driver = (struct parts_driver){ .rig = rig };
	for (unsigned int i = 0; i < PARTS_VECTORS; i++) {
		driver->eventfd[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		tap_must(util_errno(driver->eventfd[i]), "make an eventfd");
	}
	for (unsigned int vf = 0; vf < PARTS_VFS; vf++)
		open_vf(driver, vf);
	tap_must(vfio_dma_map(&driver->open[0], PARTS_QUEUES * PAGE, &driver->memory),
		 "map memory");

	parts_register_write(driver, 0, VIRTIO_PCI_STATUS, 1, 0);
	parts_register_write(driver, 0, VIRTIO_PCI_STATUS, 1,
			     VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER);
	if (FEATURES & ~parts_register(driver, 0, VIRTIO_PCI_HOST_FEATURES, 4))
		tap_must(-EOPNOTSUPP, "negotiate all required features");
	parts_register_write(driver, 0, VIRTIO_PCI_GUEST_FEATURES, 4, FEATURES);
	parts_register_write(driver, 0, VIRTIO_MSI_CONFIG_VECTOR, 2, PARTS_VECTOR_CONFIG);
	for (unsigned int n = 0; n < PARTS_QUEUES; n++)
		queue_up(driver, n);
	parts_register_write(driver, 0, VIRTIO_PCI_STATUS, 1, STATUS);
}

void parts_driver_down(struct parts_driver *driver)
{
	for (unsigned int vf = 0; vf < PARTS_VFS; vf++)
		vfio_detach(&driver->open[vf]);
	for (unsigned int i = 0; i < PARTS_VECTORS; i++)
		close(driver->eventfd[i]);
}

static void share(struct parts_driver *driver, unsigned int vf, const struct vfio_dma *dma)
{
	tap_must(migration_share(&driver->open[vf], dma), "give VF %u the memory", vf);
}

void parts_driver_move(struct parts_driver *driver, unsigned int vf)
{
	for (unsigned int n = 0; n < PARTS_QUEUES; n++)
		share(driver, vf, &driver->queue[n].mem);
	share(driver, vf, &driver->memory);
	driver->vf = vf;
}

static void kick(struct parts_driver *driver, enum parts_queue queue)
{
	parts_register_write(driver, driver->vf, VIRTIO_PCI_QUEUE_NOTIFY, 2, queue);
}

void parts_send(struct parts_driver *driver, enum parts_queue queue)
{
	uint8_t *at = (uint8_t *)driver->memory.va + queue * PAGE;
	const struct virtq_seg seg = { driver->memory.iova + queue * PAGE,
				       sizeof(struct virtio_net_hdr) + FRAME, false };

	memset(at, 0, seg.len);
	virtq_add(&driver->queue[queue], 0, &seg, 1);
	kick(driver, queue);
}

void parts_control(struct parts_driver *driver, uint8_t class, uint8_t command, const void *data,
		   size_t len)
{
	uint8_t *at = (uint8_t *)driver->memory.va + PARTS_CTRL * PAGE;
	uint64_t iova = driver->memory.iova + PARTS_CTRL * PAGE;
	const struct virtq_seg segs[] = { { iova, 2 + len, false }, { iova + ACK, 1, true } };

	at[0] = class;
	at[1] = command;
	memcpy(at + 2, data, len);
	at[ACK] = 0xee;
	virtq_add(&driver->queue[PARTS_CTRL], 0, segs, ARRAY_SIZE(segs));
	kick(driver, PARTS_CTRL);
}

bool parts_done(struct parts_driver *driver, enum parts_queue queue, unsigned int timeout_ms)
{
	const uint8_t *ack = (uint8_t *)driver->memory.va + PARTS_CTRL * PAGE + ACK;
	uint64_t end = util_now_ns() + timeout_ms * UINT64_C(1000000);
	uint32_t written;
	uint16_t head;
	int r;

	while ((r = virtq_take(&driver->queue[queue], &head, &written)) == -EAGAIN &&
	       util_now_ns() < end)
		util_sleep_ms(1);
	return r == 0 && (queue != PARTS_CTRL || *ack == VIRTIO_NET_OK);
}

bool parts_interrupted(struct parts_driver *driver, enum parts_vector vector,
		       unsigned int timeout_ms)
{
	struct pollfd fd = { .fd = driver->eventfd[vector], .events = POLLIN };
	uint64_t count;

	poll(&fd, 1, timeout_ms);
	return read(driver->eventfd[vector], &count, sizeof(count)) == sizeof(count);
}
