/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A PF of the emulated host that no scene uses, with two VFs. This file drives its admin queue, so
 * that the device's implementation of device parts can be tested without kernel support for them.
 * Functions without a result end the test with "Bail out!".
 */

#include "client/admin.h"
#include "client/virtq.h"
#include "device/control-client.h"
#include "device/part.h"
#include "scene/tap.h"

#define PARTS_VFS 2
#define PARTS_ALL UINT64_C(0x3ffff) /* all commands that the device supports */

/* virtio 1.4, Group administration commands */
enum parts_op {
	PARTS_LIST_QUERY = 0,
	PARTS_LIST_USE = 1,
	PARTS_COMMON_WRITE = 2,
	PARTS_COMMON_READ = 3,
	PARTS_CAP_LIST = 7,
	PARTS_CAP_GET = 8,
	PARTS_CAP_SET = 9,
	PARTS_CREATE = 10,
	PARTS_MODIFY = 11,
	PARTS_QUERY = 12,
	PARTS_DESTROY = 13,
	PARTS_METADATA = 14,
	PARTS_GET = 15,
	PARTS_SET = 16,
	PARTS_MODE = 17,
};

enum parts_status {
	PARTS_OK = 0,
	PARTS_ENXIO = 6,
	PARTS_ENOMEM = 12,
	PARTS_EBUSY = 16,
	PARTS_EEXIST = 17,
	PARTS_EINVAL = 22,
	PARTS_ENOSPC = 28,
};

enum parts_qualifier { PARTS_Q_OPCODE = 2, PARTS_Q_FIELD = 3, PARTS_Q_GROUP = 4, PARTS_Q_MEMBER = 5 };
enum parts_kind { PARTS_KIND_GET, PARTS_KIND_SET };

struct parts_rig {
	struct tap tap;
	char pf[VFIO_BDF_LEN];
	struct vfdev *device;
	struct admin admin;
	struct admin_answer answer; /* the answer to the last command */
};

void parts_rig_begin(struct parts_rig *rig);
int parts_rig_end(struct parts_rig *rig);

/* Sends LIST_USE for all commands, and sets the capability to this many objects of each kind. */
void parts_rig_use(struct parts_rig *rig, uint8_t objects);

/*
 * Sends a command and stores the answer in rig->answer. Returns the status. Gives up if there is no
 * answer.
 */
int parts_command(struct parts_rig *rig, uint16_t group, uint16_t opcode, uint64_t member,
		  const void *data, size_t len, size_t room);
/* Send commands for VF `vf`, which is counted from 0, and its object. */
int parts_create(struct parts_rig *rig, unsigned int vf, uint32_t id, enum parts_kind kind);
int parts_destroy(struct parts_rig *rig, unsigned int vf, uint32_t id);
int parts_metadata(struct parts_rig *rig, unsigned int vf, uint32_t id, uint8_t type, size_t room);
/* Gets all parts; the caller frees them with vfdev_parts_free(). */
int parts_get(struct parts_rig *rig, unsigned int vf, uint32_t id, struct vfdev_parts *parts);
int parts_set(struct parts_rig *rig, unsigned int vf, uint32_t id, const struct vfdev_parts *parts);
int parts_mode(struct parts_rig *rig, unsigned int vf, bool stopped);

/* Finds the part with this type and selector; returns false if there is none. */
bool parts_find(const struct vfdev_parts *parts, uint16_t type, uint8_t s0, uint8_t s1,
		struct vfdev_part *part);
