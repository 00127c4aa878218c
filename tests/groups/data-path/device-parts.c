// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulated device implements the commands for capabilities, resource objects and device parts
 * as virtio 1.4 defines them, and refuses each one where the specification allows it. Tests of
 * migration rely on this.
 */
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "client/bind.h"
#include "lib/parts-rig.h"

/* Claims that the answer has this status and this qualifier. */
static void answered(struct parts_rig *rig, int status, int qualifier, const char *claim)
{
	if (!tap_ok(&rig->tap,
		    rig->answer.status == status && rig->answer.qualifier == qualifier, "%s", claim))
		tap_note("status %u qualifier %u", rig->answer.status, rig->answer.qualifier);
}

static uint64_t number(const struct parts_rig *rig)
{
	uint64_t value;

	memcpy(&value, rig->answer.result, sizeof(value));
	return le64toh(value);
}

static void lists(struct parts_rig *rig)
{
	const uint64_t all = htole64(PARTS_ALL);

	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_LIST_QUERY, 0, NULL, 0, 8);
	tap_ok(&rig->tap, number(rig) == PARTS_ALL, "the group of VFs has all commands");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_LIST_QUERY, 0, NULL, 0, 8);
	tap_ok(&rig->tap, number(rig) == 0x383, "the PF itself has the capability commands");

	parts_mode(rig, 0, true);
	answered(rig, PARTS_EINVAL, PARTS_Q_OPCODE,
		 "before LIST_USE the commands about parts are not legal");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_LIST_USE, 0, &all, sizeof(all), 0);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "the PF itself cannot use commands of VFs");
	parts_command(rig, 7, PARTS_LIST_QUERY, 0, NULL, 0, 8);
	answered(rig, PARTS_EINVAL, PARTS_Q_GROUP, "there is no other group");
}

static void capability(struct parts_rig *rig)
{
	uint8_t data[10] = { 0 };

	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_LIST, 0, NULL, 0, 8);
	tap_ok(&rig->tap, rig->answer.status == 0 && number(rig) == 1 && rig->answer.used == 16,
	       "device parts are the only capability");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_GET, 0, data, 8, 2);
	tap_ok(&rig->tap,
	       rig->answer.status == 0 && rig->answer.result[0] == 16 && rig->answer.result[1] == 16,
	       "it allows 16 objects of each kind");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_GET, 1, data, 8, 2);
	answered(rig, PARTS_EINVAL, PARTS_Q_MEMBER, "the PF itself has no members");
	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_CAP_GET, 1, data, 8, 2);
	tap_ok(&rig->tap, rig->answer.status == PARTS_EINVAL, "and VFs have no capabilities");
	data[0] = 1;
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_GET, 0, data, 8, 2);
	answered(rig, PARTS_ENXIO, PARTS_Q_FIELD, "there is no other capability");
	data[0] = 0;
	data[8] = 17;
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_SET, 0, data, sizeof(data), 0);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD,
		 "the limit cannot be raised above the device's own");
}

static void objects(struct parts_rig *rig)
{
	const uint64_t all = htole64(PARTS_ALL);
	const uint8_t less[10] = { [8] = 1, [9] = 1 };
	uint8_t data[24] = { 0 };

	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_LIST_USE, 0, &all, sizeof(all), 0);
	parts_create(rig, 0, 0, PARTS_KIND_GET);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD,
		 "without the capability no object can be created");
	parts_rig_use(rig, 2);

	tap_ok(&rig->tap, parts_create(rig, 0, 0, PARTS_KIND_GET) == 0,
	       "with it an object can be created");
	parts_create(rig, 1, 0, PARTS_KIND_SET);
	answered(rig, PARTS_EEXIST, PARTS_Q_FIELD, "an id is unique across VFs");
	parts_create(rig, 1, 2, PARTS_KIND_SET);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "an id must be below the limit");
	tap_ok(&rig->tap, parts_create(rig, 1, 1, PARTS_KIND_SET) == 0,
	       "another VF can use another id");
	parts_command(rig, ADMIN_GROUP_SELF, PARTS_CAP_SET, 0, less, sizeof(less), 0);
	answered(rig, PARTS_EBUSY, PARTS_Q_FIELD,
		 "the capability cannot be given up while there are objects");

	data[4] = 1;
	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_QUERY, 2, data, 16, 8);
	tap_ok(&rig->tap, rig->answer.status == 0 && rig->answer.result[0] == PARTS_KIND_SET,
	       "QUERY returns its kind");
	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_MODIFY, 2, data, sizeof(data), 0);
	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_QUERY, 2, data, 16, 8);
	tap_ok(&rig->tap, rig->answer.status == 0 && rig->answer.result[0] == PARTS_KIND_GET,
	       "MODIFY changes its kind");
	parts_destroy(rig, 0, 1);
	answered(rig, PARTS_ENXIO, PARTS_Q_FIELD, "a VF cannot destroy an object of another VF");
	tap_ok(&rig->tap, parts_destroy(rig, 1, 1) == 0, "a VF can destroy its own object");
	parts_destroy(rig, 1, 1);
	answered(rig, PARTS_ENXIO, PARTS_Q_FIELD, "but once");
}

