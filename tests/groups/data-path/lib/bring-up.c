// SPDX-License-Identifier: GPL-2.0-only
#include "bring-up.h"

#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <sys/eventfd.h>

#include "client/util.h"
#include "scene/tap.h"

static uint32_t in(struct bring_up *b, unsigned int at, unsigned int len)
{
	uint32_t value;

	tap_must(legacy_in(&b->dev, at, len, &value), "read register %u", at);
	return value;
}

static void out(struct bring_up *b, unsigned int at, unsigned int len, uint32_t value)
{
	tap_must(legacy_out(&b->dev, at, len, value), "write register %u", at);
}

/* virtio_add_status() */
static void status_add(struct bring_up *b, uint8_t bits)
{
	out(b, VIRTIO_PCI_STATUS, 1, in(b, VIRTIO_PCI_STATUS, 1) | bits);
}

/* vp_get(), byte by byte */
static void config(struct bring_up *b, unsigned int offset, void *buf, size_t len)
{
	tap_must(legacy_config_read(&b->dev, offset, buf, len), "read config at %u", offset);
}

/* virtio_dev_probe() and the start of virtnet_probe() */
static void negotiate(struct bring_up *b, unsigned int pairs)
{
	const uint32_t wanted = 1u << VIRTIO_NET_F_MAC | 1u << VIRTIO_NET_F_STATUS |
				1u << VIRTIO_NET_F_CTRL_VQ | 1u << VIRTIO_NET_F_MQ;
	uint16_t offered_pairs = 1;
	uint8_t mac[6];

	status_add(b, VIRTIO_CONFIG_S_DRIVER);
	b->features = in(b, VIRTIO_PCI_HOST_FEATURES, 4) & wanted;
	out(b, VIRTIO_PCI_GUEST_FEATURES, 4, b->features);
	if (b->features & 1u << VIRTIO_NET_F_MQ)
		config(b, offsetof(struct virtio_net_config, max_virtqueue_pairs), &offered_pairs,
		       sizeof(offered_pairs));
	config(b, offsetof(struct virtio_net_config, mac), mac, sizeof(mac));
	b->pairs = le16toh(offered_pairs);
	if (b->pairs != pairs || mac[0] != 0x52)
		tap_must(-EIO, "get %u queue pairs and the device's MAC address", pairs);
}

/* vp_find_one_vq_msix() and setup_vq(); the control queue has no vector */
static void queue(struct bring_up *b, struct vfio_vf *vf, unsigned int index, bool has_vector)
{
	struct virtq *q = &b->q[index];
	uint16_t size;

	out(b, VIRTIO_PCI_QUEUE_SEL, 2, index);
	size = in(b, VIRTIO_PCI_QUEUE_NUM, 2);
	out(b, VIRTIO_PCI_QUEUE_SEL, 2, index);
	if (in(b, VIRTIO_PCI_QUEUE_PFN, 4))
		tap_must(-EBUSY, "check that queue %u is unused", index);
	tap_must(virtq_alloc(q, vf, index, size), "make queue %u", index);
	out(b, VIRTIO_PCI_QUEUE_SEL, 2, index);
	out(b, VIRTIO_PCI_QUEUE_PFN, 4, q->mem.iova >> VIRTIO_PCI_QUEUE_ADDR_SHIFT);
	if (!has_vector)
		return;
	out(b, VIRTIO_PCI_QUEUE_SEL, 2, index);
	out(b, VIRTIO_MSI_QUEUE_VECTOR, 2, index + 1);
	if (in(b, VIRTIO_MSI_QUEUE_VECTOR, 2) != index + 1)
		tap_must(-EBUSY, "get a vector for queue %u", index);
}

void bring_up(struct bring_up *b, struct vfio_vf *vf, unsigned int pairs)
{
	uint16_t link;

	legacy_init(&b->dev, vf);
	/* register_virtio_device() */
	out(b, VIRTIO_PCI_STATUS, 1, 0);
	if (in(b, VIRTIO_PCI_STATUS, 1))
		tap_must(-EIO, "reset the device");
	status_add(b, VIRTIO_CONFIG_S_ACKNOWLEDGE);
	negotiate(b, pairs);

	for (unsigned int i = 0; i < 2 * pairs + 2; i++)
		b->fd[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	tap_must(legacy_msix(&b->dev, b->fd, 2 * pairs + 1), "enable MSI-X");
	out(b, VIRTIO_MSI_CONFIG_VECTOR, 2, 0);
	if (in(b, VIRTIO_MSI_CONFIG_VECTOR, 2))
		tap_must(-EBUSY, "get the configuration's vector");
	for (unsigned int i = 0; i < 2 * pairs; i++)
		queue(b, vf, i, true);
	queue(b, vf, 2 * pairs, false);

	/* virtio_device_ready(), and the rest of virtio_dev_probe() */
	status_add(b, VIRTIO_CONFIG_S_DRIVER_OK);
	if (!(in(b, VIRTIO_PCI_STATUS, 1) & VIRTIO_CONFIG_S_DRIVER_OK))
		tap_must(-EIO, "read back DRIVER_OK");
	/* virtnet_config_changed_work(), when the interface is brought up */
	config(b, offsetof(struct virtio_net_config, status), &link, sizeof(link));
}

void bring_down(struct bring_up *b)
{
	legacy_reset(&b->dev);
	legacy_msix(&b->dev, NULL, 0);
	for (unsigned int i = 0; i < 2 * b->pairs + 1; i++)
		virtq_free(&b->q[i], b->dev.vf);
	for (unsigned int i = 0; i < 2 * b->pairs + 2; i++)
		close(b->fd[i]);
}
