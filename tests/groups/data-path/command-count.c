// SPDX-License-Identifier: GPL-2.0-only
/*
 * What Linux's legacy network driver does from its probe to an interface that is up costs at most
 * 60 % of one admin command for each access, with one queue pair and with four; a kick costs none.
 * The device counts. The accesses are those of virtio_pci_legacy.c and virtio_net.c, in their
 * order.
 */
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/legacy.h"
#include "client/util.h"
#include "lib/shape.h"

#define QUEUES_MAX 9
#define PERCENT_MAX 60
#define KICKS 100

struct bring_up {
	struct legacy_dev dev;
	uint32_t features;
	unsigned int pairs;
	struct virtq q[QUEUES_MAX];
	int fd[QUEUES_MAX + 1];
};

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

/* vp_get(): byte by byte */
static void config(struct bring_up *b, unsigned int offset, void *buf, size_t len)
{
	tap_must(legacy_config_read(&b->dev, offset, buf, len), "read config at %u", offset);
}

/* virtio_dev_probe() and the begin of virtnet_probe() */
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
		tap_must(-EBUSY, "find queue %u free", index);
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

/* Each queue has the size and the address that the device itself has seen. */
static void bring_up(struct bring_up *b, struct vfio_vf *vf, unsigned int pairs)
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

	/* virtio_device_ready(), and virtio_dev_probe() again */
	status_add(b, VIRTIO_CONFIG_S_DRIVER_OK);
	if (!(in(b, VIRTIO_PCI_STATUS, 1) & VIRTIO_CONFIG_S_DRIVER_OK))
		tap_must(-EIO, "see DRIVER_OK");
	/* virtnet_config_changed_work(), when the interface goes up */
	config(b, offsetof(struct virtio_net_config, status), &link, sizeof(link));
}

static void take_down(struct bring_up *b, struct vfio_vf *vf)
{
	legacy_reset(&b->dev);
	legacy_msix(&b->dev, NULL, 0);
	for (unsigned int i = 0; i < 2 * b->pairs + 1; i++)
		virtq_free(&b->q[i], vf);
	for (unsigned int i = 0; i < 2 * b->pairs + 2; i++)
		close(b->fd[i]);
}

/* What the device was told is what the driver meant, though it was told with fewer words. */
static bool told_right(struct rig *rig, const struct bring_up *b)
{
	static struct device_event events[512];
	size_t n = device_trace(rig->device, rig->index, events, ARRAY_SIZE(events));
	unsigned int select = UINT32_MAX, wrong = 0, addresses = 0;

	for (size_t i = 0; i < n && i < ARRAY_SIZE(events); i++) {
		const struct device_event *e = &events[i];
		uint32_t value;

		memcpy(&value, e->written, sizeof(value));
		if (e->op != DEVICE_COMMON_WRITE)
			continue;
		if (e->offset == VIRTIO_PCI_QUEUE_SEL)
			select = value & 0xffff;
		if (e->offset == VIRTIO_PCI_QUEUE_PFN && value) {
			addresses++;
			wrong += select > 2 * b->pairs ||
				 value != b->q[select].mem.iova >> VIRTIO_PCI_QUEUE_ADDR_SHIFT;
		}
		if (e->offset == VIRTIO_MSI_QUEUE_VECTOR)
			wrong += (value & 0xffff) != select + 1;
	}
	return !wrong && addresses == 2 * b->pairs + 1;
}

static void count(struct rig *rig, unsigned int pairs)
{
	struct tap *tap = &rig->scene.tap;
	struct bring_up b = { 0 };
	uint64_t commands;

	rig_commands(rig);
	device_trace_clear(rig->device);
	bring_up(&b, &rig->vf, pairs);
	commands = rig_commands(rig);
	tap_ok(tap, commands > 0 && commands * 100 <= b.dev.accesses * PERCENT_MAX,
	       "%u queue pairs: %lu accesses cost %lu commands, %lu %%", pairs, b.dev.accesses,
	       commands, commands * 100 / b.dev.accesses);
	tap_ok(tap, told_right(rig, &b), "and each queue has its address and its vector");
	rig_commands(rig);
	for (unsigned int i = 0; i < KICKS; i++)
		out(&b, VIRTIO_PCI_QUEUE_NOTIFY, 2, 1);
	tap_ok(tap, device_bells(rig->device, rig->index, "member", "good") == KICKS,
	       "all of %d kicks arrive", KICKS);
	tap_ok(tap, rig_commands(rig) == 0, "and cost no command");
	take_down(&b, &rig->vf);
}

int main(void)
{
	const struct shape four = { "four queue pairs", 4, 0 };
	struct rig rig;

	rig_begin_open(&rig, 1);
	count(&rig, 1);
	/* Again, now that the driver has seen this device: a guest that reboots. */
	count(&rig, 1);
	if (shape_make(&rig, &four, SCENE_VFS)) {
		rig_open(&rig, 1);
		count(&rig, four.pairs);
		shape_restore(&rig);
	} else {
		tap_skip(&rig.scene.tap, four.what, "the device can not have them");
	}
	return rig_end(&rig);
}
