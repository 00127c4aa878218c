// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls virtio_pci for commands for device parts, in their worker.
 */

#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/virtio_pci.h>
#include <linux/virtio_pci_admin.h>

#include "compat.h"
#include "flight.h"
#include "parts_exec.h"

#if VFIOV_COMPAT_DEV_PARTS

static_assert(sizeof(struct virtio_admin_cmd_resource_obj_cmd_hdr) == VFIOV_PARTS_HEADER);

bool vfiov_parts_possible(struct pci_dev *pdev)
{
	return virtio_pci_admin_has_dev_parts(pdev);
}

static int exec_get(struct vfiov_command *cmd)
{
	struct scatterlist sg;
	u32 len = 0;
	int ret;

	sg_init_one(&sg, cmd->buf, cmd->buf_len);
	ret = virtio_pci_admin_dev_parts_get(cmd->pdev, VIRTIO_RESOURCE_OBJ_DEV_PARTS, cmd->object,
					     VIRTIO_ADMIN_CMD_DEV_PARTS_GET_TYPE_ALL, &sg, &len);
	/* The device reports the length, so it can be wrong. */
	cmd->buf_len = min(len, cmd->buf_len);
	return ret;
}

static int exec_set(struct vfiov_command *cmd)
{
	struct virtio_admin_cmd_resource_obj_cmd_hdr *hdr = cmd->buf;
	struct scatterlist sg;

	hdr->type = cpu_to_le16(VIRTIO_RESOURCE_OBJ_DEV_PARTS);
	hdr->id = cpu_to_le32(cmd->object);
	sg_init_one(&sg, cmd->buf, cmd->buf_len);
	return virtio_pci_admin_dev_parts_set(cmd->pdev, &sg);
}

int vfiov_parts_exec(struct vfiov_command *cmd)
{
	const u16 type = VIRTIO_RESOURCE_OBJ_DEV_PARTS;

	switch (cmd->op) {
	case VFIOV_ADMIN_MODE_SET:
		return virtio_pci_admin_mode_set(cmd->pdev, cmd->off);
	case VFIOV_ADMIN_OBJECT_CREATE:
		return virtio_pci_admin_obj_create(cmd->pdev, type, cmd->off, &cmd->object);
	case VFIOV_ADMIN_OBJECT_DESTROY:
		return virtio_pci_admin_obj_destroy(cmd->pdev, type, cmd->object);
	case VFIOV_ADMIN_PARTS_SIZE:
		return virtio_pci_admin_dev_parts_metadata_get
			(cmd->pdev, type, cmd->object,
			 VIRTIO_ADMIN_CMD_DEV_PARTS_METADATA_TYPE_SIZE, &cmd->buf_len);
	case VFIOV_ADMIN_PARTS_GET:
		return exec_get(cmd);
	case VFIOV_ADMIN_PARTS_SET:
		return exec_set(cmd);
	case VFIOV_ADMIN_COMMON_WRITE:
	case VFIOV_ADMIN_COMMON_READ:
	case VFIOV_ADMIN_DEVICE_WRITE:
	case VFIOV_ADMIN_DEVICE_READ:
	case VFIOV_ADMIN_NOTIFY_INFO:
		break;
	}
	return -EINVAL;
}

void vfiov_parts_orphan(struct vfiov_command *cmd)
{
	bool created = cmd->op == VFIOV_ADMIN_OBJECT_CREATE && !cmd->ret;
	int ret = 0;

	if (created || cmd->op == VFIOV_ADMIN_PARTS_SIZE || cmd->op == VFIOV_ADMIN_PARTS_GET ||
	    cmd->op == VFIOV_ADMIN_PARTS_SET)
		ret = virtio_pci_admin_obj_destroy(cmd->pdev, VIRTIO_RESOURCE_OBJ_DEV_PARTS,
						   cmd->object);
	else if (cmd->op == VFIOV_ADMIN_OBJECT_DESTROY)
		ret = cmd->ret;
	if (ret)
		vfiov_parts_kept(cmd->pdev, cmd->object, ret);
}

#else

bool vfiov_parts_possible(struct pci_dev *pdev)
{
	return false;
}

int vfiov_parts_exec(struct vfiov_command *cmd)
{
	return -EOPNOTSUPP;
}

void vfiov_parts_orphan(struct vfiov_command *cmd)
{
}

#endif

void vfiov_parts_kept(struct pci_dev *pdev, u32 object, int error)
{
	/* If there is no queue, the PF has been reset, and has no objects. */
	if (error != -ENODEV)
		dev_warn_ratelimited(&pdev->dev, "the PF keeps resource object %u (%d)\n", object,
				     error);
}
