// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF's port reports errors on its link (AER) while a VF is open. After a nonfatal error the VMM
 * is notified, and the VF keeps its state and continues to work. A fatal error resets the link and
 * the VF: the VMM is notified, and cached registers are dropped.
 *
 * virtio_pci has no error handlers in 6.12, so recovery of the PF fails and no driver is resumed.
 *
 * Timeout: 180 s
 */
#include <fcntl.h>
#include <linux/virtio_pci.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/outage.h"
#include "lib/reset.h"

#define VF_INDEX 7
#define TOLD_MS (20000 * scene_slower())
#define RECOVERY_MS (60000 * scene_slower())

static bool is_notified(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	eventfd_t count;

	return poll(&pfd, 1, TOLD_MS) == 1 && eventfd_read(fd, &count) == 0;
}

/* Opens the kernel log at its end. */
static int log_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	tap_must(util_errno(fd), "open the kernel's log");
	tap_must(util_errno(lseek(fd, 0, SEEK_END)), "seek to its end");
	return fd;
}

/* Waits until the kernel log reports the end of the link reset, which takes seconds. */
static void recovery_ends(int log)
{
	uint64_t deadline = util_now_ns() + RECOVERY_MS * 1000000ull;
	char line[2048];
	ssize_t len;

	for (;;) {
		len = read(log, line, sizeof(line) - 1);
		if (len > 0) {
			line[len] = '\0';
			if (strstr(line, "AER: device recovery "))
				break;
			continue;
		}
		tap_must(util_now_ns() < deadline ? 0 : -ETIMEDOUT,
			 "wait for the end of the recovery");
		util_sleep_ms(20);
	}
	close(log);
}

static void not_fatal(struct rig *rig, int error)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t status, features[4];
	int log = log_open();

	reset_set_up(rig);
	device_do(rig->device, "error COMP_ABORT");
	tap_ok(tap, is_notified(error), "the VMM is notified of a nonfatal error");
	recovery_ends(log);
	rig_commands(rig);
	tap_must(rig_read(rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	tap_ok(tap, status == 3 && rig_commands(rig) == 0,
	       "the VF's registers are unchanged (status %u)", status);
	tap_returned(tap, rig_read(rig, VIRTIO_PCI_GUEST_FEATURES, features, 4), 0,
		     "and the device responds");
}

static void fatal(struct rig *rig, int error)
{
	struct tap *tap = &rig->scene.tap;
	struct reset_saved pf;
	int log = log_open();

	reset_set_up(rig);
	reset_save(rig->scene.pf, &pf);
	device_do(rig->device, "error DLP");
	tap_ok(tap, is_notified(error), "the VMM is notified of a fatal error");
	recovery_ends(log);
	tap_ok(tap, reset_is_seen(rig), "the VF's registers are not accessible");
	reset_restore(rig->scene.pf, &pf);
}

int main(void)
{
	int error = eventfd(0, EFD_CLOEXEC);
	struct pf_action action;
	struct rig rig;

	rig_begin_open(&rig, VF_INDEX);
	tap_must(vfio_irq_enable(&rig.vf, VFIO_PCI_ERR_IRQ_INDEX, &error, 1),
		 "connect the error interrupt");
	not_fatal(&rig, error);
	fatal(&rig, error);
	rig_close(&rig);
	pf_driver_unbind(&action, rig.scene.pf);
	tap_must(pf_wait(&action, OUTAGE_ACTION_MS), "unbind the PF's driver");
	outage_over(&rig, VF_INDEX, "with the PF's driver bound anew");
	util_close(&error);
	return rig_end(&rig);
}
