// SPDX-License-Identifier: GPL-2.0-only
#include "part.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define FLAGS_KNOWN VFDEV_PART_OPTIONAL

/* struct virtio_dev_part_hdr */
struct header {
	uint16_t type;
	uint8_t flags;
	uint8_t reserved;
	uint8_t selector[VFDEV_PART_SELECTOR];
	uint32_t len;
};

_Static_assert(sizeof(struct header) == VFDEV_PART_HEADER, "no holes in it");

int vfdev_part_next(const uint8_t **data, size_t *left, struct vfdev_part *part)
{
	struct header header;

	if (!*left)
		return 0;
	if (*left < sizeof(header))
		return -1;
	memcpy(&header, *data, sizeof(header));
	part->type = le16toh(header.type);
	part->flags = header.flags;
	memcpy(part->selector, header.selector, sizeof(part->selector));
	part->len = le32toh(header.len);
	part->value = *data + sizeof(header);
	if (part->len > *left - sizeof(header))
		return -1;
	*data += sizeof(header) + part->len;
	*left -= sizeof(header) + part->len;
	return 1;
}

bool vfdev_part_same(const struct vfdev_part *a, const struct vfdev_part *b)
{
	return a->type == b->type && !memcmp(a->selector, b->selector, sizeof(a->selector));
}

void vfdev_parts_add(struct vfdev_parts *parts, const struct vfdev_part *part)
{
	struct header header = {
		.type = htole16(part->type),
		.flags = part->flags,
		.len = htole32(part->len),
	};
	uint8_t *data = realloc(parts->data, parts->len + sizeof(header) + part->len);

	if (!data)
		abort();
	memcpy(header.selector, part->selector, sizeof(header.selector));
	memcpy(data + parts->len, &header, sizeof(header));
	if (part->len)
		memcpy(data + parts->len + sizeof(header), part->value, part->len);
	parts->data = data;
	parts->len += sizeof(header) + part->len;
}

/* Parts are ordered by type; parts of the same type keep their order. */
void vfdev_parts_put(struct vfdev_parts *parts, const struct vfdev_part *part)
{
	const uint8_t *at = parts->data;
	struct vfdev_parts after = { 0 };
	struct vfdev_part old;
	size_t left = parts->len;
	bool done = false;

	while (vfdev_part_next(&at, &left, &old) > 0) {
		bool same = vfdev_part_same(&old, part);

		if (!done && (same || old.type > part->type)) {
			vfdev_parts_add(&after, part);
			done = true;
		}
		if (!same)
			vfdev_parts_add(&after, &old);
	}
	if (!done)
		vfdev_parts_add(&after, part);
	vfdev_parts_free(parts);
	*parts = after;
}

struct vfdev_parts vfdev_parts_copy(const struct vfdev_parts *parts)
{
	struct vfdev_parts copy = { .data = malloc(parts->len), .len = parts->len };

	if (!copy.data && copy.len)
		abort();
	if (copy.len)
		memcpy(copy.data, parts->data, copy.len);
	return copy;
}

void vfdev_parts_free(struct vfdev_parts *parts)
{
	free(parts->data);
	*parts = (struct vfdev_parts){ 0 };
}

unsigned vfdev_parts_count(const struct vfdev_parts *parts)
{
	const uint8_t *at = parts->data;
	size_t left = parts->len;
	struct vfdev_part part;
	unsigned count = 0;

	while (vfdev_part_next(&at, &left, &part) > 0)
		count++;
	return count;
}

static bool all_zero(const uint8_t *bytes, size_t len)
{
	while (len--) {
		if (bytes[len])
			return false;
	}
	return true;
}

/* Returns the number of bytes of the selector that the type uses; the rest is reserved. */
static size_t selector_len(uint16_t type)
{
	switch (type) {
	case VFDEV_PART_DEV_FEATURES:
	case VFDEV_PART_DRV_FEATURES:
	case VFDEV_PART_DEVICE_STATUS:
		return 0;
	case VFDEV_PART_PCI_COMMON_CFG:
		return 4;
	case VFDEV_PART_VQ_CFG:
	case VFDEV_PART_VQ_NOTIFY_CFG:
	case VFDEV_PART_NET_CVQ_CFG:
		return 2;
	default:
		return VFDEV_PART_SELECTOR;
	}
}

static bool seen_before(const uint8_t *data, size_t len, const struct vfdev_part *part)
{
	struct vfdev_part other;

	while (vfdev_part_next(&data, &len, &other) > 0) {
		if (vfdev_part_same(&other, part))
			return true;
	}
	return false;
}

const char *vfdev_parts_wrong(const uint8_t *data, size_t len)
{
	const uint8_t *at = data, *begin = data;
	size_t left = len, used;
	struct vfdev_part part;
	uint16_t last = 0;
	int more;

	while ((more = vfdev_part_next(&at, &left, &part)) > 0) {
		used = selector_len(part.type);
		if (begin[3])
			return "a reserved byte of a part is not zero";
		if (part.flags & ~FLAGS_KNOWN)
			return "a part has a reserved flag";
		if (!all_zero(part.selector + used, sizeof(part.selector) - used))
			return "a reserved byte of a selector is not zero";
		if (part.type < last)
			return "the parts are out of order";
		if (seen_before(data, begin - data, &part))
			return "duplicate part";
		last = part.type;
		begin = at;
	}
	return more < 0 ? "truncated part" : NULL;
}
