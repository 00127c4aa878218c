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
	int event, file; /* an eventfd, and a file that is not an eventfd */
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

	is(c, move(c, false, bar0, 0, NOWHERE, 4), -EFAULT, "BAR0 read into a bad address");
	is(c, move(c, true, bar0, VIRTIO_PCI_GUEST_FEATURES, NOWHERE, 4), -EFAULT,
	   "BAR0 written from a bad address");
	is(c, move(c, true, bar0, VIRTIO_PCI_QUEUE_NOTIFY, NOWHERE, 2), -EFAULT,
	   "a kick from a bad address");
	is(c, move(c, false, config, 0, NOWHERE, 64), -EFAULT,
	   "config space read into a bad address");
	is(c, move(c, true, config, PCI_COMMAND, NOWHERE, 2), -EFAULT,
	   "the command register written from a bad address");
	is(c, move(c, true, config, PCI_BASE_ADDRESS_0, NOWHERE, 4), -EFAULT,
	   "BAR0's address written from a bad address");
	is(c, move(c, false, bar0, 0, &byte, 0), 0, "a read of nothing");
	is(c, move(c, true, bar0, 0, &byte, 0), 0, "a write of nothing");
}

/* A header with room for the data that follows it. */
union irq_set {
	struct vfio_irq_set hdr;
	unsigned char bytes[sizeof(struct vfio_irq_set) + sizeof(int32_t)];
};

/* Calls VFIO_DEVICE_SET_IRQS for the pin, with this count. */
static int pin(struct calls *c, uint32_t flags, uint32_t count, int32_t data)
{
	union irq_set set = {
		.hdr = { .argsz = sizeof(set), .flags = flags, .index = PIN, .count = count },
	};

	memcpy(set.bytes + sizeof(set.hdr), &data, sizeof(data));
	return call(c, VFIO_DEVICE_SET_IRQS, &set);
}

