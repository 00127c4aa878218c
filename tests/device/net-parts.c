// SPDX-License-Identifier: GPL-2.0-only
#include "net-parts.h"
#include "qemu/bswap.h"
#include "qemu/iov.h"

#define VLANS 4096
#define MAC 6

static struct vfdev_part of(uint8_t class, uint8_t command)
{
	return (struct vfdev_part){ .type = VFDEV_PART_NET_CVQ_CFG, .selector = { class, command } };
}

static void add_rx(VirtIONet *net, struct vfdev_parts *parts)
{
	const struct {
		uint8_t command;
		uint8_t value;
	} rx[] = {
		{ VIRTIO_NET_CTRL_RX_PROMISC, net->promisc },
		{ VIRTIO_NET_CTRL_RX_ALLMULTI, net->allmulti },
		{ VIRTIO_NET_CTRL_RX_ALLUNI, net->alluni },
		{ VIRTIO_NET_CTRL_RX_NOMULTI, net->nomulti },
		{ VIRTIO_NET_CTRL_RX_NOUNI, net->nouni },
		{ VIRTIO_NET_CTRL_RX_NOBCAST, net->nobcast },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(rx); i++) {
		struct vfdev_part part = of(VIRTIO_NET_CTRL_RX, rx[i].command);

		vfdev_parts_number(parts, &part, rx[i].value, 1);
	}
}

/*
 * Appends one of the two lists of struct virtio_net_ctrl_mac. A list that overflowed has one entry
 * too many.
 */
static void add_macs(GByteArray *value, const uint8_t *macs, uint32_t n, bool overflow)
{
	static const uint8_t none[MAC];
	uint32_t count = overflow ? MAC_TABLE_ENTRIES + 1 : n;
	uint8_t number[4];

	stl_le_p(number, count);
	g_byte_array_append(value, number, sizeof(number));
	for (uint32_t i = 0; i < count; i++)
		g_byte_array_append(value, overflow ? none : macs + i * MAC, MAC);
}

static void add_mac_table(VirtIONet *net, struct vfdev_parts *parts)
{
	struct vfdev_part table = of(VIRTIO_NET_CTRL_MAC, VIRTIO_NET_CTRL_MAC_TABLE_SET);
	struct vfdev_part address = of(VIRTIO_NET_CTRL_MAC, VIRTIO_NET_CTRL_MAC_ADDR_SET);
	uint32_t first = net->mac_table.first_multi;
	g_autoptr(GByteArray) value = g_byte_array_new();

	add_macs(value, net->mac_table.macs, first, net->mac_table.uni_overflow);
	add_macs(value, net->mac_table.macs + first * MAC, net->mac_table.in_use - first,
		 net->mac_table.multi_overflow);
	vfdev_parts_bytes(parts, &table, value->data, value->len);
	vfdev_parts_bytes(parts, &address, net->mac, sizeof(net->mac));
}

/* "Device part consists of a whole VLAN table": this is the id of each VLAN that was added. */
static void add_vlans(VirtIONet *net, struct vfdev_parts *parts)
{
	struct vfdev_part part = of(VIRTIO_NET_CTRL_VLAN, VIRTIO_NET_CTRL_VLAN_ADD);
	g_autoptr(GByteArray) value = g_byte_array_new();

	for (unsigned id = 0; id < VLANS; id++) {
		uint8_t number[2];

		if (!(net->vlans[id >> 5] & (1u << (id & 31))))
			continue;
		stw_le_p(number, id);
		g_byte_array_append(value, number, sizeof(number));
	}
	vfdev_parts_bytes(parts, &part, value->data, value->len);
}

static bool has(VirtIONet *net, unsigned feature)
{
	return virtio_vdev_has_feature(VIRTIO_DEVICE(net), feature);
}

