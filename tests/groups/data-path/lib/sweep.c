// SPDX-License-Identifier: GPL-2.0-only
#include "sweep.h"

#include <linux/virtio_config.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/modern.h"
#include "client/util.h"

#define EVENTS 64
#define VECTORS 2
#define NOTES_MAX 20

/* Returns the features that the device offered when the driver opened it. */
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
	tap_must(-ENOENT, "read the features that the device offers");
	return 0;
}

static void set(struct sweep *s, unsigned int at, unsigned int len, uint32_t value)
{
	tap_must(legacy_out(&s->dev, at, len, value), "write register %u", at);
	value = htole32(value);
	oracle_set(&s->oracle, at, &value, len);
}

void sweep_begin(struct sweep *s, struct rig *rig, enum oracle_type type)
{
	*s = (struct sweep){ .rig = rig, .size = rig_bar0_size(rig) };
	legacy_init(&s->dev, &rig->vf);
	s->oracle.type = type;
	s->oracle.features = offered_features(rig);
	tap_ok(&rig->scene.tap, s->size == oracle_bar0_size(&s->oracle),
	       "BAR0 has the size that the offered features require: %u", s->size);
}

void sweep_prepare(struct sweep *s, unsigned int queue, uint32_t accepted)
{
	struct modern modern;
	uint16_t queue_size;
	uint32_t features;

	tap_must(legacy_reset(&s->dev), "reset the device");
	features = htole32(s->oracle.features);
	oracle_set(&s->oracle, VIRTIO_PCI_HOST_FEATURES, &features, sizeof(features));
	set(s, VIRTIO_PCI_STATUS, 1, VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER);
	set(s, VIRTIO_PCI_GUEST_FEATURES, 4, s->oracle.features & accepted);
	set(s, VIRTIO_PCI_QUEUE_SEL, 2, queue);
	tap_must(modern_find(&modern, &s->rig->vf), "find the modern interface");
	/* QUEUE_SEL must reach the device only before an access that depends on it. */
	tap_must(legacy_queue_size(&s->dev, queue, &queue_size), "read the queue's size");
	tap_must(modern_queue_size(&modern, &queue_size), "read the queue's size");
	queue_size = htole16(queue_size);
	oracle_set(&s->oracle, VIRTIO_PCI_QUEUE_NUM, &queue_size, sizeof(queue_size));
	tap_must(virtq_alloc(&s->q, &s->rig->vf, queue, le16toh(queue_size)), "make a queue");
	set(s, VIRTIO_PCI_QUEUE_PFN, 4, s->q.mem.iova >> VIRTIO_PCI_QUEUE_ADDR_SHIFT);
}

/* Reads the configuration through the modern interface, at the offset of the current layout. */
static void prepare_layout(struct sweep *s, bool msix)
{
	const int fds[VECTORS] = { eventfd(0, EFD_CLOEXEC), eventfd(0, EFD_CLOEXEC) };
	unsigned int config;
	struct modern modern;
	uint8_t byte;

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
	tap_must(modern_find(&modern, &s->rig->vf), "find the modern interface");
	for (unsigned int at = 0; config + at < ORACLE_BYTES; at++) {
		struct oracle_field field;

		if (!oracle_field(&s->oracle, config + at, &field))
			continue;
		tap_must(modern_config(&modern, at, &byte, 1), "read config byte %u", at);
		oracle_set(&s->oracle, config + at, &byte, 1);
	}
	/*
	 * A read of Queue Notify is not defined; any value is correct if all widths agree.
	 */
	for (unsigned int at = 16; at < 18; at++)
		tap_must(rig_read(s->rig, at, s->oracle.byte + at, 1), "read byte %u", at);
}

void sweep_commands_check(struct sweep *s, unsigned int at, unsigned int len, bool refused)
{
	static struct device_event events[EVENTS];
	size_t n = device_trace(s->rig->device, s->rig->index, events, EVENTS);
	unsigned int isr = 0, wrong = 0;

	for (size_t i = 0; i < n && i < EVENTS; i++) {
		wrong += refused || !oracle_allows(&s->oracle, &events[i]) || events[i].status;
		isr += events[i].op == DEVICE_COMMON_READ && events[i].offset == 19;
	}
	if (wrong || n > EVENTS) {
		s->wrong_command++;
		if (s->notes++ < NOTES_MAX)
			tap_note("%u@%u: %u of %zu commands are not for a single field", len, at,
				 wrong, n);
	}
	s->wrong_isr += isr != (!refused && at <= 19 && at + len > 19);
}

static void try(struct sweep *s, unsigned int at, unsigned int len)
{
	uint8_t got[ORACLE_LEN_MAX] = { 0 };
	bool outside = at + len > s->size;
	int r;

	device_trace_clear(s->rig->device);
	r = rig_read(s->rig, at, got, len);
	s->accesses++;
	if (r != (outside ? -EINVAL : 0)) {
		s->wrong_result++;
		if (s->notes++ < NOTES_MAX)
			tap_note("%u@%u: %s", len, at, r ? strerror(-r) : "no error");
	} else if (!outside && memcmp(got, s->oracle.byte + at, len)) {
		s->wrong_value++;
		for (unsigned int i = 0; i < len && s->notes++ < NOTES_MAX; i++)
			tap_note("%u@%u, byte %u: 0x%02x, not 0x%02x", len, at, at + i, got[i],
				 s->oracle.byte[at + i]);
	}
	sweep_commands_check(s, at, len, outside);
}

void sweep_reads(struct sweep *s, bool msix)
{
	const char *mode = msix ? "MSI-X on" : "MSI-X off";
	struct tap *tap = &s->rig->scene.tap;
	unsigned int before = s->accesses;

	prepare_layout(s, msix);
	s->wrong_value = s->wrong_result = s->wrong_command = s->wrong_isr = s->notes = 0;
	for (unsigned int at = 0; at < s->size + ORACLE_LEN_MAX; at++) {
		for (unsigned int len = 1; len <= ORACLE_LEN_MAX; len++)
			try(s, at, len);
	}
	tap_note("%s: %u accesses", mode, s->accesses - before);
	tap_ok(tap, s->wrong_value == 0, "%s: every access reads the same as its single bytes",
	       mode);
	tap_ok(tap, s->wrong_result == 0,
	       "%s: all accesses inside the BAR succeed, and none beyond it", mode);
	tap_ok(tap, s->wrong_command == 0, "%s: each command is for a single field", mode);
	tap_ok(tap, s->wrong_isr == 0,
	       "%s: ISR is read once if it is covered, otherwise not at all", mode);
}

void sweep_end(struct sweep *s)
{
	legacy_reset(&s->dev);
	virtq_free(&s->q, &s->rig->vf);
	rig_close(s->rig);
}
