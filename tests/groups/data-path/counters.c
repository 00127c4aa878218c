// SPDX-License-Identifier: GPL-2.0-only
/*
 * The counters of a VF in vfiovctl show are correct: commands, repeated and failed commands, kicks,
 * and accesses without a command. The device counts as well, and both must agree.
 */
#include <linux/virtio_pci.h>

#include "client/nic.h"
#include "client/util.h"
#include "lib/rig.h"

#define READS 10
#define FAILURES 3
#define AGAIN 2
#define KICKS 7

static struct vfv_vf_stats figures(struct rig *rig)
{
	struct vfv_vf state;

	tap_must(vfv_genl_vf_get(rig->scene.genl, rig->bdf, &state, NULL), "get the figures");
	return state.stats;
}

static uint64_t more(const struct vfv_vf_stats *before, const struct vfv_vf_stats *after,
		     const char *name)
{
	return vfv_counter_value(after, name) - vfv_counter_value(before, name);
}

static void commands(struct rig *rig)
{
	struct vfv_vf_stats before = figures(rig), after;
	struct tap *tap = &rig->scene.tap;
	uint8_t bytes[8];
	uint64_t device;

	rig_commands(rig);
	for (int i = 0; i < READS; i++)
		tap_must(rig_read(rig, VIRTIO_PCI_GUEST_FEATURES, bytes, 4), "read");
	after = figures(rig);
	device = rig_commands(rig);
	tap_ok(tap, device == READS && more(&before, &after, "commands") == device,
	       "%lu commands, the same as in the device", more(&before, &after, "commands"));

	tap_must(rig_read(rig, VIRTIO_PCI_HOST_FEATURES, bytes, 4), "read");
	before = figures(rig);
	for (int i = 0; i < READS; i++)
		tap_must(rig_read(rig, VIRTIO_PCI_HOST_FEATURES, bytes, 4), "read");
	after = figures(rig);
	tap_ok(tap, more(&before, &after, "cached") == READS && !more(&before, &after, "commands"),
	       "%lu reads without a command", more(&before, &after, "cached"));
}

static void errors(struct rig *rig)
{
	struct vfv_vf_stats before = figures(rig), after;
	struct tap *tap = &rig->scene.tap;
	uint8_t bytes[4];

	device_do(rig->device, "fault add vf=%u op=%d status=%d times=%d", rig->index,
		  DEVICE_COMMON_READ, EAGAIN, AGAIN);
	tap_must(rig_read(rig, VIRTIO_PCI_GUEST_FEATURES, bytes, 4), "read");
	after = figures(rig);
	tap_ok(tap, more(&before, &after, "retries") == AGAIN && !more(&before, &after, "errors"),
	       "%lu commands were retried and do not count as errors",
	       more(&before, &after, "retries"));
	before = after;
	device_do(rig->device, "fault add vf=%u op=%d status=%d times=%d", rig->index,
		  DEVICE_COMMON_READ, ENXIO, FAILURES);
	for (int i = 0; i < FAILURES; i++)
		rig_read(rig, VIRTIO_PCI_GUEST_FEATURES, bytes, 4);
	after = figures(rig);
	tap_ok(tap, more(&before, &after, "errors") == FAILURES, "%lu failed",
	       more(&before, &after, "errors"));
}

static void kicks(struct rig *rig)
{
	struct vfv_vf_stats before = figures(rig), after;

	for (int i = 0; i < KICKS; i++)
		tap_must(rig_write(rig, VIRTIO_PCI_QUEUE_NOTIFY, "\0\0", 2), "kick");
	after = figures(rig);
	tap_ok(&rig->scene.tap,
	       more(&before, &after, "notifies") == KICKS &&
		       device_doorbells(rig->device, rig->index, "member", "good") == KICKS,
	       "%lu kicks, the same as in the device", more(&before, &after, "notifies"));
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 5);
	commands(&rig);
	errors(&rig);
	kicks(&rig);
	return rig_end(&rig);
}
