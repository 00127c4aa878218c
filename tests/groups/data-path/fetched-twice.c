// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another thread keeps changing the arguments of ioctls. The driver reads them, and VFIO's core
 * reads them again. Whatever value each of them reads, the call is refused or does what one of the
 * two values requests, and MSI-X is never enabled while the interrupt pin is in use. (The PCI core
 * warns if MSI-X is enabled twice, and a kernel warning fails the test.)
 */
#include <errno.h>
#include <linux/virtio_pci.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

#include "client/util.h"
#include "lib/pin.h"

/*
 * An address and the two values that alternate there; the width is that of a field in a VFIO
 * structure.
 */
struct flip {
	void *at;
	size_t width;
	uint64_t one, other;
	atomic_bool stop;
	atomic_ulong times;
};

static void flip_put(struct flip *f, uint64_t value)
{
	if (f->width == sizeof(uint32_t))
		atomic_store((_Atomic uint32_t *)f->at, value);
	else
		atomic_store((_Atomic uint64_t *)f->at, value);
	/* This takes about as long as the time between the two fetches of a call. */
	for (volatile int i = 0; i < 50; i++)
		;
}

static void *flip_all_the_time(void *userdata)
{
	struct flip *f = userdata;

	for (; !atomic_load(&f->stop); atomic_fetch_add(&f->times, 1)) {
		flip_put(f, f->other);
		flip_put(f, f->one);
	}
	return NULL;
}

/* Counts the results of the calls. */
struct outcome {
	unsigned long calls, good, invalid, other;
	int error; /* the last error other than EINVAL */
};

static uint64_t span_ns(void)
{
	const char *is_long = getenv("VFIOVD_LONG");

	return (is_long && *is_long ? 60 : 8) * 1000000000ull * scene_slower();
}

/* @check: checks the result of a call that succeeded; may be NULL. */
static void call_all_the_time(struct pin *pin, unsigned long request, void *arg, struct flip *f,
			      bool (*check)(struct pin *pin, const void *arg), struct outcome *out)
{
	uint64_t end = util_now_ns() + span_ns();
	pthread_t thread;

	*out = (struct outcome){ 0 };
	tap_must(-pthread_create(&thread, NULL, flip_all_the_time, f), "start a thread");
	for (; util_now_ns() < end; out->calls++) {
		int r = util_errno(ioctl(pin->rig.vf.device, request, arg));

		if (r == 0 && (!check || check(pin, arg))) {
			out->good++;
		} else if (r == -EINVAL) {
			out->invalid++;
		} else {
			out->other++;
			out->error = r;
		}
	}
	atomic_store(&f->stop, true);
	pthread_join(thread, NULL);
	tap_note("%lu calls, %lu changes: %lu succeeded, %lu were invalid", out->calls, f->times,
		 out->good, out->invalid);
}

static bool pin_works(struct pin *pin)
{
	pin_is_told(pin, 0);
	pin_isr(pin);
	if (vfio_irq_unmask(&pin->rig.vf, PIN) < 0)
		return false;
	pin_send(pin);
	return pin_is_told(pin, PIN_SOON_MS) && pin_isr(pin) == 1;
}

static void set_irqs(struct pin *pin)
{
	union {
		struct vfio_irq_set set;
		unsigned char bytes[sizeof(struct vfio_irq_set) + sizeof(int32_t)];
	} u = {
		.set = {
			.argsz = sizeof(u),
			.flags = VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER,
			.index = VFIO_PCI_MSIX_IRQ_INDEX,
			.count = 1,
		},
	};
	struct flip flip = {
		.at = &u.set.index,
		.width = sizeof(u.set.index),
		.one = VFIO_PCI_MSIX_IRQ_INDEX,
		.other = VFIO_PCI_ERR_IRQ_INDEX,
	};
	struct tap *tap = &pin->rig.scene.tap;
	struct outcome out;

	memcpy(u.bytes + sizeof(u.set), &pin->done, sizeof(pin->done));
	call_all_the_time(pin, VFIO_DEVICE_SET_IRQS, &u, &flip, NULL, &out);
	tap_ok(tap, out.good && out.invalid && !out.other,
	       "MSI-X and the error interrupt in turns: each call succeeds or is invalid");
	/*
	 * The core silently releases interrupts that are in use, and returns an error for others.
	 */
	tap_returned(tap, vfio_irq_disable(&pin->rig.vf, VFIO_PCI_MSIX_IRQ_INDEX), -EINVAL,
		     "MSI-X is not enabled while the pin is");
	tap_ok(tap, pin_works(pin), "the pin works");
	tap_returned(tap, vfio_irq_disable(&pin->rig.vf, VFIO_PCI_ERR_IRQ_INDEX), 0,
		     "the error interrupt is released");
}

