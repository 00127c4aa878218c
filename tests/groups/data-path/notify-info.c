// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device offers valid and invalid notification addresses (virtio 1.3 section 2.12.1.2.5). The
 * VF is transitional in all cases, and a kick arrives exactly once, at the doorbell in the VF's BAR
 * or as an admin command. Nothing else of either function is accessed, in particular not the PF's
 * BAR.
 *
 * virtio_pci returns only the first entry of each kind (VF's BAR, PF's BAR), so a valid entry after
 * an invalid one of the same kind is not used. In this case the admin command is correct as well.
 */
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/nic.h"
#include "client/peer.h"
#include "lib/rig.h"
#include "scene/pf.h"

#define QUEUE 1
#define ANSWER_MS 5000
#define ACTION_MS 20000

enum way { MEMBER = 1, OWNER = 2, COMMAND = 4 };

static const char *way_name(unsigned int ways)
{
	return ways & MEMBER	? (ways & COMMAND ? "the VF's BAR or a command" : "the VF's BAR")
	       : ways & OWNER	? "the PF's BAR"
	       : ways & COMMAND ? "a command"
				: "nothing";
}

static const struct variant {
	const char *entries, *what;
	unsigned int ways; /* any of these is correct */
} variants[] = {
	{ "member", "the VF's BAR", MEMBER },
	{ "owner", "the PF's BAR only", COMMAND },
	{ "member+owner", "both, the VF's first", MEMBER },
	{ "owner+member", "both, the PF's first", MEMBER },
	{ "empty", "no entry", COMMAND },
	{ "2/0/0x0", "BAR 0 of the VF", COMMAND },
	{ "1/0/0x0", "BAR 0 of the PF", COMMAND },
	{ "2/5/0x0", "a BAR that the VF does not have", COMMAND },
	{ "2/6/0x0", "BAR 6", COMMAND },
	{ "1/6/0x0", "BAR 6 of the PF", COMMAND },
	{ "2/255/0x0", "BAR 255", COMMAND },
	{ "1/255/0x0", "BAR 255 of the PF", COMMAND },
	{ "2/4/0x2801", "an odd offset", COMMAND },
	{ "1/4/0x2801", "an odd offset in the PF's BAR", COMMAND },
	{ "2/4/END", "an offset at the end of the BAR", COMMAND },
	{ "2/4/LAST", "the last byte of the BAR", COMMAND },
	{ "2/4/0xfffffffffffffffe", "an offset that overflows", COMMAND },
	{ "1/4/0xfffffffffffffffe", "an offset that overflows, in the PF's BAR", COMMAND },
	{ "3/4/0x2800", "flags 3", COMMAND },
	{ "255/4/0x2800", "flags 255", COMMAND },
	{ "2/6/0x0+owner", "a bad entry, then the PF's BAR", COMMAND },
	{ "3/4/0x0+member", "unknown flags, then the VF's BAR", MEMBER },
	{ "1/0/0x0+member", "a bad entry of the PF, then the VF's BAR", MEMBER },
	{ "2/6/0x0+2/4/0x2801+member", "two bad entries, then the VF's BAR", MEMBER | COMMAND },
	{ "2/6/0x0+1/6/0x0+2/0/0x0+1/0/0x0", "four bad ones", COMMAND },
	{ "0/0/0x0+member", "the end of the list, then the VF's BAR", COMMAND },
};

/* Offers these entries, with the size of the VF's modern BAR inserted into the text. */
static void entries_set(struct rig *rig, const char *entries, uint64_t bar_size)
{
	char text[128];

	if (!strcmp(entries, "2/4/END"))
		snprintf(text, sizeof(text), "2/4/0x%lx", bar_size);
	else if (!strcmp(entries, "2/4/LAST"))
		snprintf(text, sizeof(text), "2/4/0x%lx", bar_size - 1);
	else
		snprintf(text, sizeof(text), "%s", entries);
	device_do(rig->device, "notify-info %s", text);
}

/* Returns the number of doorbell accesses in both BARs that the specification does not allow. */
static uint64_t bad_rings(struct rig *rig)
{
	static const char *const vias[] = { "member", "owner" };
	static const char *const kinds[] = { "width", "place", "read" };
	uint64_t sum = 0;

	for (int via = 0; via < 2; via++) {
		for (int kind = 0; kind < 3; kind++)
			sum += device_doorbells(rig->device, rig->index, vias[via], kinds[kind]);
	}
	return sum;
}

