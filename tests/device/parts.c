// SPDX-License-Identifier: GPL-2.0-only
#include "parts.h"
#include "device.h"
#include "object.h"
#include "restore.h"
#include "stop.h"
#include "qemu/bswap.h"
#include "qemu/error-report.h"
#include "standard-headers/linux/virtio_pci.h"

/* u8 type and u8 reserved[7] follow the object's header in METADATA_GET and GET */
#define TYPE_AT VFDEV_OBJECT_HEADER
#define TYPE_SIZE 8

enum metadata { METADATA_SIZE, METADATA_COUNT, METADATA_LIST };
enum get { GET_SELECTED, GET_ALL };

#define MODE_STOPPED 1

void vfdev_parts_bytes(struct vfdev_parts *parts, struct vfdev_part *part, const void *value,
		       uint32_t len)
{
	part->value = value;
	part->len = len;
	vfdev_parts_add(parts, part);
}

void vfdev_parts_number(struct vfdev_parts *parts, struct vfdev_part *part, uint64_t number,
			uint32_t len)
{
	uint8_t value[8];

	stq_le_p(value, number);
	vfdev_parts_bytes(parts, part, value, len);
}

/* The fields of the common configuration that belong neither to a queue nor to another part. */
static void add_common(struct vfdev_parts *parts, struct vfdev_vf *vf)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);
	const struct {
		uint8_t offset;
		uint8_t size;
		uint64_t value;
	} fields[] = {
		{ VIRTIO_PCI_COMMON_DFSELECT, 4, vf->proxy.dfselect },
		{ VIRTIO_PCI_COMMON_GFSELECT, 4, vf->proxy.gfselect },
		{ VIRTIO_PCI_COMMON_MSIX, 2, vdev->config_vector },
		{ VIRTIO_PCI_COMMON_NUMQ, 2, vfdev_vf_queues(vf) },
		{ VIRTIO_PCI_COMMON_Q_SELECT, 2, vdev->queue_sel },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(fields); i++) {
		struct vfdev_part part = { .type = VFDEV_PART_PCI_COMMON_CFG };

		stl_le_p(part.selector, fields[i].offset);
		vfdev_parts_number(parts, &part, fields[i].value, fields[i].size);
	}
}

static void add_queue(struct vfdev_parts *parts, VirtIODevice *vdev, unsigned n)
{
	struct vfdev_part part = { .type = VFDEV_PART_VQ_CFG };
	uint8_t value[VFDEV_PART_VQ_SIZE] = { 0 };

	stw_le_p(part.selector, n);
	stw_le_p(value, virtio_queue_get_num(vdev, n));
	stw_le_p(value + 2, virtio_queue_vector(vdev, n));
	stw_le_p(value + 4, virtio_queue_enabled(vdev, n));
	stq_le_p(value + 8, virtio_queue_get_desc_addr(vdev, n));
	stq_le_p(value + 16, virtio_queue_get_avail_addr(vdev, n));
	stq_le_p(value + 24, virtio_queue_get_used_addr(vdev, n));
	vfdev_parts_bytes(parts, &part, value, sizeof(value));
}

/* As in QEMU's proxy, the doorbell of a queue is its index. */
static void add_notify(struct vfdev_parts *parts, unsigned n)
{
	struct vfdev_part part = { .type = VFDEV_PART_VQ_NOTIFY_CFG };
	uint8_t value[VFDEV_PART_VQ_NOTIFY_SIZE] = { 0 };

	stw_le_p(part.selector, n);
	stw_le_p(value, n);
	vfdev_parts_bytes(parts, &part, value, sizeof(value));
}

struct vfdev_parts vfdev_parts_of(struct vfdev_vf *vf)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);
	struct vfdev_part offered = { .type = VFDEV_PART_DEV_FEATURES,
				      .flags = VFDEV_PART_OPTIONAL };
	struct vfdev_part features = { .type = VFDEV_PART_DRV_FEATURES };
	struct vfdev_part status = { .type = VFDEV_PART_DEVICE_STATUS };
	unsigned queues = vfdev_vf_queues(vf);
	struct vfdev_parts parts = { 0 };

	if (vf->staged.len)
		return vfdev_parts_copy(&vf->staged);
	vfdev_parts_number(&parts, &offered, vdev->host_features, 8);
	vfdev_parts_number(&parts, &features, vdev->guest_features, 8);
	add_common(&parts, vf);
	vfdev_parts_number(&parts, &status, vdev->status, 1);
	for (unsigned n = 0; n < queues; n++)
		add_queue(&parts, vdev, n);
	for (unsigned n = 0; n < queues; n++)
		add_notify(&parts, n);
	if (VFDEV_VF_GET_CLASS(vf)->get_parts)
		VFDEV_VF_GET_CLASS(vf)->get_parts(vf, &parts);
	return parts;
}

static void fail(struct vfdev_command *c, enum vfdev_status status)
{
	c->status = status;
	c->qualifier = VFDEV_Q_FIELD;
}

