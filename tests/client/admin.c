// SPDX-License-Identifier: GPL-2.0-only
#include "admin.h"

#include <linux/pci_regs.h>
#include <linux/virtio_config.h>
#include <linux/virtio_pci.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "modern.h"
#include "pci.h"
#include "util.h"

#define FEATURE_ADMIN_VQ 41
#define COMMON_ADMIN_INDEX 60
#define QUEUE_SIZE 16
#define TIMEOUT_MS 2000
#define STEP_MS 1

#define OUT_HEADER 24 /* the fields from opcode to group_member_id */
#define IN_HEADER 8   /* the fields from status to reserved2 */

static int common_read(struct admin *admin, unsigned int at, void *value, size_t len)
{
	return vfio_read(&admin->pf, admin->bar, admin->common + at, value, len);
}

static int common_write(struct admin *admin, unsigned int at, uint64_t value, size_t len)
{
	value = htole64(value);
	return vfio_write(&admin->pf, admin->bar, admin->common + at, &value, len);
}

static int set_address(struct admin *admin, unsigned int at, uint64_t address)
{
	return common_write(admin, at, address & 0xffffffff, 4)
		       ?: common_write(admin, at + 4, address >> 32, 4);
}

static int negotiate(struct admin *admin)
{
	const uint64_t wanted = 1ull << VIRTIO_F_VERSION_1 | 1ull << VIRTIO_F_ACCESS_PLATFORM |
				1ull << FEATURE_ADMIN_VQ;
	uint32_t offered[2] = { 0 };
	uint8_t status = VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER;
	int r = common_write(admin, VIRTIO_PCI_COMMON_STATUS, 0, 1) ?:
		common_write(admin, VIRTIO_PCI_COMMON_STATUS, VIRTIO_CONFIG_S_ACKNOWLEDGE, 1) ?:
		common_write(admin, VIRTIO_PCI_COMMON_STATUS, status, 1);

	for (unsigned int i = 0; i < 2 && r == 0; i++) {
		r = common_write(admin, VIRTIO_PCI_COMMON_DFSELECT, i, 4) ?:
		    common_read(admin, VIRTIO_PCI_COMMON_DF, &offered[i], 4) ?:
		    common_write(admin, VIRTIO_PCI_COMMON_GFSELECT, i, 4) ?:
		    common_write(admin, VIRTIO_PCI_COMMON_GF, wanted >> 32 * i & 0xffffffff, 4);
	}
	if (r < 0)
		return r;
	if (wanted & ~((uint64_t)le32toh(offered[1]) << 32 | le32toh(offered[0])))
		return -EOPNOTSUPP;
	return common_write(admin, VIRTIO_PCI_COMMON_STATUS, status | VIRTIO_CONFIG_S_FEATURES_OK,
			    1);
}

static int queue_up(struct admin *admin)
{
	struct vring *ring = &admin->queue.ring;
	uint64_t base = admin->queue.mem.iova;
	uint8_t *first = admin->queue.mem.va;
	uint16_t index;
	int r;

	r = common_read(admin, COMMON_ADMIN_INDEX, &index, 2);
	if (r < 0)
		return r;
	admin->queue.index = le16toh(index);
	return common_write(admin, VIRTIO_PCI_COMMON_Q_SELECT, admin->queue.index, 2) ?:
	       common_write(admin, VIRTIO_PCI_COMMON_Q_SIZE, QUEUE_SIZE, 2) ?:
	       set_address(admin, VIRTIO_PCI_COMMON_Q_DESCLO,
			   base + ((uint8_t *)ring->desc - first)) ?:
	       set_address(admin, VIRTIO_PCI_COMMON_Q_AVAILLO,
			   base + ((uint8_t *)ring->avail - first)) ?:
	       set_address(admin, VIRTIO_PCI_COMMON_Q_USEDLO,
			   base + ((uint8_t *)ring->used - first)) ?:
	       common_write(admin, VIRTIO_PCI_COMMON_Q_ENABLE, 1, 2) ?:
	       common_write(admin, VIRTIO_PCI_COMMON_STATUS,
			    VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER |
				    VIRTIO_CONFIG_S_FEATURES_OK | VIRTIO_CONFIG_S_DRIVER_OK,
			    1);
}