static bool is_signalled(struct calls *c)
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

	is(c, call(c, VFIO_DEVICE_GET_IRQ_INFO, NOWHERE), -EFAULT,
	   "interrupt info into a bad address");
	is(c, call(c, VFIO_DEVICE_GET_IRQ_INFO, &info), -EINVAL,
	   "interrupt info with a short structure");
	info = (struct vfio_irq_info){ .argsz = sizeof(info), .index = VFIO_PCI_NUM_IRQS };
	is(c, call(c, VFIO_DEVICE_GET_IRQ_INFO, &info), -EINVAL,
	   "info of an interrupt that does not exist");
	is(c, call(c, VFIO_DEVICE_SET_IRQS, NOWHERE), -EFAULT, "interrupts set from a bad address");
	is(c, call(c, VFIO_DEVICE_SET_IRQS, &set), -EINVAL,
	   "interrupts set with a short structure");
	is(c, pin(c, none | fd | trigger, 1, c->event), -EINVAL,
	   "interrupts set with two kinds of data");
	is(c, pin(c, fd | trigger, 2, c->event), -EINVAL, "two pins");
	is(c, pin(c, fd | trigger, 1, c->file), -EINVAL,
	   "a pin with a file that is not an eventfd");
	is(c, pin(c, fd | trigger, 1, 9999), -EBADF, "a pin without a file");
	is(c, pin(c, none | trigger, 1, 0), -EINVAL, "a trigger before there is an eventfd");
	is(c, pin(c, none | trigger, 0, 0), -EINVAL, "disabling interrupts that are not enabled");
	is(c, pin(c, none | mask, 1, 0), -EINVAL, "a mask before there is an eventfd");
	is(c, pin(c, yes | mask, 1, 0), -EINVAL, "a mask with a false boolean");
	is(c, pin(c, fd | mask, 1, c->event), -EINVAL, "a mask eventfd before there is an eventfd");
	is(c, pin(c, none | unmask, 1, 0), -EINVAL, "an unmask before there is an eventfd");
	is(c, pin(c, yes | unmask, 1, 1), -EINVAL, "an unmask with a true boolean");
	is(c, pin(c, fd | unmask, 1, c->event), -EINVAL,
	   "an unmask eventfd before there is an eventfd");
	is(c, vfio_irq_unmask_by(&c->rig.vf, PIN, -1), -EINVAL,
	   "removing an unmask eventfd before there is an eventfd");
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
	is(c, pin(c, none | trigger, 1, 0), 0, "a trigger");
	tap_ok(tap, is_signalled(c), "is delivered");
	is(c, pin(c, yes | trigger, 1, 0), 0, "a trigger with a false boolean");
	tap_ok(tap, !is_signalled(c), "is not delivered");
	is(c, pin(c, yes | trigger, 1, 1), 0, "a trigger with a true boolean");
	tap_ok(tap, is_signalled(c), "is delivered");
	is(c, pin(c, fd | mask, 1, c->event), -ENOTTY, "an eventfd for masking");
	is(c, pin(c, fd | unmask, 1, c->file), -EINVAL,
	   "a file for unmasking that is not an eventfd");
	is(c, pin(c, none | mask, 0, 0), -EINVAL, "a mask of no interrupts");
	is(c, vfio_irq_enable(&c->rig.vf, PIN, &nobody, 1), 0, "enabled without an eventfd");
	is(c, pin(c, none | trigger, 1, 0), 0, "a trigger without an eventfd");
	is(c, vfio_irq_enable(&c->rig.vf, PIN, &c->event, 1), 0, "with the eventfd again");
	is(c, pin(c, none | mask, 1, 0), 0, "a mask");
	is(c, pin(c, yes | mask, 1, 0), 0, "a mask with a false boolean");
	is(c, pin(c, none | unmask, 1, 0), 0, "an unmask");
	is(c, pin(c, yes | unmask, 1, 1), 0, "an unmask with a true boolean");
	tap_ok(tap, !is_signalled(c), "nothing is delivered");
	is(c, vfio_irq_unmask_by(&c->rig.vf, PIN, -1), 0,
	   "removing an unmask eventfd that was not set");
	is(c, vfio_irq_disable(&c->rig.vf, PIN), 0, "the pin is released");
}

static int set_ioeventfd(struct calls *c, uint32_t argsz, uint32_t flags, unsigned int region,
			 int fd)
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

	is(c, call(c, VFIO_DEVICE_GET_REGION_INFO, NOWHERE), -EFAULT,
	   "region info into a bad address");
	is(c, call(c, VFIO_DEVICE_GET_REGION_INFO, &info), -EINVAL,
	   "region info with a short structure");
	is(c, call(c, VFIO_DEVICE_IOEVENTFD, NOWHERE), -EFAULT, "an ioeventfd from a bad address");
	is(c, set_ioeventfd(c, 4, word, bar0, c->event), -EINVAL,
	   "an ioeventfd with a short structure");
	is(c, set_ioeventfd(c, size, 1 << 10 | word, bar0, c->event), -EINVAL,
	   "an ioeventfd with an unknown flag");
	is(c, set_ioeventfd(c, size, word, bar0, -2), -EINVAL,
	   "an ioeventfd with a bad descriptor");
	is(c, set_ioeventfd(c, size, word, bar0, c->file), -EINVAL,
	   "an ioeventfd with a file that is not an eventfd");
	is(c, set_ioeventfd(c, size, word, VFIO_PCI_CONFIG_REGION_INDEX, c->event), -EINVAL,
	   "an ioeventfd in config space");
	is(c, call(c, VFIO_DEVICE_PCI_HOT_RESET, NOWHERE), -EFAULT,
	   "other ioctls are handled by vfio-pci's core");
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
	       "the VF still works");
	util_close(&c.event);
	util_close(&c.file);
	return rig_end(&c.rig);
}
