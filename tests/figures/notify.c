// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time of a kick: by a write to Queue Notify, and by a signal of an eventfd that is connected to
 * it. The lower bound is a store of the same width to the doorbell itself, mapped into this
 * process. The signal is a system call. It is also measured alone, because under KVM the hypervisor
 * signals. vfio-pci with the same doorbell shows the cost of VFIO's path from an eventfd to a
 * store.
 */
#include <linux/virtio_pci.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>

#include "client/legacy.h"
#include "figure.h"

#define ROUNDS 12
#define TURNS 10
#define KICKS 40
#define QUEUE 1

struct kicks {
	struct legacy_dev ours, upstream;
	struct vfio_vf ours_vf, upstream_vf, plain_vf;
	int tied, plain, alone; /* eventfds */
	unsigned int bar;	/* the VF's BAR that contains the doorbell */
	uint64_t offset;
	volatile uint16_t *doorbell;
	void *map; /* mapping of that BAR; keeps the VF open */
	size_t map_size;
};

static void by_ours(struct kicks *k)
{
	tap_must(legacy_out(&k->ours, VIRTIO_PCI_QUEUE_NOTIFY, 2, QUEUE), "kick");
}

static void by_upstream(struct kicks *k)
{
	tap_must(legacy_out(&k->upstream, VIRTIO_PCI_QUEUE_NOTIFY, 2, QUEUE), "kick");
}

static void by_signal(struct kicks *k)
{
	tap_must(util_errno(eventfd_write(k->tied, 1)), "signal");
}

static void by_plain(struct kicks *k)
{
	tap_must(util_errno(eventfd_write(k->plain, 1)), "signal");
}

static void signal_alone(struct kicks *k)
{
	tap_must(util_errno(eventfd_write(k->alone, 1)), "signal");
}

static void by_store(struct kicks *k)
{
	*k->doorbell = htole16(QUEUE);
}

static const struct {
	const char *what, *driver;
	void (*kick)(struct kicks *k);
} ways[] = {
	{ "write", "ours", by_ours },
	{ "write", "upstream", by_upstream },
	{ "ioeventfd, with the signal's system call", "ours", by_signal },
	{ "ioeventfd, with the signal's system call", "vfio-pci", by_plain },
	{ "signal of an eventfd alone", "ours", signal_alone },
	{ "ioeventfd, with the signal's system call", "bare store", by_store },
};

enum { WAY_IOEVENTFD = 2, WAY_PLAIN, WAY_SIGNAL, WAY_STORE, WAYS };

/* Maps the doorbell that the device reports in its answer to NOTIFY_INFO: in a BAR of the VF. */
static void map_doorbell(struct figure *figure, struct kicks *k, unsigned int index)
{
	static struct device_event events[64];
	size_t n = device_trace(figure->rig.device, index, events, ARRAY_SIZE(events));

	k->bar = 0;
	for (size_t i = 0; i < n && i < ARRAY_SIZE(events); i++) {
		if (events[i].doorbell || events[i].op != DEVICE_NOTIFY_INFO)
			continue;
		k->bar = events[i].result[1];
		memcpy(&k->offset, events[i].result + 8, sizeof(k->offset));
	}
	if (!k->bar || k->bar >= VFIO_PCI_ROM_REGION_INDEX)
		tap_must(-ENOENT, "find the doorbell");
	k->map_size = k->ours_vf.region[k->bar].size;
	k->map = mmap(NULL, k->map_size, PROT_WRITE, MAP_SHARED, k->ours_vf.device,
		      k->ours_vf.region[k->bar].offset);
	if (k->map == MAP_FAILED)
		tap_must(-errno, "map BAR %u", k->bar);
	k->doorbell = (volatile uint16_t *)k->map + k->offset / sizeof(*k->doorbell);
}

static void connect_eventfd(struct vfio_vf *vf, unsigned int region, uint64_t at, int fd)
{
	tap_must(vfio_ioeventfd(vf, region, at, QUEUE, VFIO_DEVICE_IOEVENTFD_16, fd),
		 "connect an eventfd");
}

static void begin(struct figure *figure, struct kicks *k, unsigned int index)
{
	device_do(figure->rig.device, "trace on");
	device_trace_clear(figure->rig.device);
	figure_open(figure, FIGURE_OURS, index, &k->ours_vf);
	map_doorbell(figure, k, index);
	device_do(figure->rig.device, "trace off");
	figure_open(figure, FIGURE_UPSTREAM, 1 - index, &k->upstream_vf);
	figure_open(figure, FIGURE_PLAIN, 2, &k->plain_vf);
	legacy_init(&k->ours, &k->ours_vf);
	legacy_init(&k->upstream, &k->upstream_vf);
	k->tied = eventfd(0, EFD_CLOEXEC);
	k->plain = eventfd(0, EFD_CLOEXEC);
	k->alone = eventfd(0, EFD_CLOEXEC);
	connect_eventfd(&k->ours_vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_NOTIFY, k->tied);
	connect_eventfd(&k->plain_vf, k->bar, k->offset, k->plain);
}

static void end(struct figure *figure, struct kicks *k, struct samples samples[static WAYS],
		unsigned int round)
{
	uint64_t whole = samples_percentile(&samples[WAY_IOEVENTFD], 50);
	uint64_t signal = samples_percentile(&samples[WAY_SIGNAL], 50);

	for (unsigned int i = 0; i < WAYS; i++)
		figure_observe(figure, ways[i].driver, round, &samples[i], "%s", ways[i].what);
	figure_value(figure, "ours", round, whole > signal ? whole - signal : 0,
		     "ioeventfd, without it");
	figure_observe(figure, "bare store", round, &samples[WAY_STORE], "ioeventfd, without it");
	munmap(k->map, k->map_size);
	vfio_detach(&k->ours_vf);
	vfio_detach(&k->upstream_vf);
	vfio_detach(&k->plain_vf);
	util_close(&k->tied);
	util_close(&k->plain);
	util_close(&k->alone);
}

int main(void)
{
	static struct samples samples[WAYS];
	struct figure figure;
	struct kicks k;

	figure_begin(&figure, "notify");
	for (unsigned int round = 0; round < ROUNDS; round++) {
		begin(&figure, &k, round % 2);
		figure_pin(round / 2);
		for (unsigned int i = 0; i < WAYS; i++)
			samples[i].n = 0;
		for (unsigned int i = 0; i < TURNS * WAYS * KICKS; i++) {
			unsigned int way = i / KICKS % WAYS;
			uint64_t start = util_now_ns();

			ways[way].kick(&k);
			samples_add(&samples[way], util_now_ns() - start);
		}
		figure_pin(-1);
		end(&figure, &k, samples, round);
	}
	return figure_end(&figure);
}
