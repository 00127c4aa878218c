// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation and each copy for an access to BAR0 or config space, or for an ioctl on an open
 * transitional VF, fails once, including those for admin commands. The access must return an error,
 * and the next one must read the same value as before.
 *
 * Timeout: 600 s
 */
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

#include "client/legacy.h"
#include "client/pci.h"
#include "client/util.h"
#include "lib/names.h"
#include "lib/victim.h"

/* More bytes than a worker allocates for one command. */
#define WORKER_MAX 512
#define QUEUE 1

/* An access, and its result without a fault. */
struct access {
	struct victim *victim;
	unsigned int region, at, len;
	bool write, asked; /* each access needs a command */
	const char *what;
	uint8_t good[PCI_STD_HEADER_SIZEOF], now[PCI_STD_HEADER_SIZEOF];
};

static int access_it(void *userdata)
{
	struct access *a = userdata;
	struct vfio_vf *vf = &a->victim->vf;

	if (a->write)
		return vfio_write(vf, a->region, a->at, a->good, a->len);
	memset(a->now, 0, sizeof(a->now));
	return vfio_read(vf, a->region, a->at, a->now, a->len);
}

/* A copy may fail halfway; the test ignores the value read in that case. */
static void accessed(void *userdata, int r)
{
	struct access *a = userdata;

	victim_check(a->victim, a->what, r);
	if (r == 0 && !a->write && memcmp(a->now, a->good, a->len) != 0) {
		a->victim->odd++;
		tap_note("%s reads something else", a->what);
	}
}

#define BAR0(name, offset, size, ...)                                                          \
	{                                                                                      \
		.region = VFIO_PCI_BAR0_REGION_INDEX, .at = offset, .len = size, .what = name, \
		##__VA_ARGS__                                                                  \
	}
#define CONFIG(name, offset, size, ...)                                                          \
	{                                                                                        \
		.region = VFIO_PCI_CONFIG_REGION_INDEX, .at = offset, .len = size, .what = name, \
		##__VA_ARGS__                                                                    \
	}

static void accesses(struct victim *v)
{
	struct access all[] = {
		BAR0("read of the features", VIRTIO_PCI_HOST_FEATURES, 4),
		BAR0("read of the driver's features", VIRTIO_PCI_GUEST_FEATURES, 4, .asked = true),
		BAR0("write of the driver's features", VIRTIO_PCI_GUEST_FEATURES, 4, .asked = true,
		     .write = true),
		BAR0("read of the queue's address", VIRTIO_PCI_QUEUE_PFN, 4),
		BAR0("write of the queue's address", VIRTIO_PCI_QUEUE_PFN, 4, .asked = true,
		     .write = true),
		BAR0("read of the queue's size", VIRTIO_PCI_QUEUE_NUM, 2),
		BAR0("read of the selected queue", VIRTIO_PCI_QUEUE_SEL, 2, .asked = true),
		BAR0("write of the selected queue", VIRTIO_PCI_QUEUE_SEL, 2, .write = true),
		BAR0("kick", VIRTIO_PCI_QUEUE_NOTIFY, 2, .write = true),
		BAR0("read of the status", VIRTIO_PCI_STATUS, 1),
		BAR0("read of ISR", VIRTIO_PCI_ISR, 1, .asked = true),
		BAR0("read of device config", 20, 6),
		BAR0("write of device config", 20, 6, .asked = true, .write = true),
		BAR0("read of everything", 0, 24, .asked = true),
		CONFIG("read of the header", 0, PCI_STD_HEADER_SIZEOF),
		CONFIG("write of command", PCI_COMMAND, 2, .write = true),
		CONFIG("write of BAR0", PCI_BASE_ADDRESS_0, 4, .write = true),
	};
	struct inject_result sum = { 0 }, workers = { 0 }, one;

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		struct access *a = &all[i];
		struct inject_action action = { access_it, accessed, a };
		bool write = a->write;

		/* A read returns what was written. */
		a->victim = v;
		a->write = false;
		tap_must(access_it(a), "%s", a->what);
		memcpy(a->good, a->now, sizeof(a->good));
		a->write = write;

		one = inject_each(&v->inject, &action);
		tap_note("%s: %u faults, %u errors", a->what, one.faults, one.errors);
		sum.faults += one.faults;
		sum.errors += one.errors;
		if (!a->asked)
			continue;
		inject_below(VFV_MODULE_NAME, "worker");
		one = inject_each_kthread(&v->inject, &action, WORKER_MAX);
		inject_below(VFV_MODULE_NAME, NULL);
		workers.faults += one.faults;
		workers.errors += one.errors;
	}
	victim_claim(v, "accesses", sum, 2 * ARRAY_SIZE(all));
	victim_claim(v, "admin commands", workers, 20);
}

