// SPDX-License-Identifier: GPL-2.0-only
/*
 * VFIO_DEVICE_IOEVENTFD on Queue Notify: a signal on the eventfd writes the doorbell, without an
 * access to BAR0 and without an admin command, under the same conditions as a write to the
 * register.
 */
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/util.h"
#include "lib/rig.h"

#define QUEUE 1
#define SIGNALS 50
#define ARRIVE_MS 2000
#define QUEUES 1000	 /* vfio-pci's limit */
#define INTO_RESET_MS 30 /* less than a reset takes: 100 ms, PCIe base specification 6.6.2 */

static int connect_to(struct rig *rig, uint64_t at, uint64_t data, uint32_t width, int fd)
{
	return vfio_ioeventfd(&rig->vf, VFIO_PCI_BAR0_REGION_INDEX, at, data, width, fd);
}

static int connect_queue(struct rig *rig, uint64_t queue, int fd)
{
	return connect_to(rig, VIRTIO_PCI_QUEUE_NOTIFY, queue, VFIO_DEVICE_IOEVENTFD_16, fd);
}

/*
 * Waits for the expected number of doorbell writes of this queue; returns the number since the last
 * call.
 */
static unsigned int rings(struct rig *rig, uint64_t queue, unsigned int expected)
{
	static struct device_event events[2 * SIGNALS];
	uint64_t deadline = util_now_ns() + ARRIVE_MS * 1000000ull;
	unsigned int good;
	size_t n;

	do {
		util_sleep_ms(10);
		n = device_trace(rig->device, rig->index, events, ARRAY_SIZE(events));
		good = 0;
		for (size_t i = 0; i < n && i < ARRAY_SIZE(events); i++)
			good += events[i].doorbell && !events[i].read && !events[i].place &&
				events[i].width == 2 && events[i].value == queue;
	} while (good < expected && util_now_ns() < deadline);
	device_trace_clear(rig->device);
	if (n != good)
		tap_note("%zu events, %u of them for this queue", n, good);
	return n == good ? good : 0;
}

static void signal_one(int fd)
{
	tap_must(util_errno(eventfd_write(fd, 1)), "signal the eventfd");
}

static void refused(struct rig *rig, int fd)
{
	struct tap *tap = &rig->scene.tap;

	tap_returned(tap, connect_to(rig, 14, QUEUE, VFIO_DEVICE_IOEVENTFD_16, fd), -EINVAL,
		     "another register is refused");
	tap_returned(tap, connect_to(rig, 16, QUEUE, VFIO_DEVICE_IOEVENTFD_8, fd), -EINVAL,
		     "another width is refused");
	tap_returned(tap, connect_to(rig, 16, 0x10000, VFIO_DEVICE_IOEVENTFD_16, fd), -EINVAL,
		     "a value that is not a queue is refused");
	tap_returned(tap, connect_to(rig, (1ull << 40) - 2, QUEUE, VFIO_DEVICE_IOEVENTFD_16, fd),
		     -EINVAL, "an offset outside BAR0 is refused");
	tap_ok(tap, connect_queue(rig, QUEUE, -1) < 0,
	       "an ioeventfd that is not connected cannot be removed");
	tap_returned(tap, connect_queue(rig, QUEUE, fd), 0, "Queue Notify is accepted");
	tap_returned(tap, connect_queue(rig, QUEUE, fd), -EEXIST, "only once for each queue");
}

static void rung(struct rig *rig, int fd, int other)
{
	struct tap *tap = &rig->scene.tap;
	unsigned int n = 0;

	tap_must(connect_queue(rig, 0, other), "connect another queue");
	rig_commands(rig);
	device_trace_clear(rig->device);
	for (int i = 0; i < SIGNALS; i++) {
		signal_one(fd);
		n += rings(rig, QUEUE, 1);
	}
	tap_ok(tap, n == SIGNALS, "each of %d signals kicks once: %u", SIGNALS, n);
	tap_ok(tap, rig_commands(rig) == 0, "and takes no command");
	signal_one(other);
	tap_ok(tap, rings(rig, 0, 1) == 1, "the other queue's eventfd kicks that queue");
}

