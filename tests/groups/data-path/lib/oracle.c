// SPDX-License-Identifier: GPL-2.0-only
#include "oracle.h"

#include <string.h>

/* Feature bits of sections 5.1.3 and 5.2.3 that a legacy driver can negotiate. */
#define NET_F_MTU 3
#define NET_F_MQ 22
#define BLK_F_SIZE_MAX 1
#define BLK_F_SEG_MAX 2
#define BLK_F_GEOMETRY 4
#define BLK_F_BLK_SIZE 6
#define BLK_F_TOPOLOGY 10
#define BLK_F_CONFIG_WCE 11
#define BLK_F_MQ 12
#define BLK_F_DISCARD 13
#define BLK_F_ZEROES 14
#define BLK_F_ERASE 16
#define BLK_F_ZONED 17
#define ALWAYS 32

struct row {
	uint8_t at, len, feature;
};

static const struct row common[] = {
	{ 0, 4, ALWAYS },  /* Device Features, bits 0 to 31 */
	{ 4, 4, ALWAYS },  /* Driver Features, bits 0 to 31 */
	{ 8, 4, ALWAYS },  /* Queue Address */
	{ 12, 2, ALWAYS }, /* queue_size */
	{ 14, 2, ALWAYS }, /* queue_select */
	{ 16, 2, ALWAYS }, /* Queue Notify */
	{ 18, 1, ALWAYS }, /* Device Status */
	{ 19, 1, ALWAYS }, /* ISR Status */
};

static const struct row with_msix[] = {
	{ 20, 2, ALWAYS }, /* config_msix_vector */
	{ 22, 2, ALWAYS }, /* queue_msix_vector */
};

static const struct row net[] = {
	{ 0, 6, ALWAYS },     /* mac */
	{ 6, 2, ALWAYS },     /* status */
	{ 8, 2, NET_F_MQ },   /* max_virtqueue_pairs */
	{ 10, 2, NET_F_MTU }, /* mtu */
};

static const struct row block[] = {
	{ 0, 8, ALWAYS },	     /* capacity */
	{ 8, 4, BLK_F_SIZE_MAX },    /* size_max */
	{ 12, 4, BLK_F_SEG_MAX },    /* seg_max */
	{ 16, 2, BLK_F_GEOMETRY },   /* geometry: cylinders */
	{ 18, 1, BLK_F_GEOMETRY },   /* heads */
	{ 19, 1, BLK_F_GEOMETRY },   /* sectors */
	{ 20, 4, BLK_F_BLK_SIZE },   /* blk_size */
	{ 24, 1, BLK_F_TOPOLOGY },   /* topology: physical_block_exp */
	{ 25, 1, BLK_F_TOPOLOGY },   /* alignment_offset */
	{ 26, 2, BLK_F_TOPOLOGY },   /* min_io_size */
	{ 28, 4, BLK_F_TOPOLOGY },   /* opt_io_size */
	{ 32, 1, BLK_F_CONFIG_WCE }, /* writeback */
	{ 34, 2, BLK_F_MQ },	     /* num_queues */
	{ 36, 4, BLK_F_DISCARD },    /* max_discard_sectors */
	{ 40, 4, BLK_F_DISCARD },    /* max_discard_seg */
	{ 44, 4, BLK_F_DISCARD },    /* discard_sector_alignment */
	{ 48, 4, BLK_F_ZEROES },     /* max_write_zeroes_sectors */
	{ 52, 4, BLK_F_ZEROES },     /* max_write_zeroes_seg */
	{ 56, 1, BLK_F_ZEROES },     /* write_zeroes_may_unmap */
	{ 60, 4, BLK_F_ERASE },	     /* max_secure_erase_sectors */
	{ 64, 4, BLK_F_ERASE },	     /* max_secure_erase_seg */
	{ 68, 4, BLK_F_ERASE },	     /* secure_erase_sector_alignment */
	{ 72, 4, BLK_F_ZONED },	     /* zoned: zone_sectors */
	{ 76, 4, BLK_F_ZONED },	     /* max_open_zones */
	{ 80, 4, BLK_F_ZONED },	     /* max_active_zones */
	{ 84, 4, BLK_F_ZONED },	     /* max_append_sectors */
	{ 88, 4, BLK_F_ZONED },	     /* write_granularity */
	{ 92, 1, BLK_F_ZONED },	     /* model */
};

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/*
 * The configuration ends with the last offered field; fields before it occupy space even if they
 * are not offered.
 */
static unsigned int length(const struct row *rows, size_t n, uint32_t features)
{
	unsigned int end = 0;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].feature == ALWAYS || features >> rows[i].feature & 1)
			end = rows[i].at + rows[i].len;
	}
	return end;
}

static bool find(const struct row *rows, size_t n, uint32_t features, unsigned int pos,
		 struct oracle_field *field)
{
	for (size_t i = 0; i < n; i++) {
		if (pos < rows[i].at || pos >= rows[i].at + rows[i].len)
			continue;
		field->at = rows[i].at;
		field->len = rows[i].len;
		return rows[i].at < length(rows, n, features);
	}
	return false;
}

unsigned int oracle_config(const struct oracle *oracle)
{
	return oracle->msix ? 24 : 20;
}

bool oracle_field(const struct oracle *oracle, unsigned int pos, struct oracle_field *field)
{
	unsigned int config = oracle_config(oracle);

	*field = (struct oracle_field){ .config = pos >= config };
	if (pos >= config && oracle->type == ORACLE_BLOCK)
		return find(block, ROWS(block), oracle->features, pos - config, field);
	if (pos >= config)
		return find(net, ROWS(net), oracle->features, pos - config, field);
	return find(common, ROWS(common), 0, pos, field) ||
	       find(with_msix, ROWS(with_msix), 0, pos, field);
}

unsigned int oracle_bar0_size(const struct oracle *oracle)
{
	const struct oracle widest = { .type = oracle->type, .msix = true };
	unsigned int end = oracle_config(&widest), size = 1;

	end += oracle->type == ORACLE_BLOCK ? length(block, ROWS(block), oracle->features)
					    : length(net, ROWS(net), oracle->features);
	while (size < end)
		size *= 2;
	return size;
}

bool oracle_allows(const struct oracle *oracle, const struct device_event *event)
{
	bool config = event->op == DEVICE_CONFIG_READ || event->op == DEVICE_CONFIG_WRITE;
	struct oracle_field field;
	unsigned int pos;

	if (event->doorbell || event->offset < 0 || event->length == 0)
		return false;
	pos = event->offset + (config ? oracle_config(oracle) : 0);
	if (!oracle_field(oracle, pos, &field) || field.config != config)
		return false;
	if (!config)
		return (unsigned int)event->offset == field.at && event->length == field.len;
	return event->offset + event->length <= (unsigned int)field.at + field.len;
}

void oracle_set(struct oracle *oracle, unsigned int pos, const void *bytes, size_t len)
{
	memcpy(oracle->byte + pos, bytes, len);
}
