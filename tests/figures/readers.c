// SPDX-License-Identifier: GPL-2.0-only
#include "readers.h"

#include <linux/virtio_pci.h>

#include "client/legacy.h"

void readers_open(struct figure *figure, enum figure_driver driver, unsigned int first,
		  struct reader *readers, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		figure_open(figure, driver, first + i, &readers[i].vf);
}

void readers_close(struct reader *readers, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		vfio_detach(&readers[i].vf);
}

static void *read_on(void *arg)
{
	struct reader *reader = arg;
	struct legacy_dev dev;
	uint32_t value;

	legacy_init(&dev, &reader->vf);
	while (!atomic_load(reader->stop))
		tap_must(legacy_in(&dev, VIRTIO_PCI_ISR, 1, &value), "read the ISR");
	reader->accesses = dev.accesses;
	return NULL;
}

struct readers_result readers_run(struct reader *readers, unsigned int n, unsigned int ms)
{
	struct readers_result result = { .least = UINT64_MAX };
	uint64_t start = util_now_ns();
	atomic_bool stop = false;

	for (unsigned int i = 0; i < n; i++) {
		readers[i].stop = &stop;
		tap_must(-pthread_create(&readers[i].thread, NULL, read_on, &readers[i]),
			 "start a thread");
	}
	util_sleep_ms(ms);
	atomic_store(&stop, true);
	result.took_ns = util_now_ns() - start;
	for (unsigned int i = 0; i < n; i++) {
		uint64_t accesses;

		pthread_join(readers[i].thread, NULL);
		accesses = readers[i].accesses;
		result.sum += accesses;
		result.least = accesses < result.least ? accesses : result.least;
		result.most = accesses > result.most ? accesses : result.most;
	}
	return result;
}
