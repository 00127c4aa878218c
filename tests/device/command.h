/* SPDX-License-Identifier: GPL-2.0-only */
/* Group administration commands (virtio 1.3, Device groups). */
#pragma once

#include "qemu/osdep.h"

enum vfdev_opcode {
	VFDEV_OP_LIST_QUERY = 0,
	VFDEV_OP_LIST_USE = 1,
	VFDEV_OP_COMMON_WRITE = 2,
	VFDEV_OP_COMMON_READ = 3,
	VFDEV_OP_DEVICE_WRITE = 4,
	VFDEV_OP_DEVICE_READ = 5,
	VFDEV_OP_NOTIFY_INFO = 6,
	VFDEV_OP_CAP_ID_LIST_QUERY = 7,
	VFDEV_OP_DEVICE_CAP_GET = 8,
	VFDEV_OP_DRIVER_CAP_SET = 9,
	VFDEV_OP_OBJ_CREATE = 10,
	VFDEV_OP_OBJ_MODIFY = 11,
	VFDEV_OP_OBJ_QUERY = 12,
	VFDEV_OP_OBJ_DESTROY = 13,
	VFDEV_OP_PARTS_METADATA_GET = 14,
	VFDEV_OP_PARTS_GET = 15,
	VFDEV_OP_PARTS_SET = 16,
	VFDEV_OP_MODE_SET = 17,
};

#define VFDEV_COMMANDS_LIST 0x03ull
#define VFDEV_COMMANDS_LEGACY 0x7full
#define VFDEV_COMMANDS_CAPABILITY 0x380ull
#define VFDEV_COMMANDS_ALL 0x3ffffull

enum vfdev_status {
	VFDEV_OK = 0,
	VFDEV_ENXIO = 6,
	VFDEV_ENOMEM = 12,
	VFDEV_EBUSY = 16,
	VFDEV_EEXIST = 17,
	VFDEV_EINVAL = 22,
	VFDEV_ENOSPC = 28,
};

enum vfdev_qualifier {
	VFDEV_Q_OK = 0,
	VFDEV_Q_OPCODE = 2,
	VFDEV_Q_FIELD = 3,
	VFDEV_Q_GROUP = 4,
	VFDEV_Q_MEMBER = 5,
};

#define VFDEV_COMMAND_HEADER 24 /* from opcode to group_member_id */
#define VFDEV_ANSWER_HEADER 8	/* from status to reserved2 */
/* There is always room for this many bytes, and no field is longer. */
#define VFDEV_COMMAND_DATA 256
/* Data and results are truncated to this length; their original lengths are kept. */
#define VFDEV_COMMAND_DATA_MAX 65536

struct vfdev_command {
	/* in: the bytes that the driver sent; bytes that it did not send are zero */
	uint16_t opcode;
	uint16_t group;
	uint64_t member;
	uint8_t *data;
	size_t data_len; /* number of bytes that the driver sent, even if data was truncated */
	size_t data_room;
	size_t result_room; /* number of bytes for which the driver has room */
	/* out */
	uint16_t status;
	uint16_t qualifier;
	uint8_t *result;
	size_t result_len; /* at most result_room */
};

/* Allocates data and result, zeroed, for the two lengths, which must be set. */
void vfdev_command_init(struct vfdev_command *command);
void vfdev_command_free(struct vfdev_command *command);
/* Sets the result, truncated to the room that the driver provides. */
void vfdev_command_result(struct vfdev_command *command, const void *result, size_t len);

/* The kind of legacy access, if the command is a legacy access. */
bool vfdev_command_writes(const struct vfdev_command *command);
bool vfdev_command_reads(const struct vfdev_command *command);
/* The register offset of a legacy access and its length in bytes; -1 for other commands. */
int vfdev_command_offset(const struct vfdev_command *command);
size_t vfdev_command_length(const struct vfdev_command *command);
