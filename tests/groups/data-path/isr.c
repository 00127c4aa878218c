// SPDX-License-Identifier: GPL-2.0-only
/*
 * A read clears ISR. An access that covers ISR reads it once and returns its value, and the next
 * access finds it clear. An access that does not cover ISR does not read it.
 */
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/nic.h"
#include "client/util.h"
#include "lib/rig.h"

#define FRAME_LEN 60

/* Sends a frame; the device sets ISR because MSI-X is off. */
static void raise_isr(struct nic *nic)
{
	uint8_t frame[FRAME_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	uint64_t deadline = util_now_ns() + 2000000000ull;

	memcpy(frame + 6, nic->mac, sizeof(nic->mac));
	tap_must(nic_send(nic, frame, sizeof(frame)), "send a frame");
	/* Polls only the ring in memory and does not access the device. */
	while (le16toh(__atomic_load_n(&nic->tx.q.ring.used->idx, __ATOMIC_ACQUIRE)) !=
	       nic->tx.q.added) {
		if (util_now_ns() > deadline)
			tap_must(-ETIMEDOUT, "wait until the frame is sent");
		util_sleep_ms(1);
	}
	util_sleep_ms(5);
}

static void try(struct rig *rig, struct nic *nic, unsigned int at, unsigned int len)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t first[8] = { 0 }, second[8] = { 0 };
	unsigned int isr = VIRTIO_PCI_ISR - at;

	raise_isr(nic);
	tap_must(rig_read(rig, 0, second, 8), "read the features");
	tap_must(rig_read(rig, at, first, len), "read %u bytes at %u", len, at);
	tap_must(rig_read(rig, at, second, len), "read %u bytes at %u", len, at);
	tap_ok(tap, first[isr] == 1 && second[isr] == 0,
	       "%u bytes at %u: the queue's interrupt is reported once (%u, then %u)", len, at,
	       first[isr], second[isr]);
}

int main(void)
{
	struct rig rig;
	struct nic nic;
	int r;

	rig_begin_open(&rig, 5);
	r = nic_up(&nic, &rig.vf, NIC_POLL);
	if (tap_returned(&rig.scene.tap, r, 0, "a legacy driver brings it up without MSI-X")) {
		try(&rig, &nic, 19, 1);
		try(&rig, &nic, 18, 2);
		try(&rig, &nic, 16, 4);
		try(&rig, &nic, 18, 8);
		try(&rig, &nic, 12, 8);
	}
	nic_down(&nic);
	return rig_end(&rig);
}
