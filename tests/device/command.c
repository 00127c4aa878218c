// SPDX-License-Identifier: GPL-2.0-only
#include "command.h"

/* u8 offset and u8 reserved[7] precede the data of a write */
#define WRITE_HEADER 8

void vfdev_command_init(struct vfdev_command *c)
{
	size_t result_room = MIN(c->result_room, VFDEV_COMMAND_DATA_MAX);

	c->data_room = MAX(MIN(c->data_len, VFDEV_COMMAND_DATA_MAX), VFDEV_COMMAND_DATA);
	c->data = g_malloc0(c->data_room);
	c->result = g_malloc0(MAX(result_room, VFDEV_COMMAND_DATA));
}

void vfdev_command_free(struct vfdev_command *c)
{
	g_clear_pointer(&c->data, g_free);
	g_clear_pointer(&c->result, g_free);
}

void vfdev_command_result(struct vfdev_command *c, const void *result, size_t len)
{
	c->result_len = MIN(MIN(len, c->result_room), VFDEV_COMMAND_DATA_MAX);
	memcpy(c->result, result, c->result_len);
}

bool vfdev_command_writes(const struct vfdev_command *c)
{
	return c->opcode == VFDEV_OP_COMMON_WRITE || c->opcode == VFDEV_OP_DEVICE_WRITE;
}

bool vfdev_command_reads(const struct vfdev_command *c)
{
	return c->opcode == VFDEV_OP_COMMON_READ || c->opcode == VFDEV_OP_DEVICE_READ;
}

int vfdev_command_offset(const struct vfdev_command *c)
{
	return vfdev_command_writes(c) || vfdev_command_reads(c) ? c->data[0] : -1;
}

size_t vfdev_command_length(const struct vfdev_command *c)
{
	if (vfdev_command_writes(c))
		return c->data_len > WRITE_HEADER ? c->data_len - WRITE_HEADER : 0;
	return vfdev_command_reads(c) ? c->result_room : c->data_len;
}
