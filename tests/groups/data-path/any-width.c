// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every (offset, length 1 to 8) of BAR0, with MSI-X off and on, gives what byte-wise reads of a
 * transitional device give; what leaves the BAR is refused. The device sees commands of one field
 * only, and one read of ISR for one access of the guest. The oracle is the specification's table,
 * filled with what was written, what the device itself said, and what its modern interface shows.
 */
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/legacy.h"
#include "client/modern.h"
#include "client/util.h"
#include "lib/oracle.h"
#include "lib/shape.h"

#define QUEUE 1
#define EVENTS 64
#define VECTORS 2

struct sweep {
	struct rig rig;
	struct legacy_dev dev;
	struct oracle oracle;
	struct virtq q;
	unsigned int size;
	unsigned int accesses, wrong_value, wrong_result, wrong_command, wrong_isr;
};

/* What the device said when the driver opened it. */
static uint32_t offered_features(struct rig *rig)
{
	static struct device_event events[EVENTS];
	size_t n = device_trace(rig->device, rig->index, events, EVENTS);
	uint32_t features;

	for (size_t i = 0; i < n && i < EVENTS; i++) {
		if (events[i].op != DEVICE_COMMON_READ || events[i].offset != 0)
			continue;
		memcpy(&features, events[i].result, sizeof(features));
		return le32toh(features);
	}
	tap_must(-ENOENT, "see what features the device offers");
	return 0;
}

static void set(struct sweep *s, unsigned int at, unsigned int len, uint32_t value)
{
	tap_must(legacy_out(&s->dev, at, len, value), "write register %u", at);
	value = htole32(value);
	oracle_set(&s->oracle, at, &value, len);
}

/* Gives every register a value of its own, as far as a device lets itself be given one. */
static void prepare(struct sweep *s)
{
	uint32_t accepted = 1u << VIRTIO_NET_F_MAC | 1u << VIRTIO_NET_F_STATUS;
	struct modern modern;
	uint16_t queue_size;
	uint32_t features;

	tap_must(legacy_reset(&s->dev), "reset the device");
	features = htole32(s->oracle.features);
	oracle_set(&s->oracle, VIRTIO_PCI_HOST_FEATURES, &features, sizeof(features));
	set(s, VIRTIO_PCI_STATUS, 1, VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER);
	set(s, VIRTIO_PCI_GUEST_FEATURES, 4, s->oracle.features & accepted);
	set(s, VIRTIO_PCI_QUEUE_SEL, 2, QUEUE);
	tap_must(modern_find(&modern, &s->rig.vf), "find the modern interface");
	/*
	 * A read of the size makes the selection known to the device, which QUEUE_SEL alone need
	 * not.
	 */
	tap_must(legacy_queue_size(&s->dev, QUEUE, &queue_size), "read the queue's size");
	tap_must(modern_queue_size(&modern, &queue_size), "read the queue's size");
	queue_size = htole16(queue_size);
	oracle_set(&s->oracle, VIRTIO_PCI_QUEUE_NUM, &queue_size, sizeof(queue_size));
	tap_must(virtq_alloc(&s->q, &s->rig.vf, QUEUE, le16toh(queue_size)), "make a queue");
	set(s, VIRTIO_PCI_QUEUE_PFN, 4, s->q.mem.iova >> VIRTIO_PCI_QUEUE_ADDR_SHIFT);
}

