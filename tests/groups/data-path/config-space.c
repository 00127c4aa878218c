// SPDX-License-Identifier: GPL-2.0-only
/*
 * The config space of a transitional device: the bytes that differ from vfio-pci's are correct at
 * every width, and writes to them behave as PCI requires. A write that fails changes nothing. All
 * other bytes are equal to vfio-pci's. (virtio 1.3 section 4.1.2.3; PCI Local Bus 3.0 section
 * 6.2.5.1 for the sizing of BARs.)
 */
#include <linux/pci_regs.h>
#include <string.h>
#include <sys/mman.h>

#include "client/util.h"
#include "lib/rig.h"

#define HEADER 64

struct range {
	unsigned int at, len;
};

/* Ranges that differ between a transitional device and its native VF. */
static const struct range different[] = {
	{ PCI_DEVICE_ID, 2 },	 { PCI_REVISION_ID, 1 },   { PCI_BASE_ADDRESS_0, 4 },
	{ PCI_SUBSYSTEM_ID, 2 },
};

static bool may_differ(unsigned int at)
{
	for (size_t i = 0; i < ARRAY_SIZE(different); i++) {
		if (at >= different[i].at && at < different[i].at + different[i].len)
			return true;
	}
	return false;
}

static void whole(const char *bdf, const char *driver, uint8_t config[static VFIO_CONFIG_SIZE])
{
	struct vfio_vf vf;

	tap_must(bind_to(bdf, driver, NULL), "bind %s to %s", bdf, driver);
	scene_open(&vf, bdf);
	tap_must(vfio_read(&vf, VFIO_PCI_CONFIG_REGION_INDEX, 0, config, VFIO_CONFIG_SIZE),
		 "read the config space");
	vfio_detach(&vf);
}

static void compare(struct rig *rig)
{
	static uint8_t plain[VFIO_CONFIG_SIZE], ours[VFIO_CONFIG_SIZE];
	unsigned int wrong = 0, same = 0;
	struct vfv_vf state;
	struct vfio_vf vf;

	rig_close(rig);
	whole(rig->bdf, "vfio-pci", plain);
	tap_must(bind_to(rig->bdf, BIND_DRIVER, NULL), "bind %s", rig->bdf);
	tap_must(scene_wait_decided(&rig->scene, rig->bdf, &state), "get a decision");
	scene_open(&vf, rig->bdf);
	tap_must(vfio_read(&vf, VFIO_PCI_CONFIG_REGION_INDEX, 0, ours, sizeof(ours)),
		 "read the config space");
	vfio_detach(&vf);
	for (unsigned int at = 0; at < VFIO_CONFIG_SIZE; at++) {
		same += plain[at] == ours[at] && plain[at];
		if (plain[at] == ours[at] || may_differ(at))
			continue;
		wrong++;
		tap_note("byte 0x%03x: vfio-pci 0x%02x, vfiov 0x%02x", at, plain[at], ours[at]);
	}
	tap_ok(&rig->scene.tap, wrong == 0 && same > HEADER / 2,
	       "all but ids, revision, BAR0 and pin equals vfio-pci, %u bytes are not zero", same);
	rig_open_again(rig);
}

/* Compares reads of every width at every offset of the header with its bytes. */
static void widths(struct rig *rig)
{
	static const uint8_t ids[] = { 0xf4, 0x1a, 0x00, 0x10 };
	uint8_t byte[HEADER + 8], got[8];
	unsigned int wrong = 0;

	for (unsigned int at = 0; at < sizeof(byte); at++)
		tap_must(rig_config_read(rig, at, byte + at, 1), "read config byte %u", at);
	for (unsigned int at = 0; at < HEADER; at++) {
		for (unsigned int len = 1; len <= sizeof(got); len++) {
			if (rig_config_read(rig, at, got, len) == 0 && !memcmp(got, byte + at, len))
				continue;
			wrong++;
			tap_note("%u@0x%02x differs from its bytes", len, at);
		}
	}
	tap_ok(&rig->scene.tap, wrong == 0, "all widths agree at all offsets of the header");
	tap_ok(&rig->scene.tap, !memcmp(byte, ids, 4), "the ids are 1af4:1000");
	tap_ok(&rig->scene.tap, byte[PCI_REVISION_ID] == 0, "the revision is 0");
	tap_ok(&rig->scene.tap, byte[PCI_SUBSYSTEM_ID] == 1 && byte[PCI_SUBSYSTEM_ID + 1] == 0,
	       "the subsystem id is 1");
}

static uint32_t bar0(struct rig *rig)
{
	uint32_t value;

	tap_must(rig_config_read(rig, PCI_BASE_ADDRESS_0, &value, 4), "read BAR0");
	return le32toh(value);
}

