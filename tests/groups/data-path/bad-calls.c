// SPDX-License-Identifier: GPL-2.0-only
/*
 * Invalid accesses and ioctls on an open legacy VF: unmapped memory, structures that are too short,
 * contradictory flags, files of the wrong kind. Each fails as it does with vfio-pci, and the VF
 * works afterwards. Calls that are unusual but valid succeed.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/rig.h"

#define PIN VFIO_PCI_INTX_IRQ_INDEX
#define NOWHERE NULL

struct calls {
	struct rig rig;
	int event, file; /* an eventfd, and a file that is not one */
};

static int call(struct calls *c, unsigned long request, void *arg)
{
	return util_errno(ioctl(c->rig.vf.device, request, arg));
}

static void is(struct calls *c, int got, int expected, const char *what)
{
	tap_returned(&c->rig.scene.tap, got, expected, "%s", what);
}

/* Reads or writes BAR0 or config space. */
static int move(struct calls *c, bool write, unsigned int region, unsigned int at, void *buf,
		size_t len)
{
	off_t pos = c->rig.vf.region[region].offset + at;

	return util_errno(write ? pwrite(c->rig.vf.device, buf, len, pos)
				: pread(c->rig.vf.device, buf, len, pos));
}

static void accesses(struct calls *c)
{
	const unsigned int bar0 = VFIO_PCI_BAR0_REGION_INDEX, config = VFIO_PCI_CONFIG_REGION_INDEX;
	uint8_t byte;

	is(c, move(c, false, bar0, 0, NOWHERE, 4), -EFAULT, "BAR0 read to nowhere");
	is(c, move(c, true, bar0, VIRTIO_PCI_GUEST_FEATURES, NOWHERE, 4), -EFAULT,
	   "BAR0 written from nowhere");
	is(c, move(c, true, bar0, VIRTIO_PCI_QUEUE_NOTIFY, NOWHERE, 2), -EFAULT,
	   "a kick from nowhere");
	is(c, move(c, false, config, 0, NOWHERE, 64), -EFAULT, "config space read to nowhere");
	is(c, move(c, true, config, PCI_COMMAND, NOWHERE, 2), -EFAULT,
	   "the command register written from nowhere");
	is(c, move(c, true, config, PCI_BASE_ADDRESS_0, NOWHERE, 4), -EFAULT,
	   "BAR0's address written from nowhere");
	is(c, move(c, false, bar0, 0, &byte, 0), 0, "a read of nothing");
	is(c, move(c, true, bar0, 0, &byte, 0), 0, "a write of nothing");
}

/* Has room for the data that follows the header. */
union irq_set {
	struct vfio_irq_set hdr;
	unsigned char bytes[sizeof(struct vfio_irq_set) + sizeof(int32_t)];
};

/* Calls VFIO_DEVICE_SET_IRQS for count interrupts of the pin. */
static int pin(struct calls *c, uint32_t flags, uint32_t count, int32_t data)
{
	union irq_set set = {
		.hdr = { .argsz = sizeof(set), .flags = flags, .index = PIN, .count = count },
	};

	memcpy(set.bytes + sizeof(set.hdr), &data, sizeof(data));
	return call(c, VFIO_DEVICE_SET_IRQS, &set);
}

static bool is_told(struct calls *c)
{
	struct pollfd pfd = { .fd = c->event, .events = POLLIN };
	uint64_t value;

	return poll(&pfd, 1, 0) == 1 && read(c->event, &value, sizeof(value)) == sizeof(value);
}

static void pin_refused(struct calls *c)
{
	const uint32_t none = VFIO_IRQ_SET_DATA_NONE, fd = VFIO_IRQ_SET_DATA_EVENTFD;
	const uint32_t trigger = VFIO_IRQ_SET_ACTION_TRIGGER, mask = VFIO_IRQ_SET_ACTION_MASK;
	const uint32_t unmask = VFIO_IRQ_SET_ACTION_UNMASK, yes = VFIO_IRQ_SET_DATA_BOOL;
	struct vfio_irq_info info = { .argsz = 4, .index = PIN };
	union irq_set set = { .hdr = { .argsz = 4, .index = PIN } };

	is(c, call(c, VFIO_DEVICE_GET_IRQ_INFO, NOWHERE), -EFAULT, "interrupt info to nowhere");
	is(c, call(c, VFIO_DEVICE_GET_IRQ_INFO, &info), -EINVAL, "one that is too short");
	info = (struct vfio_irq_info){ .argsz = sizeof(info), .index = VFIO_PCI_NUM_IRQS };
	is(c, call(c, VFIO_DEVICE_GET_IRQ_INFO, &info), -EINVAL, "one of no interrupt");
	is(c, call(c, VFIO_DEVICE_SET_IRQS, NOWHERE), -EFAULT, "interrupts set from nowhere");
	is(c, call(c, VFIO_DEVICE_SET_IRQS, &set), -EINVAL, "by what is too short");
	is(c, pin(c, none | fd | trigger, 1, c->event), -EINVAL, "by two kinds of data");
	is(c, pin(c, fd | trigger, 2, c->event), -EINVAL, "two pins");
	is(c, pin(c, fd | trigger, 1, c->file), -EINVAL, "a pin with a file that is no eventfd");
	is(c, pin(c, fd | trigger, 1, 9999), -EBADF, "a pin with no file");
	is(c, pin(c, none | trigger, 1, 0), -EINVAL, "a ring before there is an eventfd");
	is(c, pin(c, none | trigger, 0, 0), -EINVAL, "the end of what was not begun");
	is(c, pin(c, none | mask, 1, 0), -EINVAL, "masked before there is an eventfd");
	is(c, pin(c, yes | mask, 1, 0), -EINVAL, "said not to be");
	is(c, pin(c, fd | mask, 1, c->event), -EINVAL, "by an eventfd");
	is(c, pin(c, none | unmask, 1, 0), -EINVAL, "unmasked before");
	is(c, pin(c, yes | unmask, 1, 1), -EINVAL, "said to be");
	is(c, pin(c, fd | unmask, 1, c->event), -EINVAL, "by an eventfd");
	is(c, vfio_irq_unmask_by(&c->rig.vf, PIN, -1), -EINVAL, "by none");
}

