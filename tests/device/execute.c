// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"
#include "execute.h"
#include "legacy.h"
#include "notify.h"
#include "object.h"
#include "parts.h"
#include "qemu/bswap.h"

#define GROUP_SELF 0
#define GROUP_SRIOV 1
/* u8 offset and u8 reserved[7] precede the data of a write */
#define WRITE_HEADER 8

uint64_t vfdev_command_list(const struct vfdev_pf *pf)
{
	uint64_t list = pf->commands | VFDEV_COMMANDS_LIST;

	if (!pf->notify.supported)
		list &= ~(1ull << VFDEV_OP_NOTIFY_INFO);
	return list;
}

static void odd(struct vfdev_pf *pf, enum vfdev_odd what)
{
	pf->counts.odd[what]++;
}

static bool all_zero(const uint8_t *bytes, size_t len)
{
	while (len--) {
		if (bytes[len])
			return false;
	}
	return true;
}

/* The commands for the PF itself. */
static uint64_t self_list(const struct vfdev_pf *pf)
{
	return vfdev_command_list(pf) & (VFDEV_COMMANDS_LIST | VFDEV_COMMANDS_CAPABILITY);
}

static enum vfdev_qualifier list_query(struct vfdev_pf *pf, struct vfdev_command *c)
{
	uint8_t list[8];

	stq_le_p(list, c->group == GROUP_SELF ? self_list(pf) : vfdev_command_list(pf));
	vfdev_command_result(c, list, sizeof(list));
	return VFDEV_Q_OK;
}

static enum vfdev_qualifier list_use(struct vfdev_pf *pf, struct vfdev_command *c)
{
	bool self = c->group == GROUP_SELF;
	uint64_t known = self ? self_list(pf) : vfdev_command_list(pf);
	uint64_t list = ldq_le_p(c->data);

	if (!QTAILQ_EMPTY(&pf->pending))
		odd(pf, VFDEV_ODD_USE_BUSY);
	/* additional words of the list are allowed if they are zero */
	if ((list & ~known) || !all_zero(c->data + 8, c->data_room - 8))
		return VFDEV_Q_FIELD;
	if (self) {
		pf->self_commands = list;
		pf->self_used = true;
	} else {
		pf->used_commands = list;
	}
	return VFDEV_Q_OK;
}

static enum vfdev_qualifier legacy_access(struct vfdev_pf *pf, struct vfdev_vf *vf,
					  struct vfdev_command *c)
{
	unsigned offset = vfdev_command_offset(c);
	size_t len = vfdev_command_length(c);
	bool done = false;

	/* No field is this long, so the truncated data is never needed. */
	if (len > VFDEV_COMMAND_DATA - WRITE_HEADER)
		return VFDEV_Q_FIELD;
	if (vfdev_command_writes(c) && !all_zero(c->data + 1, WRITE_HEADER - 1))
		odd(pf, VFDEV_ODD_RESERVED);

	switch (c->opcode) {
	case VFDEV_OP_COMMON_WRITE:
		done = vfdev_legacy_common_write(&vf->proxy, offset, c->data + WRITE_HEADER, len);
		break;
	case VFDEV_OP_COMMON_READ:
		done = vfdev_legacy_common_read(&vf->proxy, offset, c->result, len);
		break;
	case VFDEV_OP_DEVICE_WRITE:
		done = vfdev_legacy_device_write(vf, offset, c->data + WRITE_HEADER, len);
		break;
	case VFDEV_OP_DEVICE_READ:
		done = vfdev_legacy_device_read(vf, offset, c->result, len);
		break;
	}
	if (done && vfdev_command_reads(c))
		c->result_len = len;
	return done ? VFDEV_Q_OK : VFDEV_Q_FIELD;
}

static enum vfdev_qualifier notify_info(struct vfdev_pf *pf, struct vfdev_command *c)
{
	uint8_t info[VFDEV_NOTIFY_ENTRIES * VFDEV_NOTIFY_ENTRY_SIZE];

