// SPDX-License-Identifier: GPL-2.0-only
/*
 * The layout of the legacy I/O BAR of each device type, as tables.
 */

#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_net.h>
#include <linux/virtio_pci.h>

#include "layout.h"

static const struct vfiov_field common_fields[] = {
	{ VIRTIO_PCI_HOST_FEATURES, 4, VFIOV_REG_HOST_FEATURES, VFIOV_ALWAYS },
	{ VIRTIO_PCI_GUEST_FEATURES, 4, VFIOV_REG_GUEST_FEATURES, VFIOV_ALWAYS },
	{ VIRTIO_PCI_QUEUE_PFN, 4, VFIOV_REG_QUEUE_PFN, VFIOV_ALWAYS },
	{ VIRTIO_PCI_QUEUE_NUM, 2, VFIOV_REG_QUEUE_SIZE, VFIOV_ALWAYS },
	{ VIRTIO_PCI_QUEUE_SEL, 2, VFIOV_REG_QUEUE_SELECT, VFIOV_ALWAYS },
	{ VIRTIO_PCI_QUEUE_NOTIFY, 2, VFIOV_REG_QUEUE_NOTIFY, VFIOV_ALWAYS },
	{ VIRTIO_PCI_STATUS, 1, VFIOV_REG_STATUS, VFIOV_ALWAYS },
	{ VIRTIO_PCI_ISR, 1, VFIOV_REG_ISR, VFIOV_ALWAYS },
	/*
	 * These two exist only while MSI-X is enabled, and the device config then starts after
	 * them.
	 */
	{ VIRTIO_MSI_CONFIG_VECTOR, 2, VFIOV_REG_CONFIG_VECTOR, VFIOV_ALWAYS },
	{ VIRTIO_MSI_QUEUE_VECTOR, 2, VFIOV_REG_QUEUE_VECTOR, VFIOV_ALWAYS },
};

/*
 * Device config as in virtio 1.3 sections 5.1.4 and 5.2.4, without the fields that a legacy driver
 * cannot negotiate: feature bits 32 and up count as not acknowledged.
 */
static const struct vfiov_field net_fields[] = {
	{ 0, 6, VFIOV_REG_DEVICE_CONFIG, VFIOV_ALWAYS },	/* mac */
	{ 6, 2, VFIOV_REG_DEVICE_CONFIG, VFIOV_ALWAYS },	/* status */
	{ 8, 2, VFIOV_REG_DEVICE_CONFIG, VIRTIO_NET_F_MQ },	/* max_virtqueue_pairs */
	{ 10, 2, VFIOV_REG_DEVICE_CONFIG, VIRTIO_NET_F_MTU },	/* mtu */
};

static const struct vfiov_field blk_fields[] = {
	{ 0, 8, VFIOV_REG_DEVICE_CONFIG, VFIOV_ALWAYS },		/* capacity */
	{ 8, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_SIZE_MAX },	/* size_max */
	{ 12, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_SEG_MAX },	/* seg_max */
	{ 16, 2, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_GEOMETRY },	/* cylinders */
	{ 18, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_GEOMETRY },	/* heads */
	{ 19, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_GEOMETRY },	/* sectors */
	{ 20, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_BLK_SIZE },	/* blk_size */
	{ 24, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_TOPOLOGY },	/* physical_block_exp */
	{ 25, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_TOPOLOGY },	/* alignment_offset */
	{ 26, 2, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_TOPOLOGY },	/* min_io_size */
	{ 28, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_TOPOLOGY },	/* opt_io_size */
	{ 32, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_CONFIG_WCE },	/* writeback */
	{ 34, 2, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_MQ },		/* num_queues */
	{ 36, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_DISCARD },	/* max_discard_sectors */
	{ 40, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_DISCARD },	/* max_discard_seg */
	{ 44, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_DISCARD },	/* ..._sectors */
	{ 48, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_WRITE_ZEROES },	/* max_write_zeroes */
	{ 52, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_WRITE_ZEROES },	/* ..._seg */
	{ 56, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_WRITE_ZEROES },	/* write_zeroes_may_unmap */
	{ 60, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_SECURE_ERASE },	/* max_secure_erase_... */
	{ 64, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_SECURE_ERASE },	/* ..._seg */
	{ 68, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_SECURE_ERASE },	/* ..._alignment */
	{ 72, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_ZONED },		/* zone_sectors */
	{ 76, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_ZONED },		/* max_open_zones */
	{ 80, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_ZONED },		/* max_active_zones */
	{ 84, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_ZONED },		/* max_append_sectors */
	{ 88, 4, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_ZONED },		/* write_granularity */
	{ 92, 1, VFIOV_REG_DEVICE_CONFIG, VIRTIO_BLK_F_ZONED },		/* model */
};

/* Ids: virtio 1.3 sections 4.1.2 and 4.1.2.3. */
static const struct vfiov_type types[] = {
	{ "net", 0x1041, 0x1000, VIRTIO_ID_NET, net_fields, ARRAY_SIZE(net_fields) },
	{ "block", 0x1042, 0x1001, VIRTIO_ID_BLOCK, blk_fields, ARRAY_SIZE(blk_fields) },
};

static_assert(VIRTIO_PCI_CONFIG_OFF(true) + sizeof(struct virtio_blk_config) <= VFIOV_BAR0_MAX);

const struct vfiov_type *vfiov_type_find(u16 modern_id)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++)
		if (types[i].modern_id == modern_id)
			return &types[i];
	return NULL;
}

unsigned int vfiov_config_len(const struct vfiov_type *type, u32 features)
{
	unsigned int len = 0;

	for (unsigned int i = 0; i < type->nr_fields; i++) {
		const struct vfiov_field *f = &type->fields[i];

		if (f->feature == VFIOV_ALWAYS || features & BIT(f->feature))
			len = f->off + f->len;
	}
	return len;
}

unsigned int vfiov_bar0_size(unsigned int config_len)
{
	return roundup_pow_of_two(VIRTIO_PCI_CONFIG_OFF(true) + config_len);
}

static const struct vfiov_field *field_find(const struct vfiov_field *fields, unsigned int nr,
					    unsigned int off)
{
	for (unsigned int i = 0; i < nr; i++)
		if (off >= fields[i].off && off < fields[i].off + fields[i].len)
			return &fields[i];
	return NULL;
}

const struct vfiov_field *vfiov_field_at(const struct vfiov_type *type,
					 unsigned int config_len, bool msix,
					 unsigned int pos, unsigned int *start)
{
	unsigned int config = VIRTIO_PCI_CONFIG_OFF(msix);
	const struct vfiov_field *f;

	if (pos < config) {
		f = field_find(common_fields, ARRAY_SIZE(common_fields), pos);
		config = 0;
	} else {
		f = field_find(type->fields, type->nr_fields, pos - config);
		if (f && f->off + f->len > config_len)
			f = NULL;
	}
	if (f)
		*start = config + f->off;
	return f;
}