/* Returns the whole result or an error, never just a part of the result. */
static void give(struct vfdev_command *c, const void *result, size_t len)
{
	if (len > c->result_room)
		fail(c, VFDEV_ENOMEM);
	else
		vfdev_command_result(c, result, len);
}

static void metadata(struct vfdev_command *c, const struct vfdev_parts *parts)
{
	uint8_t type = c->data[TYPE_AT];
	g_autoptr(GByteArray) result = g_byte_array_new();
	const uint8_t *at = parts->data, *begin = at;
	size_t left = parts->len;
	struct vfdev_part part;
	uint8_t number[8] = { 0 };

	if (type > METADATA_LIST) {
		fail(c, VFDEV_EINVAL);
		return;
	}
	stl_le_p(number, type == METADATA_SIZE ? parts->len : vfdev_parts_count(parts));
	g_byte_array_append(result, number, sizeof(number));
	while (type == METADATA_LIST && vfdev_part_next(&at, &left, &part) > 0) {
		g_byte_array_append(result, begin, VFDEV_PART_HEADER);
		begin = at;
	}
	give(c, result->data, result->len);
}

/* Returns whether one of the command's headers names this part. */
static bool selected(const struct vfdev_command *c, const struct vfdev_part *part)
{
	const uint8_t *at = c->data + TYPE_AT + TYPE_SIZE;

	for (; at + VFDEV_PART_HEADER <= c->data + MIN(c->data_len, c->data_room);
	     at += VFDEV_PART_HEADER) {
		if (lduw_le_p(at) == part->type && !memcmp(at + 4, part->selector, 8))
			return true;
	}
	return false;
}

static void get(struct vfdev_command *c, const struct vfdev_parts *parts)
{
	const size_t headers = TYPE_AT + TYPE_SIZE;
	uint8_t type = c->data[TYPE_AT];
	struct vfdev_parts result = { 0 };
	const uint8_t *at = parts->data;
	size_t left = parts->len;
	struct vfdev_part part;

	if (type > GET_ALL ||
	    (type == GET_SELECTED && c->data_len > headers &&
	     (c->data_len - headers) % VFDEV_PART_HEADER)) {
		fail(c, VFDEV_EINVAL);
		return;
	}
	while (vfdev_part_next(&at, &left, &part) > 0) {
		if (type == GET_ALL || selected(c, &part))
			vfdev_parts_add(&result, &part);
	}
	give(c, result.data, result.len);
	vfdev_parts_free(&result);
}

static const char *set_wrong(struct vfdev_vf *vf, const uint8_t *data, size_t len)
{
	const char *wrong = vf->stopped ? vfdev_parts_wrong(data, len) : "the VF is not stopped";
	struct vfdev_part part;

	while (!wrong && vfdev_part_next(&data, &len, &part) > 0)
		wrong = vfdev_restore_check(vf, &part);
	return wrong;
}

/* Sets all of the parts or none. */
static void set(struct vfdev_vf *vf, struct vfdev_command *c)
{
	const uint8_t *data = c->data + VFDEV_OBJECT_HEADER;
	size_t len = c->data_len > VFDEV_OBJECT_HEADER ? c->data_len - VFDEV_OBJECT_HEADER : 0;
	const char *wrong = c->data_len > c->data_room ? "the command is too long"
							: set_wrong(vf, data, len);
	struct vfdev_part part;

	if (wrong) {
		warn_report("vfdev: refused parts of VF %u: %s", (unsigned)c->member - 1, wrong);
		fail(c, VFDEV_EINVAL);
		return;
	}
	if (!vf->staged.len)
		vf->staged = vfdev_parts_of(vf);
	while (vfdev_part_next(&data, &len, &part) > 0) {
		if (part.type != VFDEV_PART_DEV_FEATURES && !vfdev_restore_ignores(vf, &part))
			vfdev_parts_put(&vf->staged, &part);
	}
}

static void mode_set(struct vfdev_vf *vf, struct vfdev_command *c)
{
	if (c->data[0] & ~MODE_STOPPED)
		fail(c, VFDEV_EINVAL);
	else if (c->data[0])
		vfdev_vf_stop(vf);
	else
		vfdev_vf_resume(vf);
}

void vfdev_parts_command(struct vfdev_pf *pf, struct vfdev_vf *vf, struct vfdev_command *c)
{
	bool write = c->opcode == VFDEV_OP_PARTS_SET;
	struct vfdev_parts parts;

	if (c->opcode == VFDEV_OP_MODE_SET) {
		mode_set(vf, c);
		return;
	}
	if (!vfdev_object_is(pf, c, write ? VFDEV_OBJECT_SET : VFDEV_OBJECT_GET))
		return;
	if (write) {
		set(vf, c);
		return;
	}
	parts = vfdev_parts_of(vf);
	if (c->opcode == VFDEV_OP_PARTS_METADATA_GET)
		metadata(c, &parts);
	else
		get(c, &parts);
	vfdev_parts_free(&parts);
}