/* The configuration by the modern interface, at the place of the layout that is in force. */
static void prepare_layout(struct sweep *s, bool msix)
{
	const int fds[VECTORS] = { eventfd(0, EFD_CLOEXEC), eventfd(0, EFD_CLOEXEC) };
	unsigned int config;
	struct modern modern;
	uint8_t bytes[12];

	if (msix != s->dev.msix)
		tap_must(legacy_msix(&s->dev, fds, msix ? VECTORS : 0), "switch MSI-X");
	close(fds[0]);
	close(fds[1]);
	s->oracle.msix = msix;
	config = oracle_config(&s->oracle);
	memset(s->oracle.byte + 20, 0, ORACLE_BYTES - 20);
	if (msix) {
		set(s, VIRTIO_MSI_CONFIG_VECTOR, 2, 0);
		set(s, VIRTIO_MSI_QUEUE_VECTOR, 2, 1);
	}
	tap_must(modern_find(&modern, &s->rig.vf), "find the modern interface");
	for (unsigned int at = 0; at < sizeof(bytes); at++) {
		struct oracle_field field;

		if (!oracle_field(&s->oracle, config + at, &field))
			continue;
		tap_must(modern_config(&modern, at, bytes + at, 1), "read config byte %u", at);
		oracle_set(&s->oracle, config + at, bytes + at, 1);
	}
	/* Reading Queue Notify has no meaning: as long as all widths agree, any value will do. */
	for (unsigned int at = 16; at < 18; at++)
		tap_must(rig_read(&s->rig, at, s->oracle.byte + at, 1), "read byte %u", at);
}

static void commands_check(struct sweep *s, unsigned int at, unsigned int len, bool refused)
{
	static struct device_event events[EVENTS];
	size_t n = device_trace(s->rig.device, s->rig.index, events, EVENTS);
	unsigned int isr = 0, wrong = 0;

	for (size_t i = 0; i < n && i < EVENTS; i++) {
		wrong += refused || !oracle_allows(&s->oracle, &events[i]) || events[i].status;
		isr += events[i].op == DEVICE_COMMON_READ && events[i].offset == 19;
	}
	if (wrong || n > EVENTS) {
		s->wrong_command++;
		tap_note("%u@%u: %u of %zu commands are not of one field", len, at, wrong, n);
	}
	s->wrong_isr += isr != (!refused && at <= 19 && at + len > 19);
}

static void try(struct sweep *s, unsigned int at, unsigned int len)
{
	uint8_t got[ORACLE_LEN_MAX] = { 0 };
	bool outside = at + len > s->size;
	int r;

	device_trace_clear(s->rig.device);
	r = rig_read(&s->rig, at, got, len);
	s->accesses++;
	if (r != (outside ? -EINVAL : 0)) {
		s->wrong_result++;
		tap_note("%u@%u: %s", len, at, r ? strerror(-r) : "no error");
	} else if (!outside && memcmp(got, s->oracle.byte + at, len)) {
		s->wrong_value++;
		for (unsigned int i = 0; i < len; i++)
			tap_note("%u@%u, byte %u: 0x%02x, not 0x%02x", len, at, at + i, got[i],
				 s->oracle.byte[at + i]);
	}
	commands_check(s, at, len, outside);
}

static void sweep(struct sweep *s, bool msix)
{
	const char *mode = msix ? "MSI-X on" : "MSI-X off";
	struct tap *tap = &s->rig.scene.tap;
	unsigned int before = s->accesses;

	prepare_layout(s, msix);
	s->wrong_value = s->wrong_result = s->wrong_command = s->wrong_isr = 0;
	for (unsigned int at = 0; at < s->size + ORACLE_LEN_MAX; at++) {
		for (unsigned int len = 1; len <= ORACLE_LEN_MAX; len++)
			try(s, at, len);
	}
	tap_note("%s: %u accesses", mode, s->accesses - before);
	tap_ok(tap, s->wrong_value == 0, "%s: every access reads what its bytes read", mode);
	tap_ok(tap, s->wrong_result == 0, "%s: inside the BAR all are taken, beyond it none", mode);
	tap_ok(tap, s->wrong_command == 0, "%s: the device sees commands of one field only", mode);
	tap_ok(tap, s->wrong_isr == 0, "%s: ISR is read once where it is covered, else not", mode);
}

