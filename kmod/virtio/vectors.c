// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vectors of a device have two users: the guest while it has MSI-X enabled, and intx.c while
 * the guest has it disabled. A device keeps its vectors while MSI-X is disabled (virtio 1.3 section
 * 4.1.5.1.2), so the guest must find its own when it enables MSI-X again.
 */

#include <linux/bitmap.h>
#include <linux/virtio_pci.h>

#include "admin.h"
#include "regs_ask.h"
#include "vectors.h"
#include "vf.h"

void vfiov_vectors_forget(struct vfiov_vectors *v)
{
	v->config = VIRTIO_MSI_NO_VECTOR;
	v->config_ours = false;
	for (unsigned int i = 0; i < VFIOV_VECTORS_KEPT; i++)
		v->queue[i] = VIRTIO_MSI_NO_VECTOR;
	bitmap_zero(v->used, VFIOV_VECTORS_KEPT);
	bitmap_zero(v->ours, VFIOV_VECTORS_KEPT);
	v->unknown = false;
}

void vfiov_vectors_restored(struct vfiov_vectors *v)
{
	vfiov_vectors_forget(v);
	v->unknown = true;
}

void vfiov_vectors_guest_config(struct vfiov_vectors *v, u16 vector)
{
	v->config = vector;
	v->config_ours = false;
}

void vfiov_vectors_guest_queue(struct vfiov_vectors *v, u16 queue, u16 vector)
{
	if (queue >= VFIOV_VECTORS_KEPT)
		return;
	v->queue[queue] = vector;
	clear_bit(queue, v->ours);
}

void vfiov_vectors_guest_address(struct vfiov_vectors *v, u16 queue, bool used)
{
	if (queue >= VFIOV_VECTORS_KEPT)
		return;
	assign_bit(queue, v->used, used);
	if (used)
		return;
	/* The device may also drop the queue's vector or reset itself. */
	v->queue[queue] = VIRTIO_MSI_NO_VECTOR;
	v->config_ours = false;
}

static int vectors_ask(struct vfiov_vf *vf, unsigned int reg, unsigned int len, u32 *value)
{
	__le32 data = 0;
	int ret;

	ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_READ, reg, len, (u8 *)&data);
	*value = le32_to_cpu(data);
	return ret;
}

int vfiov_vectors_learn_used(struct vfiov_vf *vf)
{
	struct vfiov_vectors *v = &vf->intx.told;
	u32 size, address;
	int ret = 0;

	for (u16 queue = 0; v->unknown && queue < VFIOV_VECTORS_KEPT && !ret; queue++) {
		ret = vfiov_regs_select(vf, queue) ?:
		      vectors_ask(vf, VIRTIO_PCI_QUEUE_NUM, sizeof(u16), &size);
		if (!ret && !size)
			break;
		if (!ret)
			ret = vectors_ask(vf, VIRTIO_PCI_QUEUE_PFN, sizeof(u32), &address);
		if (!ret)
			assign_bit(queue, v->used, address);
	}
	return ret;
}

int vfiov_vectors_learn_own(struct vfiov_vf *vf)
{
	struct vfiov_vectors *v = &vf->intx.told;
	unsigned long queue;
	u32 vector;
	int ret;

	if (!v->unknown)
		return 0;
	ret = vectors_ask(vf, VIRTIO_MSI_CONFIG_VECTOR, sizeof(u16), &vector);
	v->config = vector;
	for_each_set_bit(queue, v->used, VFIOV_VECTORS_KEPT) {
		if (!ret)
			ret = vfiov_regs_select(vf, queue) ?:
			      vectors_ask(vf, VIRTIO_MSI_QUEUE_VECTOR, sizeof(u16), &vector);
		v->queue[queue] = vector;
	}
	v->unknown = ret;
	return ret;
}

static int vectors_send(struct vfiov_vf *vf, unsigned int reg, u16 vector)
{
	__le16 data = cpu_to_le16(vector);

	return vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, reg, sizeof(data), (u8 *)&data);
}

/* Read the vector back, which shows whether the device had the resources (4.1.5.1.2.1). */
static int vectors_send_ours(struct vfiov_vf *vf, unsigned int reg, u16 vector)
{
	__le16 data;
	int ret;

	ret = vectors_send(vf, reg, vector);
	if (!ret)
		ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_READ, reg, sizeof(data), (u8 *)&data);
	if (!ret && data != cpu_to_le16(vector))
		ret = -EBUSY;
	return ret;
}

static int vectors_take_config(struct vfiov_vf *vf, u16 vector)
{
	struct vfiov_vectors *v = &vf->intx.told;
	int ret;

	if (v->config_ours)
		return 0;
	ret = vectors_send_ours(vf, VIRTIO_MSI_CONFIG_VECTOR, vector);
	v->config_ours = !ret;
	return ret;
}

static int vectors_take_queue(struct vfiov_vf *vf, u16 queue, u16 vector)
{
	int ret;

	ret = vfiov_regs_select(vf, queue)
		      ?: vectors_send_ours(vf, VIRTIO_MSI_QUEUE_VECTOR, vector);
	if (!ret)
		set_bit(queue, vf->intx.told.ours);
	return ret;
}

int vfiov_vectors_take(struct vfiov_vf *vf, u16 vector, u16 queue, u16 queue_vector)
{
	if (queue >= VFIOV_VECTORS_KEPT)
		return -E2BIG;
	return vectors_take_config(vf, vector) ?: vectors_take_queue(vf, queue, queue_vector);
}

int vfiov_vectors_take_all(struct vfiov_vf *vf, u16 vector, u16 queue_vector)
{
	unsigned long queue;
	int ret;

	ret = vectors_take_config(vf, vector);
	for_each_set_bit(queue, vf->intx.told.used, VFIOV_VECTORS_KEPT)
		if (!ret)
			ret = vectors_take_queue(vf, queue, queue_vector);
	return ret;
}

void vfiov_vectors_give_back(struct vfiov_vf *vf)
{
	struct vfiov_vectors *v = &vf->intx.told;
	unsigned long queue;
	int ret = 0;

	if (v->config_ours)
		ret = vectors_send(vf, VIRTIO_MSI_CONFIG_VECTOR, v->config);
	v->config_ours = false;
	for_each_set_bit(queue, v->ours, VFIOV_VECTORS_KEPT) {
		if (!ret)
			ret = vfiov_regs_select(vf, queue)
				      ?: vectors_send(vf, VIRTIO_MSI_QUEUE_VECTOR, v->queue[queue]);
		clear_bit(queue, v->ours);
	}
	if (ret)
		dev_warn_ratelimited(&vf->core.pdev->dev,
				     "cannot return MSI-X vectors to the guest (%d)\n", ret);
}
