// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF works with a driver that never enables bus mastering, such as the one in Linux before
 * 2.6.34, because the module enables it when the driver writes the device status. The module does
 * not do this for a native VF, and bus mastering is off after the close.
 */
#include <linux/pci_regs.h>

#include "client/modern.h"
#include "client/peer.h"
#include "client/util.h"
#include "lib/rig.h"

#define ANSWER_MS 2000

static bool is_master(struct rig *rig)
{
	uint16_t command;

	tap_must(rig_config_read(rig, PCI_COMMAND, &command, 2), "read the command register");
	return le16toh(command) & PCI_COMMAND_MASTER;
}

static void clear_master(struct rig *rig)
{
	tap_must(pci_command(&rig->vf, 0, PCI_COMMAND_MASTER), "clear bus mastering");
}

static void old_driver(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	struct peer peer;
	struct nic nic;
	int r;

	tap_ok(tap, !is_master(rig), "bus mastering is off when the guest begins");
	r = nic_up(&nic, &rig->vf, NIC_NO_MASTER);
	if (!tap_returned(tap, r, 0, "a driver that leaves it off brings the device up"))
		tap_note("could not %s", nic.step);
	tap_ok(tap, is_master(rig), "it is then on, and the guest reads it as on");
	tap_must(peer_init(&peer, &nic, PEER_OWN_IP, PEER_GATEWAY_IP), "set up the peer");
	tap_returned(tap, peer_resolve(&peer, ANSWER_MS), 0, "frames are sent and received");
	clear_master(rig);
	tap_ok(tap, !is_master(rig), "later writes of the guest take effect");
	nic_down(&nic);
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 4);
	clear_master(&rig);
	tap_must(rig_write(&rig, VIRTIO_PCI_STATUS, "\x01", 1), "write the status");
	tap_ok(&rig.scene.tap, !is_master(&rig), "a device without a driver gets no bus mastering");
	tap_must(rig_write(&rig, VIRTIO_PCI_STATUS, "\x00", 1), "write the status");
	old_driver(&rig);
	tap_must(rig_write(&rig, VIRTIO_PCI_STATUS, "\x03", 1), "write the status");
	rig_close(&rig);
	scene_open(&rig.vf, rig.bdf);
	tap_ok(&rig.scene.tap, !is_master(&rig), "it is off again at the next open");
	return rig_end(&rig);
}
