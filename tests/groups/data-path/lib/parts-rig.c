// SPDX-License-Identifier: GPL-2.0-only
#include "parts-rig.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/bind.h"
#include "client/pci.h"
#include "client/util.h"
#include "scene/run.h"

#define SRIOV_PARAMETER "/sys/module/vfio_pci/parameters/enable_sriov"
#define LEGACY_ONLY "0x7f" /* the commands that the device supports in all other tests */

static void sriov_parameter(const char *value)
{
	_cleanup_close_ int fd = open(SRIOV_PARAMETER, O_WRONLY | O_CLOEXEC);

	tap_must(util_errno(fd), "open %s", SRIOV_PARAMETER);
	tap_must(util_errno(write(fd, value, strlen(value))), "write it");
}

/* Finds the second network PF. */
static void find_pf(char bdf[static VFIO_BDF_LEN])
{
	char first[VFIO_BDF_LEN];

	tap_must(bind_find_pf(first), "find a virtio PF");
	tap_must(bind_find_pf_after(first, PCI_DEVICE_NET, bdf), "find a second PF");
}

void parts_rig_begin(struct parts_rig *rig)
{
	*rig = (struct parts_rig){ 0 };
	find_pf(rig->pf);
	tap_must(vfdev_open_pf(&rig->device, rig->pf), "find its control");
	tap_must(vfdev_command(rig->device, NULL, "fault clear"), "clear faults");
	tap_must(vfdev_command(rig->device, NULL, "commands 0x%x", (unsigned int)PARTS_ALL),
		 "make it support device parts");
	tap_must(run_quietly((const char *[]){ "modprobe", "vfio-pci", NULL }), "load vfio-pci");
	sriov_parameter("1");
	tap_must(bind_to(rig->pf, "vfio-pci", NULL), "bind %s to vfio-pci", rig->pf);
	tap_must(admin_open(&rig->admin, rig->pf), "drive the PF's admin queue");
	tap_must(bind_make_vfs(rig->pf, PARTS_VFS), "make VFs");
}

int parts_rig_end(struct parts_rig *rig)
{
	vfdev_command(rig->device, NULL, "fault clear");
	tap_must(bind_make_vfs(rig->pf, 0), "remove the VFs");
	admin_close(&rig->admin);
	tap_must(vfdev_command(rig->device, NULL, "commands " LEGACY_ONLY),
		 "make it stop supporting them");
	vfdev_close(rig->device);
	tap_must(bind_unbind(rig->pf), "unbind the PF");
	sriov_parameter("0");
	return tap_end(&rig->tap);
}

int parts_command(struct parts_rig *rig, uint16_t group, uint16_t opcode, uint64_t member,
		  const void *data, size_t len, size_t room)
{
	tap_must(admin_send(&rig->admin, group, opcode, member, data, len, room, &rig->answer),
		 "get an answer to opcode %u", opcode);
	return rig->answer.status;
}

static void must_be_ok(struct parts_rig *rig, const char *what)
{
	if (rig->answer.status)
		tap_must(-EIO, "%s: status %u qualifier %u", what, rig->answer.status,
			 rig->answer.qualifier);
}

void parts_rig_use(struct parts_rig *rig, uint8_t objects)
{
	const uint64_t all = htole64(PARTS_ALL), self = htole64(0x383);
	const uint8_t cap[10] = { [8] = objects, [9] = objects };

	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_LIST_USE, 0, &all, sizeof(all), 0);
	must_be_ok(rig, "use all commands");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_LIST_USE, 0, &self, sizeof(self), 0);
	must_be_ok(rig, "use those of the PF itself");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_SET, 0, cap, sizeof(cap), 0);
	must_be_ok(rig, "set the capability");
}

/* struct virtio_admin_cmd_resource_obj_cmd_hdr */
static void put_id(uint8_t header[static 8], uint32_t id)
{
	/* cppcheck-suppress nullPointerRedundantCheck ; tap_must() does not return from an error */
	memset(header, 0, 8);
	id = htole32(id);
	memcpy(header + 4, &id, sizeof(id));
}

int parts_create(struct parts_rig *rig, unsigned int vf, uint32_t id, enum parts_kind kind)
{
	uint8_t data[24] = { [16] = kind };

	put_id(data, id);
	return parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_CREATE, vf + 1, data, sizeof(data), 0);
}

int parts_destroy(struct parts_rig *rig, unsigned int vf, uint32_t id)
{
	uint8_t data[8];

	put_id(data, id);
	return parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_DESTROY, vf + 1, data, sizeof(data), 0);
}

int parts_metadata(struct parts_rig *rig, unsigned int vf, uint32_t id, uint8_t type, size_t room)
{
	uint8_t data[16] = { [8] = type };

	put_id(data, id);
	return parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_METADATA, vf + 1, data, sizeof(data),
			     room);
}

int parts_get(struct parts_rig *rig, unsigned int vf, uint32_t id, struct vfdev_parts *parts)
{
	uint8_t data[16] = { [8] = 1 };
	const uint8_t *at;
	struct vfdev_part part;
	size_t left;

	*parts = (struct vfdev_parts){ 0 };
	put_id(data, id);
	if (parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_GET, vf + 1, data, sizeof(data),
			  ADMIN_DATA_MAX))
		return rig->answer.status;
	at = rig->answer.result;
	left = rig->answer.used - 8;
	while (vfdev_part_next(&at, &left, &part) > 0)
		vfdev_parts_add(parts, &part);
	return left ? -EBADMSG : 0;
}

int parts_set(struct parts_rig *rig, unsigned int vf, uint32_t id, const struct vfdev_parts *parts)
{
	_cleanup_free_ uint8_t *data = malloc(8 + parts->len);

	if (!data)
		tap_must(-ENOMEM, "set parts");
	put_id(data, id);
	if (parts->len)
		memcpy(data + 8, parts->data, parts->len);
	return parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_SET, vf + 1, data, 8 + parts->len, 0);
}

int parts_mode(struct parts_rig *rig, unsigned int vf, bool stopped)
{
	const uint8_t flags = stopped;

	return parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_MODE, vf + 1, &flags, 1, 0);
}

bool parts_find(const struct vfdev_parts *parts, uint16_t type, uint8_t s0, uint8_t s1,
		struct vfdev_part *part)
{
	const uint8_t *at = parts->data;
	size_t left = parts->len;

	while (vfdev_part_next(&at, &left, part) > 0) {
		if (part->type == type && part->selector[0] == s0 && part->selector[1] == s1)
			return true;
	}
	return false;
}