static void metadata(struct parts_rig *rig, const struct vfdev_parts *all)
{
	unsigned int count = vfdev_parts_count(all);
	size_t list = 8 + (size_t)count * VFDEV_PART_HEADER;
	const uint8_t *at = all->data;
	size_t left = all->len;
	struct vfdev_part part;
	bool same = true;

	parts_metadata(rig, 0, 0, 0, 8);
	tap_ok(&rig->tap, number(rig) == all->len, "the size is that of all parts, %zu", all->len);
	parts_metadata(rig, 0, 0, 1, 8);
	tap_ok(&rig->tap, number(rig) == count, "the count is that of all parts, %u", count);
	parts_metadata(rig, 0, 0, 2, list);
	for (unsigned int i = 0; vfdev_part_next(&at, &left, &part) > 0; i++)
		same &= !memcmp(rig->answer.result + 8 + i * VFDEV_PART_HEADER,
				part.value - VFDEV_PART_HEADER, VFDEV_PART_HEADER);
	tap_ok(&rig->tap, same && number(rig) == count && rig->answer.used == 8 + list,
	       "the list has the header of each part");
	parts_metadata(rig, 0, 0, 2, list - 1);
	answered(rig, PARTS_ENOMEM, PARTS_Q_FIELD, "it is returned as a whole or not at all");
	parts_metadata(rig, 0, 0, 3, 8);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "there is no other metadata");
	parts_metadata(rig, 1, 0, 0, 8);
	answered(rig, PARTS_ENXIO, PARTS_Q_FIELD, "nor with the object of another VF");
}

/* Object 0 exists, and is used to get the parts of VF 0. */
static void getting(struct parts_rig *rig)
{
	uint8_t two[48] = { [24 - 8] = 0x03, [25 - 8] = 0x01, [40 - 8] = 0xff, [41 - 8] = 0x05 };
	struct vfdev_parts all;
	struct vfdev_part part;

	tap_ok(&rig->tap, parts_get(rig, 0, 0, &all) == 0, "all parts can be read");
	tap_ok(&rig->tap, !vfdev_parts_wrong(all.data, all.len), "they are in order");
	tap_ok(&rig->tap,
	       parts_find(&all, VFDEV_PART_VQ_CFG, 4, 0, &part) &&
		       !parts_find(&all, VFDEV_PART_VQ_CFG, 5, 0, &part),
	       "two queue pairs and the control queue make five queues");
	metadata(rig, &all);
	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_GET, 1, two, sizeof(two), ADMIN_DATA_MAX);
	tap_ok(&rig->tap,
	       rig->answer.status == 0 && rig->answer.used == 8 + VFDEV_PART_HEADER + 1 &&
		       rig->answer.result[0] == 0x03,
	       "of two named parts, the existing one is returned");
	vfdev_parts_free(&all);
}

struct wrong {
	const char *claim;
	uint16_t type;
	uint8_t flags, selector, len;
	uint8_t value[32];
	bool optional_passes;
};

static const struct wrong wrongs[] = {
	{ "features that are not offered", VFDEV_PART_DRV_FEATURES, 0, 0, 8, { [7] = 0x80 }, false },
	{ "features of a wrong length", VFDEV_PART_DRV_FEATURES, 0, 0, 4, { 0 }, false },
	{ "a device with other features", VFDEV_PART_DEV_FEATURES, 1, 0, 8, { 1 }, false },
	{ "a wrong number of queues", VFDEV_PART_PCI_COMMON_CFG, 0, 18, 2, { 9 }, false },
	{ "an unknown field of the common configuration",
	  VFDEV_PART_PCI_COMMON_CFG,
	  0,
	  19,
	  1,
	  { 0 },
	  false },
	{ "an unknown status bit", VFDEV_PART_DEVICE_STATUS, 0, 0, 1, { 0x20 }, false },
	{ "a queue that does not exist", VFDEV_PART_VQ_CFG, 0, 5, 32, { 0 }, false },
	{ "a queue that is too large", VFDEV_PART_VQ_CFG, 0, 0, 32, { 0, 0x80 }, false },
	{ "a vector that does not exist", VFDEV_PART_VQ_CFG, 0, 0, 32, { 0, 1, 200, 0 }, false },
	{ "another doorbell", VFDEV_PART_VQ_NOTIFY_CFG, 0, 1, 8, { 2 }, false },
	{ "a receive mode of two bytes", VFDEV_PART_NET_CVQ_CFG, 0, 0, 2, { 0 }, false },
	{ "an unknown command of the control queue",
	  VFDEV_PART_NET_CVQ_CFG,
	  0,
	  77,
	  1,
	  { 0 },
	  true },
	{ "a reserved type", 0x5ff, 0, 0, 4, { 0 }, true },
	{ "a reserved flag", VFDEV_PART_DEVICE_STATUS, 4, 0, 1, { 0 }, false },
};

static bool unchanged(struct parts_rig *rig, const struct vfdev_parts *before)
{
	struct vfdev_parts now;
	bool same = parts_get(rig, 0, 0, &now) == 0 && now.len == before->len &&
		    !memcmp(now.data, before->data, now.len);

	vfdev_parts_free(&now);
	return same;
}