/* Kicks, and returns how the kick arrived. COMMAND is a write of only Queue Notify. */
static unsigned int kick(struct rig *rig)
{
	struct device_event events[8];
	uint8_t queue[2] = { QUEUE, 0 };
	unsigned int ways = 0;
	size_t n;

	device_do(rig->device, "count reset");
	device_trace_clear(rig->device);
	if (rig_write(rig, VIRTIO_PCI_QUEUE_NOTIFY, queue, 2) < 0)
		return 0;
	n = device_trace(rig->device, rig->index, events, ARRAY_SIZE(events));
	if (n != 1 || bad_rings(rig))
		return 0;
	if (events[0].doorbell)
		return events[0].value == QUEUE ? events[0].owner ? OWNER : MEMBER : 0;
	if (events[0].op == DEVICE_COMMON_WRITE && events[0].offset == VIRTIO_PCI_QUEUE_NOTIFY &&
	    events[0].written[0] == QUEUE && events[0].status == 0)
		ways = COMMAND;
	return ways;
}

static void try(struct rig *rig, const struct variant *variant, uint64_t bar_size)
{
	unsigned int ways;

	rig_close(rig);
	entries_set(rig, variant->entries, bar_size);
	scene_open(&rig->vf, rig->bdf);
	if (!tap_ok(&rig->scene.tap, !scene_is_native(&rig->vf), "%s: the VF is transitional",
		    variant->what))
		return;
	rig_decode(rig);
	ways = kick(rig);
	tap_ok(&rig->scene.tap, ways & variant->ways, "%s: a kick arrives by %s", variant->what,
	       way_name(variant->ways));
	if (!(ways & variant->ways) || variant->ways & (variant->ways - 1))
		tap_note("it came by %s", way_name(ways));
}

/* The kick has an effect: frames are sent and received. */
static void traffic(struct rig *rig, const char *entries)
{
	struct peer peer;
	struct nic nic;
	int r;

	rig_close(rig);
	device_do(rig->device, "notify-info %s", entries);
	rig_open_again(rig);
	r = nic_up(&nic, &rig->vf, 0);
	if (r == 0)
		r = peer_init(&peer, &nic, PEER_OWN_IP, PEER_GATEWAY_IP);
	if (r == 0)
		r = peer_resolve(&peer, ANSWER_MS);
	tap_returned(&rig->scene.tap, r, 0, "%s: frames are sent and received", entries);
	nic_down(&nic);
}

static void rebind_driver(struct rig *rig)
{
	struct pf_action action;

	pf_virtio_unbind(&action, rig->scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "unbind the PF's virtio driver");
	pf_repair(rig->scene.pf);
}

/*
 * If the device does not support the command, virtio_pci offers no legacy access at all: the VF is
 * native and reports the reason.
 */
static void unsupported(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	struct vfv_vf state;

	rig_close(rig);
	device_do(rig->device, "notify-info none");
	rebind_driver(rig);
	tap_returned(tap, bind_to(rig->bdf, BIND_DRIVER, NULL), 0,
		     "a PF without the command: the VF is bound");
	tap_must(scene_wait_decided(&rig->scene, rig->bdf, &state), "get a decision");
	tap_ok(tap, vfv_words_have(&state.missing, "legacy-commands"),
	       "and reports that legacy commands are missing");
	scene_open(&rig->vf, rig->bdf);
	tap_ok(tap, scene_is_native(&rig->vf), "it is native");
	rig_close(rig);
	device_do(rig->device, "notify-info member");
	rebind_driver(rig);
	rig_open(rig, rig->index);
	tap_ok(tap, kick(rig) == MEMBER, "with the command back it is transitional");
}

int main(void)
{
	struct rig rig;
	uint64_t bar_size;

	rig_begin_open(&rig, 0);
	bar_size = rig.vf.region[VFIO_PCI_BAR4_REGION_INDEX].size;
	for (size_t i = 0; i < ARRAY_SIZE(variants); i++)
		try(&rig, &variants[i], bar_size);
	traffic(&rig, "member");
	traffic(&rig, "owner");
	traffic(&rig, "empty");
	unsupported(&rig);
	return rig_end(&rig);
}