static void gated(struct rig *rig, int fd)
{
	struct tap *tap = &rig->scene.tap;

	tap_must(pci_command(&rig->vf, 0, PCI_COMMAND_IO), "turn I/O decoding off");
	signal_one(fd);
	tap_ok(tap, rings(rig, QUEUE, 0) == 0, "a signal does nothing without I/O decoding");
	tap_must(vfio_reset(&rig->vf), "reset the function");
	device_trace_clear(rig->device);
	signal_one(fd);
	tap_ok(tap, rings(rig, QUEUE, 0) == 0, "nor after a reset, which turns decoding off");
	rig_decode(rig);
	device_trace_clear(rig->device);
	signal_one(fd);
	tap_ok(tap, rings(rig, QUEUE, 1) == 1, "it kicks when decoding is on again");
}

static void *reset(void *userdata)
{
	struct rig *rig = userdata;

	tap_must(vfio_reset(&rig->vf), "reset the function");
	return NULL;
}

/* The signalling thread is never delayed, because with KVM it is a guest's vCPU. */
static void during_reset(struct rig *rig, int fd)
{
	pthread_t thread;
	uint64_t start;

	device_trace_clear(rig->device);
	tap_must(-pthread_create(&thread, NULL, reset, rig), "start a thread");
	util_sleep_ms(INTO_RESET_MS);
	start = util_now_ns();
	signal_one(fd);
	start = util_now_ns() - start;
	pthread_join(thread, NULL);
	tap_ok(&rig->scene.tap, rings(rig, QUEUE, 1) == 1,
	       "a signal during a reset of the function (%lu us) kicks after it", start / 1000);
	rig_decode(rig);
}

static void too_many(struct rig *rig, int fd)
{
	unsigned int n = 0;
	int r;

	rig_close(rig);
	rig_open_again(rig);
	while ((r = connect_queue(rig, n, fd)) == 0 && n < QUEUES)
		n++;
	tap_ok(&rig->scene.tap, r == -ENOSPC && n == QUEUES,
	       "%u queues can be connected, no more: %s", n, strerrorname_np(-r));
	tap_returned(&rig->scene.tap, connect_queue(rig, 0, -1), 0, "with one fewer");
	tap_returned(&rig->scene.tap, connect_queue(rig, n, fd), 0, "there is room for one");
}

/* Clears signals that were not read; a new registration would kick for them. */
static void forget(int fd)
{
	eventfd_t value;

	tap_must(util_errno(eventfd_read(fd, &value)), "read the signals");
}

/* A VMM may close either first; here the eventfd outlives the device. */
static void untied(struct rig *rig, int fd)
{
	struct tap *tap = &rig->scene.tap;

	tap_returned(tap, connect_queue(rig, QUEUE, -1), 0, "it can be disconnected");
	signal_one(fd);
	tap_ok(tap, rings(rig, QUEUE, 0) == 0, "and no longer kicks");
	forget(fd);
	tap_must(connect_queue(rig, QUEUE, fd), "connect it again");
	rig_close(rig);
	signal_one(fd);
	tap_ok(tap, rings(rig, QUEUE, 0) == 0, "close disconnects it");
	rig_open_again(rig);
	device_trace_clear(rig->device);
	signal_one(fd);
	tap_ok(tap, rings(rig, QUEUE, 0) == 0, "the next open does not inherit it");
	forget(fd);
	tap_must(connect_queue(rig, QUEUE, fd), "connect it again");
	close(fd);
	tap_ok(tap, rings(rig, QUEUE, 0) == 0, "closing the eventfd does not signal it");
}

int main(void)
{
	int fd = eventfd(0, EFD_CLOEXEC), other = eventfd(0, EFD_CLOEXEC);
	struct rig rig;

	rig_begin_open(&rig, 2);
	refused(&rig, fd);
	rung(&rig, fd, other);
	gated(&rig, fd);
	during_reset(&rig, fd);
	untied(&rig, fd);
	too_many(&rig, other);
	return rig_end(&rig);
}
