// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes that the device does not return read as zero, and data that one user of a VF has read or
 * written never reaches the next user, neither after close and open nor after either kind of reset.
 * The device's answers are too short, so any nonzero byte is an old one.
 */
#include <linux/pci_regs.h>
#include <string.h>

#include "client/legacy.h"
#include "client/modern.h"
#include "client/util.h"
#include "lib/oracle.h"
#include "lib/rig.h"

#define PATTERN 0x5a
#define DRIVER_FEATURES 4
#define QUEUE_ADDRESS 8

/* Writes nonzero bytes to all writable registers, and reads all registers. */
static void fill_registers(struct rig *rig)
{
	uint8_t bytes[ORACLE_BYTES], pattern[8];
	unsigned int size = rig_bar0_size(rig);

	memset(pattern, PATTERN, sizeof(pattern));
	tap_must(rig_write(rig, 18, "\x03", 1), "write the status");
	tap_must(rig_read(rig, 0, bytes, 4), "read the features");
	tap_must(rig_write(rig, DRIVER_FEATURES, bytes, 4), "write the features");
	tap_must(rig_write(rig, 14, "\x01\x00", 2), "select a queue");
	tap_must(rig_write(rig, QUEUE_ADDRESS, pattern, 4), "write a queue's address");
	for (unsigned int at = 0; at < size; at += 4)
		tap_must(rig_read(rig, at, bytes + at, 4), "read %u", at);
	if (memcmp(bytes + QUEUE_ADDRESS, pattern, 4) || !bytes[20] || !bytes[12] + !bytes[13] == 2)
		tap_must(-EIO, "check that the registers hold the written values");
}

/* Makes the device return only the status of a read, and no byte of the value. */
static void answer_nothing(struct rig *rig)
{
	device_do(rig->device, "fault add vf=%u op=%d short=0", rig->index, DEVICE_COMMON_READ);
	device_do(rig->device, "fault add vf=%u op=%d short=0", rig->index, DEVICE_CONFIG_READ);
}

/* Reads all registers at every width, and counts old bytes. */
static unsigned int old_bytes(struct rig *rig)
{
	unsigned int size = rig_bar0_size(rig), old = 0;

	for (unsigned int len = 1; len <= ORACLE_LEN_MAX; len *= 2) {
		for (unsigned int at = 0; at + len <= size; at += len) {
			uint8_t got[ORACLE_LEN_MAX];

			memset(got, 0, sizeof(got));
			tap_must(rig_read(rig, at, got, len), "read %u at %u", len, at);
			for (unsigned int i = 0; i < len; i++) {
				if (!got[i])
					continue;
				old++;
				tap_note("%u@%u: byte %u is 0x%02x", len, at, at + i, got[i]);
			}
		}
	}
	return old;
}

static void short_answers(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t whole[4], got[8], mac[6];

	fill_registers(rig);
	tap_must(rig_read(rig, DRIVER_FEATURES, whole, 4), "read the driver's features");
	for (unsigned int n = 0; n < 4; n++) {
		device_do(rig->device, "fault add vf=%u op=%d offset=%d short=%u times=1",
			  rig->index, DEVICE_COMMON_READ, DRIVER_FEATURES, n);
		memset(got, 0xff, sizeof(got));
		tap_must(rig_read(rig, DRIVER_FEATURES, got, 4), "read the driver's features");
		tap_ok(tap, !memcmp(got, whole, n) && !memcmp(got + n, "\0\0\0\0", 4 - n),
		       "%u bytes of a 4-byte register are returned, the others are zero", n);
	}
	device_do(rig->device, "fault clear");
	tap_must(rig_read(rig, 20, mac, 6), "read the MAC address");
	for (unsigned int n = 0; n < 6; n += 5) {
		util_sleep_ms(200);
		device_do(rig->device, "fault add vf=%u op=%d offset=0 short=%u times=1",
			  rig->index, DEVICE_CONFIG_READ, n);
		memset(got, 0xff, sizeof(got));
		tap_must(rig_read(rig, 20, got, 6), "read the MAC address");
		tap_ok(tap, !memcmp(got, mac, n) && !memcmp(got + n, "\0\0\0\0\0\0", 6 - n),
		       "%u bytes of a MAC address are returned, the others are zero", n);
	}
	device_do(rig->device, "fault clear");
}

static void after_open(struct rig *rig)
{
	fill_registers(rig);
	rig_close(rig);
	answer_nothing(rig);
	rig_open_again(rig);
	tap_ok(&rig->scene.tap, old_bytes(rig) == 0, "after close and open every byte is zero");
	device_do(rig->device, "fault clear");
	rig_close(rig);
	rig_open_again(rig);
}

static void after_reset(struct rig *rig)
{
	fill_registers(rig);
	answer_nothing(rig);
	tap_must(vfio_reset(&rig->vf), "reset the function");
	rig_decode(rig);
	tap_ok(&rig->scene.tap, old_bytes(rig) == 0, "after VFIO_DEVICE_RESET every byte is zero");
	device_do(rig->device, "fault clear");
}

static void after_flr(struct rig *rig)
{
	unsigned int cap;
	uint16_t control;

	fill_registers(rig);
	answer_nothing(rig);
	tap_must(modern_capability(&rig->vf, PCI_CAP_ID_EXP, &cap), "find the capability");
	tap_must(rig_config_read(rig, cap + PCI_EXP_DEVCTL, &control, 2), "read Device Control");
	control |= htole16(PCI_EXP_DEVCTL_BCR_FLR);
	tap_must(rig_config_write(rig, cap + PCI_EXP_DEVCTL, &control, 2), "write Device Control");
	rig_decode(rig);
	tap_ok(&rig->scene.tap, old_bytes(rig) == 0,
	       "after an FLR through config space every byte is zero");
	device_do(rig->device, "fault clear");
}

/* Tests two users of one VF with a device that answers correctly. */
static void next_user(struct rig *rig)
{
	uint8_t got[4];

	fill_registers(rig);
	rig_close(rig);
	rig_open_again(rig);
	tap_must(rig_read(rig, QUEUE_ADDRESS, got, 4), "read the queue's address");
	tap_ok(&rig->scene.tap, !memcmp(got, "\0\0\0\0", 4),
	       "the next user does not see the previous user's queue address");
	tap_must(rig_read(rig, 12, got, 4), "read the selection");
	tap_ok(&rig->scene.tap, !got[2] && !got[3], "nor the queue that it had selected");
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 6);
	short_answers(&rig);
	after_open(&rig);
	after_reset(&rig);
	after_flr(&rig);
	next_user(&rig);
	return rig_end(&rig);
}