/* An ioctl with an alternating index always returns the answer for one of the two indexes. */
static void is_answered(struct pin *pin, unsigned long request, void *arg, struct flip *flip,
			bool (*check)(struct pin *pin, const void *arg), const char *what)
{
	struct outcome out;

	call_all_the_time(pin, request, arg, flip, check, &out);
	tap_ok(&pin->rig.scene.tap, out.good == out.calls,
	       "information about %s in turns: each call succeeds", what);
}

static bool is_irq(struct pin *pin, const void *arg)
{
	const struct vfio_irq_info *info = arg;

	(void)pin;
	/*
	 * The answer for the pin or for the single error interrupt, or the core's answer for the
	 * pin of a VF.
	 */
	return info->count <= 1 && info->flags & VFIO_IRQ_INFO_EVENTFD;
}

static void get_irq_info(struct pin *pin)
{
	struct vfio_irq_info info = { .argsz = sizeof(info), .index = PIN };
	struct flip flip = {
		.at = &info.index,
		.width = sizeof(info.index),
		.one = PIN,
		.other = VFIO_PCI_ERR_IRQ_INDEX,
	};

	is_answered(pin, VFIO_DEVICE_GET_IRQ_INFO, &info, &flip, is_irq,
		    "the pin and of another interrupt");
}

static bool is_region(struct pin *pin, const void *arg)
{
	const struct vfio_region_info *info = arg;

	/* The answer for BAR0 or for config space, or the core's answer for BAR0 of a VF. */
	return info->size == rig_bar0_size(&pin->rig) || !info->size ||
	       info->size == pin->rig.vf.region[VFIO_PCI_CONFIG_REGION_INDEX].size;
}

static void get_region_info(struct pin *pin)
{
	struct vfio_region_info info = { .argsz = sizeof(info),
					 .index = VFIO_PCI_BAR0_REGION_INDEX };
	struct flip flip = {
		.at = &info.index,
		.width = sizeof(info.index),
		.one = VFIO_PCI_BAR0_REGION_INDEX,
		.other = VFIO_PCI_CONFIG_REGION_INDEX,
	};

	is_answered(pin, VFIO_DEVICE_GET_REGION_INFO, &info, &flip, is_region,
		    "BAR0 and of config space");
}

/*
 * For BAR0 the first call succeeds and later ones are refused; for config space the core refuses
 * all.
 */
static void ioeventfd(struct pin *pin)
{
	const struct vfio_region_info *region = pin->rig.vf.region;
	_cleanup_close_ int kick = eventfd(0, EFD_CLOEXEC);
	struct vfio_device_ioeventfd io = {
		.argsz = sizeof(io),
		.flags = VFIO_DEVICE_IOEVENTFD_16,
		.offset = region[VFIO_PCI_BAR0_REGION_INDEX].offset + VIRTIO_PCI_QUEUE_NOTIFY,
		.data = 1,
		.fd = kick,
	};
	struct flip flip = {
		.at = &io.offset,
		.width = sizeof(io.offset),
		.one = io.offset,
		.other = region[VFIO_PCI_CONFIG_REGION_INDEX].offset + VIRTIO_PCI_QUEUE_NOTIFY,
	};
	struct tap *tap = &pin->rig.scene.tap;
	struct outcome out;

	call_all_the_time(pin, VFIO_DEVICE_IOEVENTFD, &io, &flip, NULL, &out);
	tap_ok(tap, out.good == 1 && out.invalid && (!out.other || out.error == -EEXIST),
	       "an ioeventfd of BAR0 and of config space in turns: it is connected once, or "
	       "invalid");
	io.offset = flip.one;
	io.fd = -1;
	tap_returned(tap, util_errno(ioctl(pin->rig.vf.device, VFIO_DEVICE_IOEVENTFD, &io)), 0,
		     "it is disconnected");
}

int main(void)
{
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC), .done = eventfd(0, EFD_CLOEXEC) };

	pin_begin(&pin, 6);
	tap_must(vfio_irq_enable(&pin.rig.vf, PIN, &pin.told, 1), "enable the pin");
	tap_must(nic_up(&pin.nic, &pin.rig.vf, NIC_POLL), "bring the device up");
	tap_ok(&pin.rig.scene.tap, pin_works(&pin), "the pin works");
	set_irqs(&pin);
	get_irq_info(&pin);
	get_region_info(&pin);
	ioeventfd(&pin);
	tap_returned(&pin.rig.scene.tap, vfio_irq_disable(&pin.rig.vf, PIN), 0,
		     "the pin is released");
	tap_returned(&pin.rig.scene.tap,
		     vfio_irq_enable(&pin.rig.vf, VFIO_PCI_MSIX_IRQ_INDEX, &pin.done, 1), 0,
		     "then MSI-X starts");
	tap_returned(&pin.rig.scene.tap, vfio_irq_enable(&pin.rig.vf, PIN, &pin.told, 1), -EINVAL,
		     "and the pin does not");
	nic_down(&pin.nic);
	util_close(&pin.told);
	util_close(&pin.done);
	return rig_end(&pin.rig);
}