/* Calls an ioctl and its inverse. */
struct order {
	struct victim *victim;
	const char *what;
	int fd;
};

static int set_ioeventfd(struct order *o, int fd)
{
	return vfio_ioeventfd(&o->victim->vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_NOTIFY,
			      QUEUE, VFIO_DEVICE_IOEVENTFD_16, fd);
}

static int tie_it(void *userdata)
{
	struct order *o = userdata;

	return set_ioeventfd(o, o->fd);
}

static void tied(void *userdata, int r)
{
	struct order *o = userdata;

	victim_check(o->victim, o->what, r);
	/* Only a registered eventfd can be removed. */
	o->victim->odd += (set_ioeventfd(o, -1) == 0) != (r == 0);
}

static int info_it(void *userdata)
{
	struct order *o = userdata;
	struct vfio_region_info info = { .argsz = sizeof(info),
					 .index = VFIO_PCI_BAR0_REGION_INDEX };
	int r = util_errno(ioctl(o->victim->vf.device, VFIO_DEVICE_GET_REGION_INFO, &info));

	if (r == 0 && info.size != o->victim->vf.region[VFIO_PCI_BAR0_REGION_INDEX].size)
		o->victim->odd++;
	return r;
}

static void informed(void *userdata, int r)
{
	struct order *o = userdata;

	victim_check(o->victim, o->what, r);
}

static int msix_it(void *userdata)
{
	struct order *o = userdata;

	return vfio_irq_enable(&o->victim->vf, VFIO_PCI_MSIX_IRQ_INDEX, &o->fd, 1);
}

static void msix_done(void *userdata, int r)
{
	struct order *o = userdata;

	/* The only error that the PCI core returns when it cannot allocate vectors. */
	victim_check(o->victim, o->what, r == -ENOSPC ? -ENOMEM : r);
	vfio_irq_disable(&o->victim->vf, VFIO_PCI_MSIX_IRQ_INDEX);
}

static void orders(struct victim *v)
{
	struct order o = { .victim = v, .fd = eventfd(0, EFD_CLOEXEC) };
	struct inject_result result;

	tap_must(util_errno(o.fd), "make an eventfd");
	o.what = "region info";
	result = inject_each(&v->inject, &(struct inject_action){ info_it, informed, &o });
	victim_claim(v, o.what, result, 2);
	o.what = "ioeventfd";
	result = inject_each(&v->inject, &(struct inject_action){ tie_it, tied, &o });
	victim_claim(v, o.what, result, 2);
	o.what = "MSI-X";
	result = inject_each(&v->inject, &(struct inject_action){ msix_it, msix_done, &o });
	victim_claim(v, o.what, result, 3);
	util_close(&o.fd);
}

int main(void)
{
	struct victim v;

	victim_begin(&v, 5);
	scene_bind_decided(&v.scene, v.index, v.bdf);
	scene_open(&v.vf, v.bdf);
	tap_must(scene_is_native(&v.vf) ? -ENODEV : 0, "make %s transitional", v.bdf);
	tap_must(pci_command(&v.vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0), "turn decoding on");
	accesses(&v);
	orders(&v);
	vfio_detach(&v.vf);
	return victim_end(&v);
}
