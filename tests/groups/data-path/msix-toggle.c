// SPDX-License-Identifier: GPL-2.0-only
/*
 * MSI-X is enabled and disabled in a loop while other threads read: each read returns one of the
 * two layouts, with the vectors or with the configuration at offset 20, never a mix. The device
 * never receives a command for a vector register while the vector registers do not exist.
 */
#include <linux/virtio_pci.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/legacy.h"
#include "client/util.h"
#include "lib/oracle.h"
#include "lib/rig.h"

#define READERS 4
#define VECTORS 2
#define SECONDS 6
#define SECONDS_LONG 30
/* A range with Device Status, ISR, and the registers whose offsets change. */
#define AT 18
#define LEN 8

struct toggle {
	struct rig rig;
	uint8_t off[LEN], on[LEN];
	atomic_bool stop;
	atomic_ulong seen_off, seen_on, mixed, failed;
	_Atomic uint64_t example;
	atomic_int error;
};

static void *read_all_the_time(void *userdata)
{
	struct toggle *t = userdata;

	while (!atomic_load(&t->stop)) {
		uint8_t got[LEN];
		uint64_t bits;
		int r = rig_read(&t->rig, AT, got, LEN);

		if (r < 0) {
			atomic_store(&t->error, r);
			atomic_fetch_add(&t->failed, 1);
		} else if (!memcmp(got, t->off, LEN)) {
			atomic_fetch_add(&t->seen_off, 1);
		} else if (!memcmp(got, t->on, LEN)) {
			atomic_fetch_add(&t->seen_on, 1);
		} else {
			memcpy(&bits, got, LEN);
			atomic_store(&t->example, bits);
			atomic_fetch_add(&t->mixed, 1);
		}
	}
	return NULL;
}

/* Reads both layouts while nothing changes. */
static void look(struct toggle *t, struct legacy_dev *dev, const int *fds)
{
	tap_must(rig_read(&t->rig, AT, t->off, LEN), "read with MSI-X off");
	tap_must(legacy_msix(dev, fds, VECTORS), "enable MSI-X");
	tap_must(legacy_config_vector(dev, 0), "set the configuration's vector");
	tap_must(legacy_out(dev, VIRTIO_MSI_QUEUE_VECTOR, 2, 1), "set a queue's vector");
	tap_must(rig_read(&t->rig, AT, t->on, LEN), "read with MSI-X on");
	if (!memcmp(t->on + 2, t->off + 2, 4) || memcmp(t->on + 6, t->off + 2, 2))
		tap_must(-EIO, "check that the configuration moves");
	tap_must(legacy_msix(dev, NULL, 0), "disable MSI-X");
}

static unsigned int toggle(struct toggle *t, struct legacy_dev *dev, const int *fds)
{
	const char *is_long = getenv("VFIOVD_LONG");
	unsigned int seconds = (is_long && *is_long ? SECONDS_LONG : SECONDS) * scene_slower();
	uint64_t end = util_now_ns() + seconds * 1000000000ull;
	unsigned int times = 0;

	for (; util_now_ns() < end && !atomic_load(&t->failed); times++) {
		tap_must(legacy_msix(dev, fds, VECTORS), "enable MSI-X");
		util_sleep_ms(times % 4);
		tap_must(legacy_msix(dev, NULL, 0), "disable MSI-X");
		util_sleep_ms(times % 3);
	}
	return times;
}

int main(void)
{
	const int fds[VECTORS] = { eventfd(0, EFD_CLOEXEC), eventfd(0, EFD_CLOEXEC) };
	static struct device_event events[8192];
	pthread_t readers[READERS];
	static struct toggle t;
	struct tap *tap = &t.rig.scene.tap;
	struct legacy_dev dev;
	unsigned int times, refused = 0;
	uint64_t example;
	size_t n;

	rig_begin_open(&t.rig, 3);
	legacy_init(&dev, &t.rig.vf);
	look(&t, &dev, fds);
	device_trace_clear(t.rig.device);
	for (int i = 0; i < READERS; i++)
		tap_must(-pthread_create(&readers[i], NULL, read_all_the_time, &t),
			 "start a thread");
	times = toggle(&t, &dev, fds);
	atomic_store(&t.stop, true);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i], NULL);

	tap_note("turned on and off %u times; %lu reads saw it off, %lu on", times, t.seen_off,
		 t.seen_on);
	tap_ok(tap, times > 10 && t.seen_off > 10 && t.seen_on > 10, "both layouts were seen");
	if (!tap_ok(tap, t.mixed == 0, "no read saw a mixed layout")) {
		example = t.example;
		tap_note("%lu of them did, the last as 64 bits: 0x%016lx", t.mixed, example);
	}
	tap_returned(tap, t.error, 0, "no read failed");
	n = device_trace(t.rig.device, t.rig.index, events, ARRAY_SIZE(events));
	for (size_t i = 0; i < n && i < ARRAY_SIZE(events); i++)
		refused += events[i].status != 0;
	tap_ok(tap, n > 0 && refused == 0, "the device refused none of the last commands");
	return rig_end(&t.rig);
}
