// SPDX-License-Identifier: GPL-2.0-only
#include "pin.h"

#include <linux/virtio_pci.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define FRAME_LEN 60

bool pin_is_told(struct pin *pin, unsigned int ms)
{
	struct pollfd pfd = { .fd = pin->told, .events = POLLIN };
	uint64_t count;

	return poll(&pfd, 1, ms) == 1 && read(pin->told, &count, sizeof(count)) == sizeof(count);
}

void pin_send(struct pin *pin)
{
	uint8_t frame[FRAME_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	memcpy(frame + 6, pin->nic.mac, sizeof(pin->nic.mac));
	tap_must(nic_send(&pin->nic, frame, sizeof(frame)), "send a frame");
}

unsigned int pin_isr(struct pin *pin)
{
	uint8_t isr;

	tap_must(rig_read(&pin->rig, VIRTIO_PCI_ISR, &isr, 1), "read ISR");
	return isr;
}