static void one_wrong(struct parts_rig *rig, const struct wrong *w, const struct vfdev_parts *before)
{
	struct vfdev_part part = { .type = w->type,
				   .flags = w->flags,
				   .selector = { w->selector },
				   .len = w->len,
				   .value = w->value };
	struct vfdev_parts parts = { 0 };

	vfdev_parts_add(&parts, &part);
	parts_set(rig, 0, 1, &parts);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, w->claim);
	if (w->optional_passes) {
		parts.data[2] = VFDEV_PART_OPTIONAL;
		tap_ok(&rig->tap, parts_set(rig, 0, 1, &parts) == 0,
		       "it is accepted if it is optional");
	}
	if (!unchanged(rig, before))
		tap_ok(&rig->tap, false, "%s changes nothing", w->claim);
	vfdev_parts_free(&parts);
}

static void setting(struct parts_rig *rig)
{
	const uint8_t flags = 2;
	struct vfdev_parts all, cut;

	tap_ok(&rig->tap, parts_create(rig, 0, 1, PARTS_KIND_SET) == 0,
	       "a set object can be created");
	parts_get(rig, 0, 0, &all);
	parts_set(rig, 0, 1, &all);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "no part is set while the VF runs");
	parts_command(rig, ADMIN_GROUP_SRIOV, PARTS_MODE, 1, &flags, 1, 0);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "there are no modes except stopped and running");
	tap_ok(&rig->tap, parts_mode(rig, 0, true) == 0 && parts_mode(rig, 0, true) == 0,
	       "it can be stopped twice");

	tap_ok(&rig->tap, parts_set(rig, 0, 1, &all) == 0 && parts_set(rig, 0, 1, &all) == 0,
	       "its own parts can then be set twice");
	parts_set(rig, 0, 0, &all);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "but not with a get object");
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
		one_wrong(rig, &wrongs[i], &all);
	cut = all;
	cut.len--;
	parts_set(rig, 0, 1, &cut);
	answered(rig, PARTS_EINVAL, PARTS_Q_FIELD, "a truncated part is refused");
	tap_ok(&rig->tap, unchanged(rig, &all), "nothing has changed");
	tap_ok(&rig->tap, parts_mode(rig, 0, false) == 0 && parts_mode(rig, 0, false) == 0,
	       "it can be resumed twice");
	vfdev_parts_free(&all);
}

static void faults(struct parts_rig *rig)
{
	struct vfdev_parts parts;
	uint8_t data[16] = { [8] = 1 };

	tap_must(vfdev_command(rig->device, NULL, "fault add op=15 times=1 status=28 qualifier=6"), "fail");
	parts_get(rig, 0, 0, &parts);
	answered(rig, PARTS_ENOSPC, 6, "a fault makes a command fail");
	tap_must(vfdev_command(rig->device, NULL, "fault add op=15 times=1 short=20"),
		 "shorten an answer");
	tap_ok(&rig->tap, parts_get(rig, 0, 0, &parts) == -EBADMSG && rig->answer.used == 28,
	       "a fault truncates parts");
	vfdev_parts_free(&parts);
	tap_must(vfdev_command(rig->device, NULL, "fault add op=15 times=1 data=%s",
			       "ff05000000000000000000000100000077"),
		 "replace an answer");
	tap_ok(&rig->tap,
	       parts_get(rig, 0, 0, &parts) == 0 && parts.len == 17 && parts.data[1] == 0x05,
	       "a fault replaces parts");
	vfdev_parts_free(&parts);
	tap_must(vfdev_command(rig->device, NULL, "fault add op=15 times=1 delay=100"),
		 "delay an answer");
	tap_ok(&rig->tap, parts_get(rig, 0, 0, &parts) == 0, "they arrive late");
	vfdev_parts_free(&parts);
	tap_must(vfdev_command(rig->device, NULL, "fault add op=15 times=1 hold"),
		 "hold an answer");
	tap_ok(&rig->tap,
	       admin_send(&rig->admin, ADMIN_GROUP_SRIOV, PARTS_GET, 1, data, sizeof(data), 4096,
			  &rig->answer) == -ETIMEDOUT,
	       "a fault withholds parts");
	tap_must(vfdev_command(rig->device, NULL, "release"), "answer");
	tap_ok(&rig->tap, admin_wait(&rig->admin, 2000, &rig->answer) == 0, "until it is removed");
}

int main(void)
{
	struct parts_rig rig;

	parts_rig_begin(&rig);
	lists(&rig);
	capability(&rig);
	objects(&rig);
	getting(&rig);
	setting(&rig);
	faults(&rig);
	tap_must(bind_make_vfs(rig.pf, 0), "remove the VFs");
	tap_must(bind_make_vfs(rig.pf, PARTS_VFS), "make them again");
	parts_metadata(&rig, 0, 0, 0, 8);
	answered(&rig, PARTS_ENXIO, PARTS_Q_FIELD, "objects are destroyed with the VFs");
	return parts_rig_end(&rig);
}
