// SPDX-License-Identifier: GPL-2.0-only
/*
 * vf-get and vfiovctl report what the guest of an open VF has done: no driver yet, a legacy or a
 * modern one; decoding, bus mastering, interrupts, and the last device status. A legacy guest whose
 * device has no I/O window, such as one behind a root port that was assigned none, never has a
 * driver and never turns I/O on.
 */
#include <linux/pci_regs.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/nic.h"
#include "client/util.h"
#include "lib/rig.h"

#define VF 5
#define NATIVE_VF 6
#define RUNNING 0x07 /* acknowledge, driver, driver ok */

struct expected {
	const char *driver; /* NULL if it is not known */
	int io, memory, master;
	const char *interrupts;
	uint32_t status;
};

static bool same(const char *is, bool known, const char *expected)
{
	return expected ? known && !strcmp(is, expected) : !known;
}

static void shows(struct rig *rig, const char *when, const struct expected *e)
{
	const struct vfv_guest *g;
	struct vfv_vf vf;

	tap_must(vfv_genl_vf_get(rig->scene.genl, rig->bdf, &vf, NULL), "get %s", rig->bdf);
	g = &vf.guest;
	if (!tap_ok(&rig->scene.tap,
		    vfv_has(&vf, VFIOV_A_VF_GUEST) &&
			    same(g->driver, vfv_has(g, VFIOV_A_GUEST_DRIVER), e->driver) &&
			    same(g->interrupts, vfv_has(g, VFIOV_A_GUEST_INTERRUPTS),
				 e->interrupts) &&
			    g->io == e->io && g->memory == e->memory &&
			    g->bus_master == e->master && g->status == e->status,
		    "%s: driver %s, I/O %d, memory %d, bus master %d, interrupts %s, status 0x%02x",
		    when, e->driver ?: "not known", e->io, e->memory, e->master, e->interrupts,
		    e->status))
		tap_note("present %#x, driver %s, I/O %u, memory %u, bus master %u, interrupts %s, "
			 "status %#x",
			 g->present, g->driver, g->io, g->memory, g->bus_master, g->interrupts,
			 g->status);
}

static void is_absent(struct rig *rig, const char *when)
{
	struct vfv_vf vf;

	tap_must(vfv_genl_vf_get(rig->scene.genl, rig->bdf, &vf, NULL), "get %s", rig->bdf);
	tap_ok(&rig->scene.tap, !vfv_has(&vf, VFIOV_A_VF_GUEST), "%s nothing is reported", when);
}

/* Claims that the output of vfiovctl contains this text. */
static void says(struct rig *rig, const char *verb, const char *text)
{
	struct run result;

	tap_must(run(&result, 0, (const char *[]){ "vfiovctl", verb, rig->bdf, NULL }),
		 "run vfiovctl");
	if (!tap_ok(&rig->scene.tap, result.status == 0 && strstr(result.out, text),
		    "vfiovctl %s says \"%s\"", verb, text))
		tap_note("%s%s", result.out, result.err);
	run_free(&result);
}

/*
 * The state in which firmware leaves the device if the port has no I/O window. No driver uses the
 * device then.
 */
static void no_window(struct rig *rig)
{
	tap_must(pci_command(&rig->vf, 0, PCI_COMMAND_IO | PCI_COMMAND_MASTER), "turn I/O off");
	shows(rig, "without an I/O window", &(struct expected){ "none", 0, 1, 0, "none", 0 });
	says(rig, "list", "), no driver yet");
	says(rig, "show", "no driver yet, I/O off, memory on, bus master off");
}

static void legacy_driver(struct rig *rig)
{
	struct nic nic;
	int r;

	tap_must(pci_command(&rig->vf, PCI_COMMAND_IO, 0), "turn I/O on");
	shows(rig, "after firmware", &(struct expected){ "none", 1, 1, 0, "none", 0 });
	r = nic_up(&nic, &rig->vf, 0);
	if (!tap_returned(&rig->scene.tap, r, 0, "a legacy driver brings the device up"))
		tap_note("could not %s", nic.step);
	shows(rig, "then", &(struct expected){ "legacy", 1, 1, 1, "msi-x", RUNNING });
	says(rig, "list", "), legacy");
	says(rig, "show",
	     "legacy driver, I/O on, memory on, bus master on, interrupts msi-x, "
	     "device status 0x07");
	nic_down(&nic);
	shows(rig, "after it has gone", &(struct expected){ "none", 1, 1, 0, "none", 0 });
	/*
	 * The legacy driver may have left bus mastering on, so that does not indicate a modern
	 * driver.
	 */
	tap_must(pci_command(&rig->vf, PCI_COMMAND_MASTER, 0), "turn bus mastering on");
	shows(rig, "the next guest", &(struct expected){ NULL, 1, 1, 1, "none", 0 });
	tap_must(rig_write(rig, VIRTIO_PCI_STATUS, "\x03", 1), "write the status");
	tap_must(vfio_reset(&rig->vf), "reset the function");
	shows(rig, "after a reset of the function",
	      &(struct expected){ "none", 0, 0, 0, "none", 0 });
}

static void pin(struct rig *rig)
{
	_cleanup_close_ int fd = eventfd(0, EFD_CLOEXEC);

	rig_decode(rig);
	tap_must(vfio_irq_enable(&rig->vf, VFIO_PCI_INTX_IRQ_INDEX, &fd, 1), "enable the pin");
	tap_must(rig_write(rig, VIRTIO_PCI_STATUS, "\x03", 1), "write the status");
	shows(rig, "with the pin", &(struct expected){ "legacy", 1, 1, 1, "pin", 3 });
	tap_must(vfio_irq_disable(&rig->vf, VFIO_PCI_INTX_IRQ_INDEX), "disable the pin");
}

/* The device itself serves the modern interface, so only bus mastering reveals a driver. */
static void native(struct rig *rig)
{
	uint64_t ticket;
	struct vfv_vf vf;

	scene_bind_decided(&rig->scene, NATIVE_VF, rig->bdf);
	tap_must(vfv_genl_profile_set(rig->scene.genl, rig->bdf, "native", false, NULL, &ticket,
				      NULL),
		 "ask for native");
	tap_must(scene_wait_decided(&rig->scene, rig->bdf, &vf), "get a decision");
	scene_open(&rig->vf, rig->bdf);
	shows(rig, "a native VF", &(struct expected){ "none", 0, 0, 0, "none", 0 });
	tap_must(pci_command(&rig->vf, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0),
		 "turn bus mastering on");
	shows(rig, "with a driver", &(struct expected){ "modern", 0, 0, 1, "none", 0 });
}

int main(void)
{
	struct rig rig;

	rig_begin_as(&rig, "legacy");
	rig_open(&rig, VF);
	no_window(&rig);
	legacy_driver(&rig);
	pin(&rig);
	rig_close(&rig);
	is_absent(&rig, "of a closed VF");
	rig_open_again(&rig);
	tap_must(pci_command(&rig.vf, 0, PCI_COMMAND_IO | PCI_COMMAND_MASTER), "turn I/O off");
	shows(&rig, "nothing remains for the next open",
	      &(struct expected){ "none", 0, 1, 0, "none", 0 });
	rig_close(&rig);
	native(&rig);
	return rig_end(&rig);
}
