// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation and each copy for the interrupt pin of an open legacy VF fails once: system calls
 * return an error. User space does not request the vectors that emulate the pin, so if their
 * allocation fails, the guest's write of a queue address still succeeds, and the next such write
 * allocates them.
 *
 * Timeout: 300 s
 */
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/victim.h"

#define PIN VFIO_PCI_INTX_IRQ_INDEX
#define VECTORS 2 /* large enough for an array of either kind of data */

struct pin {
	struct victim *victim;
	const char *what;
	int fd;
	unsigned int with, without; /* number of successful writes with and without vectors */
};

static void off(struct pin *p)
{
	tap_must(vfio_irq_disable(&p->victim->vf, PIN), "release the pin");
}

static int info_it(void *userdata)
{
	struct pin *p = userdata;
	struct vfio_irq_info info;

	return vfio_irq_info(&p->victim->vf, PIN, &info);
}

static void checked(void *userdata, int r)
{
	struct pin *p = userdata;

	victim_check(p->victim, p->what, r);
}

static int tie_it(void *userdata)
{
	struct pin *p = userdata;

	return vfio_irq_enable(&p->victim->vf, PIN, &p->fd, 1);
}

static void tied(void *userdata, int r)
{
	checked(userdata, r);
	off(userdata);
}

static int untie_it(void *userdata)
{
	struct pin *p = userdata;

	return vfio_irq_disable(&p->victim->vf, PIN);
}

static void untied(void *userdata, int r)
{
	checked(userdata, r);
	tap_must(tie_it(userdata), "connect the pin again");
}

static int unmask_by_it(void *userdata)
{
	struct pin *p = userdata;

	return vfio_irq_unmask_by(&p->victim->vf, PIN, p->fd);
}

static void unmasked_by(void *userdata, int r)
{
	struct pin *p = userdata;

	checked(p, r);
	tap_must(vfio_irq_unmask_by(&p->victim->vf, PIN, -1), "disconnect the unmask eventfd");
}

/* Returns the vectors in use, as the kernel lists them. */
static unsigned int vectors(const struct pin *p)
{
	char line[1024];
	unsigned int n = 0;
	FILE *f = fopen("/proc/interrupts", "re");

	tap_must(f ? 0 : -errno, "read the interrupts");
	while (fgets(line, sizeof(line), f))
		n += strstr(line, "vfiov-intx") && strstr(line, p->victim->bdf);
	fclose(f);
	return n;
}

static int write_it(void *userdata)
{
	struct pin *p = userdata;

	return vfio_write(&p->victim->vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_PFN,
			  "\1\0\0", 4);
}

static void written(void *userdata, int r)
{
	struct pin *p = userdata;
	unsigned int n = vectors(p);

	checked(p, r);
	p->with += r == 0 && n == VECTORS;
	p->without += r == 0 && n == 0;
	off(p);
	p->victim->odd += vectors(p) != 0;
	tap_must(vfio_write(&p->victim->vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_STATUS, "", 1),
		 "reset the device");
	tap_must(tie_it(p), "connect the pin");
}

static void each(struct pin *p, const char *what, int (*act)(void *), void (*settle)(void *, int),
		 unsigned int least)
{
	p->what = what;
	victim_claim(p->victim, what,
		     inject_each(&p->victim->inject, &(struct inject_action){ act, settle, p }),
		     least);
}

int main(void)
{
	struct victim v;
	struct pin p = { .victim = &v, .fd = eventfd(0, EFD_CLOEXEC) };

	victim_begin(&v, 8);
	scene_rule(&v.scene, "victim", "0-15", "legacy", "\"native\", \"legacy\"");
	tap_must(util_errno(p.fd), "make an eventfd");
	scene_bind_decided(&v.scene, v.index, v.bdf);
	scene_open(&v.vf, v.bdf);
	tap_must(scene_is_native(&v.vf) ? -ENODEV : 0, "make %s legacy", v.bdf);
	tap_must(pci_command(&v.vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0), "turn decoding on");

	each(&p, "info", info_it, checked, 2);
	each(&p, "pin with an eventfd", tie_it, tied, 3);
	tap_must(tie_it(&p), "connect the pin");
	each(&p, "end of it", untie_it, untied, 1);
	each(&p, "eventfd that unmasks", unmask_by_it, unmasked_by, 3);
	each(&p, "vectors", write_it, written, 4);
	tap_ok(&v.scene.tap, p.with > 0 && p.without > 0,
	       "the guest continues without vectors if there is no memory for them (%u times, %u "
	       "with them)",
	       p.without, p.with);
	off(&p);
	vfio_detach(&v.vf);
	util_close(&p.fd);
	return victim_end(&v);
}
