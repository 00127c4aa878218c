// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access time of two registers of BAR0: one that the device must answer, and one that the driver
 * caches. Two VFs are open at the same time, one with each driver. They take turns and are swapped
 * after each round.
 *
 * Our driver passes each command to a worker, so that a waiting process can be killed. Therefore
 * the time of a switch to another task and back is also measured. One register is also measured on
 * a device that takes a millisecond per command, because a real device takes time and the emulated
 * one does not.
 */
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/virtio_pci.h>
#include <sys/eventfd.h>

#include "client/legacy.h"
#include "figure.h"
#include "handover.h"

#define ROUNDS 12
#define TURNS 10
#define ACCESSES 24

static const struct {
	const char *what;
	uint8_t at, len;
	bool write;
	uint32_t value;
} cases[] = {
	{ "asked: driver features, read", VIRTIO_PCI_GUEST_FEATURES, 4 },
	{ "asked: driver features, write", VIRTIO_PCI_GUEST_FEATURES, 4, true,
	  1u << VIRTIO_NET_F_MAC },
	{ "asked: device status, write", VIRTIO_PCI_STATUS, 1, true, VIRTIO_CONFIG_S_ACKNOWLEDGE },
	{ "asked: ISR, read", VIRTIO_PCI_ISR, 1 },
	{ "asked: config vector, read", VIRTIO_MSI_CONFIG_VECTOR, 2 },
	{ "asked: config vector, write", VIRTIO_MSI_CONFIG_VECTOR, 2, true, 0 },
	{ "asked: queue vector, read", VIRTIO_MSI_QUEUE_VECTOR, 2 },
	{ "asked: link status, read",
	  VIRTIO_PCI_CONFIG_OFF(true) + offsetof(struct virtio_net_config, status), 2 },
	{ "known: device features, read", VIRTIO_PCI_HOST_FEATURES, 4 },
	{ "known: queue size, read", VIRTIO_PCI_QUEUE_NUM, 2 },
	{ "known: queue address, read", VIRTIO_PCI_QUEUE_PFN, 4 },
	{ "known: device status, read", VIRTIO_PCI_STATUS, 1 },
	{ "known: queue select, write", VIRTIO_PCI_QUEUE_SEL, 2, true, 0 },
};

struct side {
	enum figure_driver driver;
	struct vfio_vf vf;
	struct legacy_dev dev;
	struct samples samples[ARRAY_SIZE(cases)];
	struct samples late;
};

static void access_once(struct side *side, size_t i)
{
	uint32_t value = cases[i].value;
	uint64_t start = util_now_ns();
	int r;

	if (cases[i].write)
		r = legacy_out(&side->dev, cases[i].at, cases[i].len, value);
	else
		r = legacy_in(&side->dev, cases[i].at, cases[i].len, &value);
	samples_add(&side->samples[i], util_now_ns() - start);
	tap_must(r, "access %s", cases[i].what);
}

static void read_late(struct figure *figure, struct side sides[static 2])
{
	uint32_t value;
	uint64_t start;

	device_do(figure->rig.device, "fault add delay=1");
	for (unsigned int i = 0; i < 2 * ACCESSES; i++) {
		start = util_now_ns();
		tap_must(legacy_in(&sides[i % 2].dev, VIRTIO_PCI_ISR, 1, &value), "read the ISR");
		samples_add(&sides[i % 2].late, util_now_ns() - start);
	}
	device_do(figure->rig.device, "fault clear");
}

/* Resets the device to the state before a driver sets up its queues. */
static void begin(struct figure *figure, struct side *side, unsigned int index, int fd)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		side->samples[i].n = 0;
	side->late.n = 0;
	figure_open(figure, side->driver, index, &side->vf);
	legacy_init(&side->dev, &side->vf);
	tap_must(legacy_reset(&side->dev), "reset the device");
	tap_must(legacy_status_add(&side->dev, VIRTIO_CONFIG_S_ACKNOWLEDGE), "set a status");
	tap_must(legacy_msix(&side->dev, &fd, 1), "enable MSI-X");
}

static void end(struct figure *figure, struct side *side, unsigned int round)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		figure_observe(figure, figure_driver_label(side->driver), round, &side->samples[i],
			       "%s", cases[i].what);
	figure_observe(figure, figure_driver_label(side->driver), round, &side->late,
		       "asked, a command takes 1 ms: ISR, read");
	vfio_detach(&side->vf);
}

static void hand_over(struct samples *samples)
{
	struct handover handover;

	handover_start(&handover);
	for (unsigned int i = 0; i < ACCESSES; i++)
		samples_add(samples, handover_once(&handover));
	handover_stop(&handover);
}

int main(void)
{
	static struct side sides[] = { { FIGURE_OURS }, { FIGURE_UPSTREAM } };
	static struct samples switches;
	int fd = eventfd(0, EFD_CLOEXEC);
	struct figure figure;

	figure_begin(&figure, "bar0");
	for (unsigned int round = 0; round < ROUNDS; round++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			begin(&figure, &sides[i], (i + round) % 2, fd);
		figure_pin(round / 2);
		switches.n = 0;
		for (unsigned int turn = 0; turn < TURNS; turn++) {
			hand_over(&switches);
			for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
				for (unsigned int k = 0; k < 2 * ACCESSES; k++)
					access_once(&sides[k / ACCESSES], i);
		}
		read_late(&figure, sides);
		figure_pin(-1);
		for (unsigned int i = 0; i < ARRAY_SIZE(sides); i++)
			end(&figure, &sides[i], round);
		figure_observe(&figure, "threads", round, &switches,
			       "a handover to another thread and back");
	}
	return figure_end(&figure);
}
