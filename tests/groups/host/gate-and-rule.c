// SPDX-License-Identifier: GPL-2.0-only
/*
 * If the gate is open and a rule matches, a VF is a transitional device: a legacy driver uses it,
 * and sends and receives frames through region 0 only.
 */
#include <linux/pci_regs.h>
#include <string.h>

#include "client/nic.h"
#include "client/peer.h"
#include "client/util.h"
#include "device/control-client.h"
#include "lib/names.h"
#include "scene/scene.h"

#define VF_INDEX 1
#define ECHOES 8
#define ANSWER_MS 5000

static void identity(struct tap *tap, struct vfio_vf *vf)
{
	const struct vfio_region_info *bar0 = &vf->region[VFIO_PCI_BAR0_REGION_INDEX];
	struct pci_ident id;

	tap_must(pci_ident_get(vf, &id), "read the identity of %s", vf->bdf);
	tap_note("%04x:%04x revision %u subsystem %04x:%04x BAR0 of %u bytes", id.vendor, id.device,
		 id.revision, id.subsystem_vendor, id.subsystem_device, id.bar0_size);
	tap_ok(tap, id.vendor == 0x1af4 && id.device == 0x1000, "the VF shows 1af4:1000");
	tap_ok(tap, id.revision == 0, "its revision is 0");
	tap_ok(tap, id.subsystem_device == 1, "its subsystem id is 1");
	tap_ok(tap, id.bar0_io, "its BAR0 is an I/O BAR");
	tap_ok(tap,
	       bar0->size == id.bar0_size &&
		       bar0->flags == (VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE),
	       "region 0 has the size of BAR0, and can be read and written");
}

static void gated(struct tap *tap, struct vfio_vf *vf)
{
	uint8_t status;

	tap_must(pci_command(vf, 0, PCI_COMMAND_IO), "turn I/O decoding off");
	tap_returned(tap, vfio_read(vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_STATUS, &status, 1),
		     -EIO, "region 0 is not accessible with I/O decoding off");
}

static void traffic(struct tap *tap, struct vfio_vf *vf)
{
	struct frame_echo echo = { .id = 0x5656, .length = 512 };
	struct peer peer;
	struct nic nic;
	int r;

	r = nic_up(&nic, vf, 0);
	if (!tap_returned(tap, r, 0, "a legacy driver brings it up"))
		tap_note("at: %s", nic.step);
	if (r == 0)
		r = peer_init(&peer, &nic, PEER_OWN_IP, PEER_GATEWAY_IP);
	if (r == 0) {
		r = peer_resolve(&peer, ANSWER_MS);
		tap_returned(tap, r, 0, "ARP: every byte of the answer is correct");
	}
	while (r == 0 && echo.sequence < ECHOES) {
		echo.sequence++;
		r = peer_echo(&peer, &echo, ANSWER_MS);
	}
	tap_returned(tap, r, 0, "%d pings: every byte of each answer is correct", ECHOES);
	if (r == 0)
		r = nic_drain(&nic, ANSWER_MS);
	tap_ok(tap, r == 0 && nic.interrupts[NIC_VECTOR_RX] && nic.interrupts[NIC_VECTOR_TX],
	       "both queues raise MSI-X interrupts");
	tap_note("ARP %lu us, last ping %lu us, %lu accesses of region 0, %lu and %lu interrupts",
		 peer.arp_ns / 1000, peer.echo_ns / 1000, nic.dev.accesses,
		 nic.interrupts[NIC_VECTOR_RX], nic.interrupts[NIC_VECTOR_TX]);
	nic_down(&nic);
}

/* Returns the number of kicks that the device received at the notification address, or -1. */
static long kicks(struct vfdev *device)
{
	_cleanup_free_ char *counts = NULL;
	const char *good;

	tap_must(vfdev_command(device, &counts, "count vf=%d", VF_INDEX), "ask the device");
	good = strstr(counts, " good=");
	return good ? atol(good + strlen(" good=")) : -1;
}

/* The counters of the driver and of the device must agree. */
static void figures(struct tap *tap, struct vfdev *device, const struct vfv_vf *state)
{
	uint64_t notifies = vfv_counter_value(&state->stats, "notifies");
	long commands = vfdev_count(device, VF_INDEX, -1);

	tap_ok(tap,
	       commands > 0 && vfv_counter_value(&state->stats, "commands") == (uint64_t)commands,
	       "the device received %ld admin commands for it, all counted by the driver",
	       commands);
	tap_ok(tap, vfv_counter_value(&state->stats, "errors") == 0, "none failed");
	tap_ok(tap, notifies > 0 && kicks(device) == (long)notifies,
	       "the device received all %lu kicks at the doorbell", notifies);
}

static void audit(struct scene *scene, const char *bdf)
{
	struct tap *tap = &scene->tap;
	char value[256];

	if (!tap_returned(tap, scene_audit(scene, bdf, "decision"), 0,
			  "the decision is in the journal"))
		return;
	tap_note("%s", scene_field(scene, "MESSAGE", value));
	tap_ok(tap, !strcmp(scene_field(scene, VFV_FIELD_PROFILE, value), "transitional"),
	       "the audit has the profile transitional");
	tap_ok(tap, !strcmp(scene_field(scene, VFV_FIELD_EXPLICIT, value), "1"),
	       "the audit records that a rule decided");
	tap_ok(tap, !strcmp(scene_field(scene, VFV_FIELD_RULE_FILE, value), POLICY_RULES_FILE),
	       "the audit names the rule's file: %s", value);
	tap_ok(tap, !strcmp(scene_field(scene, VFV_FIELD_RULE_LINE, value), "3"),
	       "the audit names the rule's line: %s", value);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct vfdev *device;
	struct scene scene;
	struct vfv_vf state;
	struct vfio_vf vf;

	scene_begin(&scene);
	tap_must(vfdev_open(&device), "find the device's control");
	tap_must(vfdev_command(device, NULL, "count reset"), "reset the device's counters");
	scene_rule(&scene, "legacy-guest", "1", "transitional", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	scene_open(&vf, bdf);
	identity(&scene.tap, &vf);
	gated(&scene.tap, &vf);
	traffic(&scene.tap, &vf);
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &state, NULL), "get the state of %s", bdf);
	figures(&scene.tap, device, &state);
	vfdev_close(device);
	vfio_detach(&vf);
	audit(&scene, bdf);
	return scene_end(&scene);
}
