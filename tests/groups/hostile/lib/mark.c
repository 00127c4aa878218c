// SPDX-License-Identifier: GPL-2.0-only
#include "mark.h"

#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/virtio_config.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/legacy.h"
#include "lib/finding.h"

#define QUEUES 3 /* queues: receive, transmit, control */
#define MAC_LEN 6
#define ADDRESS_LEN 4
/* The value differs from one open to the next, and is never 0. */
#define SESSIONS 15
/* Never set DRIVER_OK, because the device would use queues that do not exist. */
#define STATUS_MAX (VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER)

uint8_t mark_byte(unsigned int index, unsigned int session)
{
	return index << 4 | (session % SESSIONS + 1);
}

static bool is_mine(const struct mark *mark, uint8_t byte)
{
	return byte == 0 || byte == mark->byte;
}

static void check(const struct mark *mark, const char *what, const uint8_t *got, const uint8_t *own,
		  unsigned int at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (is_mine(mark, got[i]) || (own && got[i] == own[at + i]))
			continue;
		finding(FINDING_BYTE, "VF %u, whose byte is 0x%02x, reads 0x%02x in byte %zu of %s",
			mark->index, mark->byte, got[i], at + i, what);
	}
}

static int in(const struct mark *mark, unsigned int at, void *buf, size_t len)
{
	return vfio_read(mark->vf, VFIO_PCI_BAR0_REGION_INDEX, at, buf, len);
}

static int out(const struct mark *mark, unsigned int at, const void *buf, size_t len)
{
	return vfio_write(mark->vf, VFIO_PCI_BAR0_REGION_INDEX, at, buf, len);
}

static int select_queue(const struct mark *mark, unsigned int queue)
{
	uint16_t value = htole16(queue);

	return out(mark, VIRTIO_PCI_QUEUE_SEL, &value, sizeof(value));
}

static int address_read(const struct mark *mark, unsigned int at, size_t len)
{
	uint8_t got[ADDRESS_LEN] = { 0 };
	int r = in(mark, VIRTIO_PCI_QUEUE_PFN + at, got, len);

	if (r == 0)
		check(mark, "a queue's address", got, NULL, at, len);
	return r;
}

static int address_write(const struct mark *mark)
{
	uint8_t bytes[ADDRESS_LEN];

	memset(bytes, mark->byte, sizeof(bytes));
	return out(mark, VIRTIO_PCI_QUEUE_PFN, bytes, sizeof(bytes));
}

/* see vf-mac in tests/device/README.md */
static int mac_read(const struct mark *mark, unsigned int at, size_t len)
{
	const uint8_t own[MAC_LEN] = { 0x52, 0x54, 0x00, 0x76, 0x66, mark->index };
	uint8_t got[MAC_LEN] = { 0 };
	int r = in(mark, VIRTIO_PCI_CONFIG_OFF(mark->msix) + at, got, len);

	if (r == 0)
		check(mark, "the MAC address", got, own, at, len);
	return r;
}

static int mac_write(const struct mark *mark, unsigned int at, size_t len)
{
	uint8_t bytes[MAC_LEN];

	memset(bytes, mark->byte, sizeof(bytes));
	return out(mark, VIRTIO_PCI_CONFIG_OFF(mark->msix) + at, bytes, len);
}

/* Any value is valid; the read only has to return. */
static int other_read(const struct mark *mark, struct dice *dice)
{
	static const struct {
		uint8_t at, len;
	} places[] = { { 0, 4 }, { 4, 4 }, { 12, 2 }, { 18, 1 }, { 19, 1 }, { 12, 8 }, { 0, 8 } };
	unsigned int i = dice_roll(dice, ARRAY_SIZE(places));
	uint8_t got[8];

	return in(mark, places[i].at, got, places[i].len);
}

int mark_access(const struct mark *mark, struct dice *dice)
{
	unsigned int at = dice_roll(dice, ADDRESS_LEN);
	uint8_t status;

	switch (dice_roll(dice, 10)) {
	case 0:
		return select_queue(mark, dice_roll(dice, QUEUES));
	case 1:
		return address_write(mark);
	case 2:
		return mac_write(mark, at, dice_roll(dice, MAC_LEN - at) + 1);
	case 3:
		status = dice_roll(dice, STATUS_MAX + 1);
		return out(mark, VIRTIO_PCI_STATUS, &status, 1);
	case 4:
	case 5:
		return other_read(mark, dice);
	case 6:
		return mac_read(mark, at, dice_roll(dice, MAC_LEN - at) + 1);
	case 7:
		return mac_read(mark, 0, MAC_LEN);
	case 8:
		return address_read(mark, at, dice_roll(dice, ADDRESS_LEN - at) + 1);
	}
	return address_read(mark, 0, ADDRESS_LEN);
}

int mark_look(const struct mark *mark)
{
	int r = mac_read(mark, 0, MAC_LEN);

	for (unsigned int i = 0; r == 0 && i < QUEUES; i++) {
		r = address_read(mark, 0, ADDRESS_LEN);
		if (r == 0)
			r = select_queue(mark, QUEUES - 1 - i);
	}
	return r < 0 ? r : mark_config(mark, false);
}

int mark_config(const struct mark *mark, bool write)
{
	uint8_t bytes[4];
	int r;

	memset(bytes, mark->byte, sizeof(bytes));
	if (write)
		return vfio_write(mark->vf, VFIO_PCI_CONFIG_REGION_INDEX, PCI_BASE_ADDRESS_0, bytes,
				  sizeof(bytes));
	r = vfio_read(mark->vf, VFIO_PCI_CONFIG_REGION_INDEX, PCI_BASE_ADDRESS_0, bytes,
		      sizeof(bytes));
	/* The first byte contains the kind and the size of the BAR. */
	if (r == 0)
		check(mark, "BAR0", bytes + 1, NULL, 1, sizeof(bytes) - 1);
	return r;
}
