// SPDX-License-Identifier: GPL-2.0-only
/*
 * From its probe until the interface is up, Linux's legacy network driver causes at most half an
 * admin command per access, or slightly more the first time with four queue pairs; a kick causes
 * none. The device counts the commands.
 */
#include <string.h>

#include "lib/bring-up.h"
#include "lib/shape.h"

/*
 * The nine accesses for a queue with a vector take five commands the first time, and four
 * afterwards.
 */
#define PERCENT_FIRST 55
#define PERCENT_AGAIN 50
#define KICKS 100

/* The device has the values that the driver wrote, although it received fewer commands. */
static bool reported_correctly(struct rig *rig, const struct bring_up *b)
{
	static struct device_event events[512];
	size_t n = device_trace(rig->device, rig->index, events, ARRAY_SIZE(events));
	unsigned int select = UINT32_MAX, wrong = 0, addresses = 0;

	for (size_t i = 0; i < n && i < ARRAY_SIZE(events); i++) {
		const struct device_event *e = &events[i];
		uint32_t value;

		memcpy(&value, e->written, sizeof(value));
		if (e->op != DEVICE_COMMON_WRITE)
			continue;
		if (e->offset == VIRTIO_PCI_QUEUE_SEL)
			select = value & 0xffff;
		if (e->offset == VIRTIO_PCI_QUEUE_PFN && value) {
			addresses++;
			wrong += select > 2 * b->pairs ||
				 value != b->q[select].mem.iova >> VIRTIO_PCI_QUEUE_ADDR_SHIFT;
		}
		if (e->offset == VIRTIO_MSI_QUEUE_VECTOR)
			wrong += (value & 0xffff) != select + 1;
	}
	return !wrong && addresses == 2 * b->pairs + 1;
}

static void count(struct rig *rig, unsigned int pairs, unsigned int percent)
{
	struct tap *tap = &rig->scene.tap;
	struct bring_up b = { 0 };
	uint64_t commands;

	rig_commands(rig);
	device_trace_clear(rig->device);
	bring_up(&b, &rig->vf, pairs);
	commands = rig_commands(rig);
	tap_ok(tap, commands > 0 && commands * 100 <= b.dev.accesses * percent,
	       "%u queue pairs: %lu accesses take %lu commands, %lu %%", pairs, b.dev.accesses,
	       commands, commands * 100 / b.dev.accesses);
	tap_ok(tap, reported_correctly(rig, &b), "and each queue has its address and its vector");
	rig_commands(rig);
	for (unsigned int i = 0; i < KICKS; i++)
		tap_must(legacy_out(&b.dev, VIRTIO_PCI_QUEUE_NOTIFY, 2, 1), "kick");
	tap_ok(tap, device_doorbells(rig->device, rig->index, "member", "good") == KICKS,
	       "all of %d kicks arrive", KICKS);
	tap_ok(tap, rig_commands(rig) == 0, "and take no command");
	bring_down(&b);
}

int main(void)
{
	const struct shape four = { "four queue pairs", 4, 0 };
	struct rig rig;

	rig_begin_open(&rig, 1);
	count(&rig, 1, PERCENT_AGAIN);
	/* Repeats the accesses as a rebooting guest does; the module knows the device now. */
	count(&rig, 1, PERCENT_AGAIN);
	if (shape_make(&rig, &four, SCENE_VFS)) {
		rig_open(&rig, 1);
		count(&rig, four.pairs, PERCENT_FIRST);
		count(&rig, four.pairs, PERCENT_AGAIN);
		shape_restore(&rig);
	} else {
		tap_skip(&rig.scene.tap, four.what, "the device does not support that many");
	}
	return rig_end(&rig);
}