static void bar0_write(struct rig *rig, unsigned int at, unsigned int len, uint32_t value)
{
	value = htole32(value);
	tap_must(rig_config_write(rig, PCI_BASE_ADDRESS_0 + at, &value, len), "write BAR0");
}

static void sizing(struct rig *rig)
{
	const uint32_t ones = ~(rig_bar0_size(rig) - 1) | PCI_BASE_ADDRESS_SPACE_IO;
	struct tap *tap = &rig->scene.tap;

	for (unsigned int len = 1; len <= 4; len *= 2) {
		bar0_write(rig, 0, 4, 0);
		for (unsigned int at = 0; at < 4; at += len)
			bar0_write(rig, at, len, UINT32_MAX);
		tap_ok(tap, bar0(rig) == ones, "ones written %u bytes at a time size BAR0: 0x%08x",
		       len, bar0(rig));
	}
	bar0_write(rig, 0, 4, 0x1234c000);
	tap_ok(tap, bar0(rig) == 0x1234c001, "an address is stored, with the I/O bit");
	bar0_write(rig, 2, 2, 0xffff);
	tap_ok(tap, bar0(rig) == 0xffffc001,
	       "a write of the upper half does not change the lower half");
	bar0_write(rig, 1, 1, 0x5a);
	tap_ok(tap, bar0(rig) == 0xffff5a01, "a write of one byte does not change the others");
	bar0_write(rig, 1, 2, 0x3412);
	tap_ok(tap, bar0(rig) == 0xff341201, "an unaligned write works, too");
	bar0_write(rig, 0, 1, 0xff);
	tap_ok(tap, bar0(rig) == (0xff341201 | (ones & 0xff)), "the low bits are read-only");
}

static bool io_on(struct rig *rig)
{
	uint16_t command;
	uint8_t low, both[4];
	uint32_t features;

	tap_must(rig_config_read(rig, PCI_COMMAND, &command, 2), "read the command register");
	tap_must(rig_config_read(rig, PCI_COMMAND, &low, 1), "read the command register");
	tap_must(rig_config_read(rig, PCI_COMMAND - 1, both, 4), "read around it");
	if ((le16toh(command) & 0xff) != low || both[1] != low)
		tap_must(-EIO, "read the same command register at all widths");
	if (!!(low & PCI_COMMAND_IO) != (rig_read(rig, 0, &features, 4) == 0))
		tap_must(-EIO, "check that BAR0 decodes as the command register says");
	return low & PCI_COMMAND_IO;
}

static void command(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	const uint8_t off[4] = { 0 }, on[4] = { PCI_COMMAND_IO };

	for (unsigned int len = 1; len <= 4; len *= 2) {
		bool after_off, after_on;

		tap_must(rig_config_write(rig, PCI_COMMAND, off, len), "write the register");
		after_off = io_on(rig);
		tap_must(rig_config_write(rig, PCI_COMMAND, on, len), "write the register");
		after_on = io_on(rig);
		tap_ok(tap, !after_off && after_on, "%u bytes turn I/O decoding off and on", len);
	}
	tap_must(rig_config_write(rig, PCI_COMMAND + 1, "\x00", 1), "write its upper byte");
	tap_ok(tap, io_on(rig), "a write of its upper byte does not turn I/O decoding off");
}

/* The buffer ends directly before an unmapped page. */
static void failed_write(struct rig *rig)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	struct tap *tap = &rig->scene.tap;
	/* From the command register through BAR0 and a BAR that vfio-pci-core handles. */
	const unsigned int len = PCI_BASE_ADDRESS_2 - PCI_COMMAND;
	unsigned int wrong = 0, failed = 0;
	uint8_t *buf;
	uint32_t old;

	tap_must(pci_command(&rig->vf, 0, PCI_COMMAND_IO), "turn I/O decoding off");
	bar0_write(rig, 0, 4, 0xc000);
	old = bar0(rig);
	buf = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	tap_must(buf == MAP_FAILED ? -errno : 0, "get memory");
	tap_must(util_errno(munmap(buf + page, page)), "unmap half of it");
	memset(buf, 0xff, page);
	for (unsigned int there = 0; there < len; there++) {
		failed += pwrite(rig->vf.device, buf + page - there, len,
				 rig->vf.region[VFIO_PCI_CONFIG_REGION_INDEX].offset +
					 PCI_COMMAND) < 0;
		wrong += io_on(rig) || bar0(rig) != old;
	}
	tap_ok(tap, failed == len && wrong == 0,
	       "a write that fails after any number of bytes changes neither decoding nor BAR0");
	munmap(buf, page);
	rig_decode(rig);
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 8);
	widths(&rig);
	sizing(&rig);
	command(&rig);
	failed_write(&rig);
	compare(&rig);
	return rig_end(&rig);
}
