// SPDX-License-Identifier: GPL-2.0-only
#include "reset.h"

#include <errno.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/util.h"

#define STATUS 3 /* ACKNOWLEDGE, DRIVER */
#define PFN "\0\1\0\0"

void reset_set_up(struct rig *rig)
{
	uint8_t status;

	rig_decode(rig);
	tap_must(rig_write(rig, VIRTIO_PCI_STATUS, "\0", 1), "reset the device");
	tap_must(rig_read(rig, VIRTIO_PCI_STATUS, &status, 1), "check that it is reset");
	tap_must(rig_write(rig, VIRTIO_PCI_STATUS, "\3", 1), "write the status");
	tap_must(rig_write(rig, VIRTIO_PCI_QUEUE_SEL, "\0\0", 2), "select a queue");
	tap_must(rig_write(rig, VIRTIO_PCI_QUEUE_PFN, PFN, 4), "give it an address");
	rig_commands(rig);
	tap_must(rig_read(rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	if (status != STATUS || rig_commands(rig) != 0)
		tap_must(-EIO, "have the status cached");
}

bool reset_is_seen(struct rig *rig)
{
	uint8_t status, pfn[4];
	int r[2];

	r[0] = rig_read(rig, VIRTIO_PCI_STATUS, &status, 1);
	r[1] = rig_read(rig, VIRTIO_PCI_QUEUE_PFN, pfn, 4);
	tap_note("status %d (%s), queue address %s", r[0] ? -1 : status, strerrorname_np(-r[0]),
		 strerrorname_np(-r[1]));
	return (r[0] || status != STATUS) && (r[1] || memcmp(pfn, PFN, 4));
}