/* Any width, as a whole and in parts: what was not written stays. */
static void writes(struct sweep *s)
{
	const unsigned int mac = oracle_config(&s->oracle);
	const struct {
		unsigned int from, to;
	} spans[] = { { 8, 12 }, { mac, mac + 6 } };
	unsigned int wrong = 0, n = 0;
	uint8_t value = 0x10, got[ORACLE_LEN_MAX], bytes[ORACLE_LEN_MAX];
	struct tap *tap = &s->rig.scene.tap;

	s->wrong_command = 0;
	for (size_t i = 0; i < ARRAY_SIZE(spans); i++) {
		for (unsigned int at = spans[i].from; at < spans[i].to; at++) {
			for (unsigned int len = 1; at + len <= spans[i].to; len++, n++) {
				for (unsigned int b = 0; b < len; b++)
					bytes[b] = value += 7;
				device_trace_clear(s->rig.device);
				wrong += rig_write(&s->rig, at, bytes, len) != 0;
				commands_check(s, 0, 0, false);
				oracle_set(&s->oracle, at, bytes, len);
				wrong += rig_read(&s->rig, spans[i].from, got,
						  spans[i].to - spans[i].from) != 0;
				wrong += memcmp(got, s->oracle.byte + spans[i].from,
						spans[i].to - spans[i].from) != 0;
			}
		}
	}
	tap_ok(tap, wrong == 0, "%u writes of Queue Address and MAC change what they cover", n);
	tap_ok(tap, s->wrong_command == 0, "and are commands of one field");
}

/* One access over two fields, and one that may not reach the doorbell as something else. */
static void writes_across(struct sweep *s)
{
	struct device_event events[EVENTS];
	uint8_t both[8] = { 0x20, 0, 1, 0, 0x44, 0x33, 0x22, 0 }, got[8];
	struct tap *tap = &s->rig.scene.tap;
	size_t n;

	device_trace_clear(s->rig.device);
	tap_returned(tap, rig_write(&s->rig, 4, both, 8), 0,
		     "8 bytes over two registers are taken");
	n = device_trace(s->rig.device, s->rig.index, events, EVENTS);
	tap_ok(tap,
	       n == 2 && events[0].offset == 4 && events[1].offset == 8 &&
		       !memcmp(events[0].written, both, 4) &&
		       !memcmp(events[1].written, both + 4, 4),
	       "as one command for each, with its bytes");
	tap_ok(tap, rig_read(&s->rig, 4, got, 8) == 0 && !memcmp(got, both, 8),
	       "and read back as one");
	for (unsigned int at = 16; at < 18; at++) {
		device_do(s->rig.device, "count reset");
		tap_ok(tap,
		       rig_write(&s->rig, at, both, 1) <= 0 &&
			       device_bells(s->rig.device, s->rig.index, "member", "good") == 0 &&
			       device_bells(s->rig.device, s->rig.index, "member", "width") == 0,
		       "half a notification, at %u, is no notification", at);
	}
}

/* The whole of one VF; it is closed at the end. */
static void all(struct sweep *s)
{
	s->size = rig_bar0_size(&s->rig);
	legacy_init(&s->dev, &s->rig.vf);
	s->oracle = (struct oracle){ .features = offered_features(&s->rig) };
	tap_ok(&s->rig.scene.tap, s->size == oracle_bar0_size(s->oracle.features),
	       "BAR0 has the size that the offered features ask for: %u", s->size);
	prepare(s);
	sweep(s, false);
	sweep(s, true);
	sweep(s, false);
	writes(s);
	writes_across(s);
	legacy_reset(&s->dev);
	virtq_free(&s->q, &s->rig.vf);
	rig_close(&s->rig);
}

int main(void)
{
	const struct shape wide = { "four queue pairs and an MTU", 4, 1400 };
	struct sweep s = { 0 };

	rig_begin_open(&s.rig, 4);
	all(&s);
	if (shape_make(&s.rig, &wide, SCENE_VFS)) {
		device_trace_clear(s.rig.device);
		rig_open(&s.rig, 4);
		all(&s);
		shape_restore(&s.rig);
	} else {
		tap_skip(&s.rig.scene.tap, wide.what, "the device can not be made so");
	}
	return rig_end(&s.rig);
}
