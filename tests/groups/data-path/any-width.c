// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads of BAR0 at every offset with lengths from 1 to 8, with MSI-X off and on, return the bytes
 * that byte-wise reads of a transitional device return. An access beyond the end of the BAR is
 * refused. Each command to the device covers one field only, and one access of the guest causes at
 * most one read of ISR. Writes of any width change exactly the bytes that they cover.
 */
#include <linux/virtio_net.h>
#include <string.h>

#include "lib/shape.h"
#include "lib/sweep.h"

#define QUEUE 1
#define EVENTS 64

/* Writes fields as a whole and in parts; bytes that are not written keep their values. */
static void writes(struct sweep *s)
{
	const unsigned int mac = oracle_config(&s->oracle);
	const struct {
		unsigned int from, to;
	} spans[] = { { 8, 12 }, { mac, mac + 6 } };
	unsigned int wrong = 0, n = 0;
	uint8_t value = 0x10, got[ORACLE_LEN_MAX], bytes[ORACLE_LEN_MAX];
	struct tap *tap = &s->rig->scene.tap;

	s->wrong_command = 0;
	for (size_t i = 0; i < ARRAY_SIZE(spans); i++) {
		for (unsigned int at = spans[i].from; at < spans[i].to; at++) {
			for (unsigned int len = 1; at + len <= spans[i].to; len++, n++) {
				for (unsigned int b = 0; b < len; b++)
					bytes[b] = value += 7;
				device_trace_clear(s->rig->device);
				wrong += rig_write(s->rig, at, bytes, len) != 0;
				sweep_commands_check(s, 0, 0, false);
				oracle_set(&s->oracle, at, bytes, len);
				wrong += rig_read(s->rig, spans[i].from, got,
						  spans[i].to - spans[i].from) != 0;
				wrong += memcmp(got, s->oracle.byte + spans[i].from,
						spans[i].to - spans[i].from) != 0;
			}
		}
	}
	tap_ok(tap, wrong == 0,
	       "%u writes of Queue Address and MAC change the bytes that they cover", n);
	tap_ok(tap, s->wrong_command == 0, "and each command is for one field");
}

/*
 * Tests a write that spans two fields, and a write of half a notification, which must not notify.
 */
static void writes_across(struct sweep *s)
{
	struct device_event events[EVENTS];
	uint8_t both[8] = { 0x20, 0, 1, 0, 0x44, 0x33, 0x22, 0 }, got[8];
	struct tap *tap = &s->rig->scene.tap;
	size_t n;

	device_trace_clear(s->rig->device);
	tap_returned(tap, rig_write(s->rig, 4, both, 8), 0,
		     "8 bytes across two registers are accepted");
	n = device_trace(s->rig->device, s->rig->index, events, EVENTS);
	tap_ok(tap,
	       n == 2 && events[0].offset == 4 && events[1].offset == 8 &&
		       !memcmp(events[0].written, both, 4) &&
		       !memcmp(events[1].written, both + 4, 4),
	       "one command is sent for each register");
	tap_ok(tap, rig_read(s->rig, 4, got, 8) == 0 && !memcmp(got, both, 8),
	       "and all 8 bytes are read back");
	for (unsigned int at = 16; at < 18; at++) {
		device_do(s->rig->device, "count reset");
		tap_ok(tap,
		       rig_write(s->rig, at, both, 1) <= 0 &&
			       device_doorbells(s->rig->device, s->rig->index, "member", "good") ==
				       0 &&
			       device_doorbells(s->rig->device, s->rig->index, "member", "width") ==
				       0,
		       "half a notification, at %u, does not notify", at);
	}
}

/* Runs all tests on the open VF, and closes it. */
static void all(struct rig *rig)
{
	struct sweep s;

	sweep_begin(&s, rig, ORACLE_NET);
	sweep_prepare(&s, QUEUE, 1u << VIRTIO_NET_F_MAC | 1u << VIRTIO_NET_F_STATUS);
	sweep_reads(&s, false);
	sweep_reads(&s, true);
	sweep_reads(&s, false);
	writes(&s);
	writes_across(&s);
	sweep_end(&s);
}

int main(void)
{
	const struct shape wide = { "four queue pairs and an MTU", 4, 1400 };
	struct rig rig;

	rig_begin_open(&rig, 4);
	all(&rig);
	if (shape_make(&rig, &wide, SCENE_VFS)) {
		device_trace_clear(rig.device);
		rig_open(&rig, 4);
		all(&rig);
		shape_restore(&rig);
	} else {
		tap_skip(&rig.scene.tap, wide.what, "the device does not support this setup");
	}
	return rig_end(&rig);
}