void vfdev_net_get_parts(VirtIONet *net, struct vfdev_parts *parts)
{
	struct vfdev_part pairs = of(VIRTIO_NET_CTRL_MQ, VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET);

	add_rx(net, parts);
	add_mac_table(net, parts);
	if (has(net, VIRTIO_NET_F_CTRL_VLAN))
		add_vlans(net, parts);
	if (has(net, VIRTIO_NET_F_MQ))
		vfdev_parts_number(parts, &pairs, net->curr_queue_pairs, 2);
}

static const char *check_macs(const struct vfdev_part *part)
{
	uint64_t at = 0;

	for (int list = 0; list < 2; list++) {
		if (part->len - at < 4)
			return "wrong length of a MAC address table";
		at += 4 + (uint64_t)MAC * ldl_le_p(part->value + at);
		if (at > part->len)
			return "wrong length of a MAC address table";
	}
	return at == part->len ? NULL : "wrong length of a MAC address table";
}

static const char *check_vlans(const struct vfdev_part *part)
{
	int last = -1;

	if (part->len % 2)
		return "wrong length of a VLAN table";
	for (uint32_t at = 0; at < part->len; at += 2) {
		uint16_t id = lduw_le_p(part->value + at);

		if (id >= VLANS || id <= last)
			return "invalid VLAN id";
		last = id;
	}
	return NULL;
}

static const char *check_pairs(VirtIONet *net, const struct vfdev_part *part)
{
	if (part->len != 2)
		return "wrong length of the number of queue pairs";
	if (!lduw_le_p(part->value) || lduw_le_p(part->value) > net->max_queue_pairs)
		return "invalid number of queue pairs";
	return NULL;
}

const char *vfdev_net_check_part(VirtIONet *net, const struct vfdev_part *part, bool *known)
{
	uint8_t command = part->selector[1];

	*known = part->type == VFDEV_PART_NET_CVQ_CFG;
	if (!*known)
		return NULL;
	switch (part->selector[0]) {
	case VIRTIO_NET_CTRL_RX:
		if (command > VIRTIO_NET_CTRL_RX_NOBCAST)
			break;
		return part->len == 1 ? NULL : "wrong length of a receive mode";
	case VIRTIO_NET_CTRL_MAC:
		if (command == VIRTIO_NET_CTRL_MAC_TABLE_SET)
			return check_macs(part);
		if (command == VIRTIO_NET_CTRL_MAC_ADDR_SET)
			return part->len == MAC ? NULL : "wrong length of a MAC address";
		break;
	case VIRTIO_NET_CTRL_VLAN:
		if (command == VIRTIO_NET_CTRL_VLAN_ADD)
			return check_vlans(part);
		break;
	case VIRTIO_NET_CTRL_MQ:
		if (command == VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET)
			return check_pairs(net, part);
		break;
	}
	*known = false;
	return NULL;
}

/* Executes the control queue's command that would have set the part. */
static void command(VirtIONet *net, const struct vfdev_part *part, const void *value, size_t len)
{
	struct virtio_net_ctrl_hdr header = { part->selector[0], part->selector[1] };
	virtio_net_ctrl_ack ack = VIRTIO_NET_ERR;
	struct iovec out[2] = {
		{ .iov_base = &header, .iov_len = sizeof(header) },
		{ .iov_base = (void *)value, .iov_len = len },
	};
	struct iovec in = { .iov_base = &ack, .iov_len = sizeof(ack) };

	virtio_net_handle_ctrl_iov(VIRTIO_DEVICE(net), &in, 1, out, 2);
}

void vfdev_net_set_part(VirtIONet *net, const struct vfdev_part *part)
{
	bool vlan = part->selector[0] == VIRTIO_NET_CTRL_VLAN;

	if (vlan) {
		memset(net->vlans, 0, VLANS / 8);
		for (uint32_t at = 0; at < part->len; at += 2)
			command(net, part, part->value + at, 2);
		return;
	}
	command(net, part, part->value, part->len);
}
