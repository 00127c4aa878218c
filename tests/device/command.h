/* SPDX-License-Identifier: GPL-2.0-only */
/* What the group administration commands do (virtio 1.3, Device groups). */
#pragma once

#include "device.h"

enum vfdev_opcode {
	VFDEV_OP_LIST_QUERY = 0,
	VFDEV_OP_LIST_USE = 1,
	VFDEV_OP_COMMON_WRITE = 2,
	VFDEV_OP_COMMON_READ = 3,
	VFDEV_OP_DEVICE_WRITE = 4,
	VFDEV_OP_DEVICE_READ = 5,
	VFDEV_OP_NOTIFY_INFO = 6,
};

#define VFDEV_COMMANDS_LIST 0x03ull
#define VFDEV_COMMANDS_ALL 0x7full

enum vfdev_status { VFDEV_OK = 0, VFDEV_EINVAL = 22 };
enum vfdev_qualifier {
	VFDEV_Q_OK = 0,
	VFDEV_Q_OPCODE = 2,
	VFDEV_Q_FIELD = 3,
	VFDEV_Q_GROUP = 4,
	VFDEV_Q_MEMBER = 5,
};

#define VFDEV_COMMAND_HEADER 24 /* opcode to group_member_id */
#define VFDEV_ANSWER_HEADER 8	/* status to reserved2 */
/* More than any field is long: data and results are cut here, their lengths are kept. */
#define VFDEV_COMMAND_DATA 256

struct vfdev_command {
	/* in: what the driver sent; bytes that it did not send are zero */
	uint16_t opcode;
	uint16_t group;
	uint64_t member;
	uint8_t data[VFDEV_COMMAND_DATA];
	size_t data_len;
	size_t result_room;
	/* out */
	uint16_t status;
	uint16_t qualifier;
	uint8_t result[VFDEV_COMMAND_DATA];
	size_t result_len; /* at most result_room */
};

/* Carries the command out and fills in its answer. */
void vfdev_command_execute(struct vfdev_pf *pf, struct vfdev_command *command);

/* The register offset of a legacy access and how many bytes it is about; -1 for other commands. */
int vfdev_command_offset(const struct vfdev_command *command);
size_t vfdev_command_length(const struct vfdev_command *command);

/* What the PF reports by LIST_QUERY. */
uint64_t vfdev_command_list(const struct vfdev_pf *pf);