	vfdev_notify_fill(pf, c->member - 1, info);
	vfdev_command_result(c, info, sizeof(info));
	return VFDEV_Q_OK;
}

/*
 * The group SELF, which is the PF itself. Linux sends no LIST_USE for it, and uses the list of the
 * group of VFs instead. The device accepts and counts that, but obeys LIST_USE for SELF once the
 * driver has sent it.
 */
static enum vfdev_qualifier execute_self(struct vfdev_pf *pf, struct vfdev_command *c)
{
	if (c->opcode >= 64 || !(self_list(pf) & (1ull << c->opcode)))
		return VFDEV_Q_OPCODE;
	if (c->opcode == VFDEV_OP_LIST_QUERY)
		return list_query(pf, c);
	if (c->opcode == VFDEV_OP_LIST_USE)
		return list_use(pf, c);
	if (!(pf->self_commands & (1ull << c->opcode))) {
		odd(pf, VFDEV_ODD_UNUSED);
		if (pf->self_used)
			return VFDEV_Q_OPCODE;
	}
	if (c->member)
		return VFDEV_Q_MEMBER;
	vfdev_capability(pf, c);
	return c->qualifier;
}

static enum vfdev_qualifier device_parts(struct vfdev_pf *pf, struct vfdev_vf *vf,
					 struct vfdev_command *c)
{
	if (c->opcode >= VFDEV_OP_OBJ_CREATE && c->opcode <= VFDEV_OP_OBJ_DESTROY)
		vfdev_object_command(pf, c);
	else if (c->opcode >= VFDEV_OP_PARTS_METADATA_GET && c->opcode <= VFDEV_OP_MODE_SET)
		vfdev_parts_command(pf, vf, c);
	else
		return VFDEV_Q_OPCODE;
	return c->qualifier;
}

/*
 * The order of the checks is that of "Device Requirements: Group administration commands". That
 * section lets every command fail while VF Enable is clear. Here the two LIST commands do not fail,
 * because drivers send them before there are VFs, and they do not use the member.
 */
static enum vfdev_qualifier execute(struct vfdev_pf *pf, struct vfdev_command *c)
{
	struct vfdev_vf *vf;

	if (c->group == GROUP_SELF && (vfdev_command_list(pf) & VFDEV_COMMANDS_CAPABILITY))
		return execute_self(pf, c);
	if (c->group != GROUP_SRIOV)
		return VFDEV_Q_GROUP;
	if (c->opcode >= 64 || !(vfdev_command_list(pf) & (1ull << c->opcode)))
		return VFDEV_Q_OPCODE;
	if (!(pf->used_commands & (1ull << c->opcode))) {
		odd(pf, VFDEV_ODD_UNUSED);
		return VFDEV_Q_OPCODE;
	}
	if (c->opcode == VFDEV_OP_LIST_QUERY)
		return list_query(pf, c);
	if (c->opcode == VFDEV_OP_LIST_USE)
		return list_use(pf, c);

	if (!pcie_sriov_num_vfs(PCI_DEVICE(pf)))
		return VFDEV_Q_GROUP;
	vf = c->member && c->member <= UINT16_MAX ? vfdev_pf_vf(pf, c->member - 1) : NULL;
	if (!vf)
		return VFDEV_Q_MEMBER;
	if (c->opcode == VFDEV_OP_NOTIFY_INFO)
		return notify_info(pf, c);
	if (c->opcode > VFDEV_OP_NOTIFY_INFO)
		return device_parts(pf, vf, c);
	return legacy_access(pf, vf, c);
}

void vfdev_command_execute(struct vfdev_pf *pf, struct vfdev_command *c)
{
	c->result_len = 0;
	c->status = VFDEV_OK;
	c->qualifier = VFDEV_Q_OK;
	c->qualifier = execute(pf, c);
	if (c->qualifier && !c->status)
		c->status = VFDEV_EINVAL;
}