/* If a user space driver has the PF, only processes that know this token can open a VF. */
static int set_token(struct admin *admin)
{
	static const uint8_t token[16] = { 0x76, 0x66, 0x69, 0x66, 0x76, 0x65, 0x76, 0x69,
					   0x6f, 0x76, 0,    0,	   0,	 0,    0,    1 };
	uint64_t buf[4] = { 0 };
	struct vfio_device_feature *feature = (void *)buf;

	feature->argsz = sizeof(*feature) + sizeof(token);
	feature->flags = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_PCI_VF_TOKEN;
	memcpy(feature->data, token, sizeof(token));
	return util_errno(ioctl(admin->pf.device, VFIO_DEVICE_FEATURE, feature));
}

static int bring_up(struct admin *admin)
{
	struct modern modern;
	int r;

	r = set_token(admin) ?:
	    pci_command(&admin->pf, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0) ?:
	    modern_find(&modern, &admin->pf) ?:
	    vfio_dma_map(&admin->pf, OUT_HEADER + ADMIN_DATA_MAX, &admin->out) ?:
	    vfio_dma_map(&admin->pf, IN_HEADER + ADMIN_DATA_MAX, &admin->in) ?:
	    virtq_alloc(&admin->queue, &admin->pf, 0, QUEUE_SIZE);
	if (r < 0)
		return r;
	admin->bar = modern.common_bar;
	admin->common = modern.common;
	admin->notify_bar = modern.notify_bar;
	r = negotiate(admin) ?: queue_up(admin);
	admin->doorbell = modern.notify + (uint64_t)modern.notify_multiplier * admin->queue.index;
	return r;
}

int admin_open(struct admin *admin, const char *pf)
{
	int r;

	*admin = (struct admin){ 0 };
	r = vfio_attach(&admin->pf, pf);
	if (r < 0)
		return r;
	r = vfio_open(&admin->pf) ?: bring_up(admin);
	if (r < 0)
		admin_close(admin);
	return r;
}

void admin_close(struct admin *admin)
{
	/* Reset the device before the memory is freed. */
	if (admin->pf.device >= 0)
		common_write(admin, VIRTIO_PCI_COMMON_STATUS, 0, 1);
	virtq_free(&admin->queue, &admin->pf);
	vfio_dma_unmap(&admin->pf, &admin->out);
	vfio_dma_unmap(&admin->pf, &admin->in);
	vfio_detach(&admin->pf);
}

int admin_wait(struct admin *admin, unsigned int timeout_ms, struct admin_answer *answer)
{
	const uint8_t *in = admin->in.va;
	uint64_t end = util_now_ns() + timeout_ms * UINT64_C(1000000);
	uint16_t head;
	int r;

	while ((r = virtq_take(&admin->queue, &head, &answer->used)) == -EAGAIN) {
		if (util_now_ns() > end)
			return -ETIMEDOUT;
		util_sleep_ms(STEP_MS);
	}
	answer->status = in[0] | in[1] << 8;
	answer->qualifier = in[2] | in[3] << 8;
	answer->result = in + IN_HEADER;
	return r;
}

int admin_send(struct admin *admin, uint16_t group, uint16_t opcode, uint64_t member,
	       const void *data, size_t len, size_t room, struct admin_answer *answer)
{
	uint8_t *out = admin->out.va;
	const struct virtq_seg segs[] = {
		{ admin->out.iova, OUT_HEADER + len, false },
		{ admin->in.iova, IN_HEADER + room, true },
	};
	uint16_t index = htole16(admin->queue.index);
	int r;

	if (len > ADMIN_DATA_MAX || room > ADMIN_DATA_MAX)
		return -EMSGSIZE;
	memset(out, 0, OUT_HEADER);
	memcpy(out, &(uint16_t){ htole16(opcode) }, 2);
	memcpy(out + 2, &(uint16_t){ htole16(group) }, 2);
	memcpy(out + 16, &(uint64_t){ htole64(member) }, 8);
	if (len)
		memcpy(out + OUT_HEADER, data, len);
	memset(admin->in.va, 0xee, IN_HEADER + ADMIN_DATA_MAX);
	virtq_add(&admin->queue, 0, segs, ARRAY_SIZE(segs));
	r = vfio_write(&admin->pf, admin->notify_bar, admin->doorbell, &index, sizeof(index));
	return r ?: admin_wait(admin, TIMEOUT_MS, answer);
}