static void pin_done(struct calls *c)
{
	const uint32_t none = VFIO_IRQ_SET_DATA_NONE, yes = VFIO_IRQ_SET_DATA_BOOL;
	const uint32_t trigger = VFIO_IRQ_SET_ACTION_TRIGGER, mask = VFIO_IRQ_SET_ACTION_MASK;
	const uint32_t unmask = VFIO_IRQ_SET_ACTION_UNMASK, fd = VFIO_IRQ_SET_DATA_EVENTFD;
	int nobody = -1;
	struct tap *tap = &c->rig.scene.tap;

	is(c, vfio_irq_enable(&c->rig.vf, PIN, &c->event, 1), 0, "a pin with an eventfd");
	is(c, vfio_irq_enable(&c->rig.vf, PIN, &c->event, 1), 0, "the same again");
	is(c, pin(c, none | trigger, 1, 0), 0, "a ring");
	tap_ok(tap, is_told(c), "arrives");
	is(c, pin(c, yes | trigger, 1, 0), 0, "a ring that is said not to be");
	tap_ok(tap, !is_told(c), "does not");
	is(c, pin(c, yes | trigger, 1, 1), 0, "one that is said to be");
	tap_ok(tap, is_told(c), "does");
	is(c, pin(c, fd | mask, 1, c->event), -ENOTTY, "an eventfd that masks");
	is(c, pin(c, fd | unmask, 1, c->file), -EINVAL, "one that unmasks and is none");
	is(c, pin(c, none | mask, 0, 0), -EINVAL, "none at all masked");
	is(c, vfio_irq_enable(&c->rig.vf, PIN, &nobody, 1), 0, "in use without an eventfd");
	is(c, pin(c, none | trigger, 1, 0), 0, "a ring that nobody hears");
	is(c, vfio_irq_enable(&c->rig.vf, PIN, &c->event, 1), 0, "with it again");
	is(c, pin(c, none | mask, 1, 0), 0, "masked");
	is(c, pin(c, yes | mask, 1, 0), 0, "said not to be");
	is(c, pin(c, none | unmask, 1, 0), 0, "unmasked");
	is(c, pin(c, yes | unmask, 1, 1), 0, "said to be");
	tap_ok(tap, !is_told(c), "with nothing to tell");
	is(c, vfio_irq_unmask_by(&c->rig.vf, PIN, -1), 0, "no eventfd unmasks, and none is untied");
	is(c, vfio_irq_disable(&c->rig.vf, PIN), 0, "let go");
}

static int tie(struct calls *c, uint32_t argsz, uint32_t flags, unsigned int region, int fd)
{
	struct vfio_device_ioeventfd io = {
		.argsz = argsz,
		.flags = flags,
		.offset = c->rig.vf.region[region].offset + VIRTIO_PCI_QUEUE_NOTIFY,
		.fd = fd,
	};

	return call(c, VFIO_DEVICE_IOEVENTFD, &io);
}

static void others(struct calls *c)
{
	const uint32_t size = sizeof(struct vfio_device_ioeventfd);
	const uint32_t word = VFIO_DEVICE_IOEVENTFD_16;
	const unsigned int bar0 = VFIO_PCI_BAR0_REGION_INDEX;
	struct vfio_region_info info = { .argsz = 4, .index = bar0 };

	is(c, call(c, VFIO_DEVICE_GET_REGION_INFO, NOWHERE), -EFAULT, "region info to nowhere");
	is(c, call(c, VFIO_DEVICE_GET_REGION_INFO, &info), -EINVAL, "one that is too short");
	is(c, call(c, VFIO_DEVICE_IOEVENTFD, NOWHERE), -EFAULT, "an ioeventfd from nowhere");
	is(c, tie(c, 4, word, bar0, c->event), -EINVAL, "one that is too short");
	is(c, tie(c, size, 1 << 10 | word, bar0, c->event), -EINVAL, "one with a strange flag");
	is(c, tie(c, size, word, bar0, -2), -EINVAL, "one with a strange file");
	is(c, tie(c, size, word, bar0, c->file), -EINVAL, "one with a file that is no eventfd");
	is(c, tie(c, size, word, VFIO_PCI_CONFIG_REGION_INDEX, c->event), -EINVAL,
	   "one in config space");
	is(c, call(c, VFIO_DEVICE_PCI_HOT_RESET, NOWHERE), -EFAULT,
	   "another ioctl goes to vfio-pci's core");
}

int main(void)
{
	struct calls c = {
		.event = eventfd(0, EFD_CLOEXEC),
		.file = open("/dev/null", O_RDWR | O_CLOEXEC),
	};
	uint8_t status = 1 /* ACKNOWLEDGE */, got = 0;

	rig_begin_open_as(&c.rig, 9, "legacy");
	accesses(&c);
	pin_refused(&c);
	pin_done(&c);
	others(&c);
	tap_ok(&c.rig.scene.tap,
	       rig_write(&c.rig, VIRTIO_PCI_STATUS, &status, 1) == 0 &&
		       rig_read(&c.rig, VIRTIO_PCI_STATUS, &got, 1) == 0 && got == status,
	       "after all this the VF works");
	util_close(&c.event);
	util_close(&c.file);
	return rig_end(&c.rig);
}
