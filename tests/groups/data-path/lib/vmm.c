// SPDX-License-Identifier: GPL-2.0-only
#include "vmm.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/util.h"

#define PROGRESS_MS (10000 * scene_slower())

void vmm_start(struct vmm *vmm, struct rig *rig)
{
	*vmm = (struct vmm){ .rig = rig, .request = eventfd(0, EFD_CLOEXEC) };
	tap_must(util_errno(vmm->request), "make an eventfd");
	tap_must(vfio_irq_enable(&rig->vf, VFIO_PCI_REQ_IRQ_INDEX, &vmm->request, 1),
		 "set up the device request interrupt");
	hammer_start(&vmm->hammer, &rig->vf, VMM_THREADS);
	if (!hammer_wait_good(&vmm->hammer, 50, PROGRESS_MS))
		tap_must(-ETIMEDOUT, "read BAR0");
}

bool vmm_requested(struct vmm *vmm, unsigned int timeout_ms)
{
	struct pollfd pfd = { .fd = vmm->request, .events = POLLIN };

	return poll(&pfd, 1, timeout_ms) == 1;
}

void vmm_stop(struct vmm *vmm)
{
	uint64_t start = util_now_ns();

	hammer_stop(&vmm->hammer);
	rig_close(vmm->rig);
	vmm->close_ns = util_now_ns() - start;
	util_close(&vmm->request);
}

void vmm_check(struct vmm *vmm, const char *when, unsigned int longest_ms)
{
	struct tap *tap = &vmm->rig->scene.tap;
	struct hammer *h = &vmm->hammer;

	tap_note("%s: %lu reads succeeded, %lu failed, the longest took %lu ms, the end %lu ms",
		 when, h->good, h->failed, h->longest_ns / 1000000, vmm->close_ns / 1000000);
	if (!tap_ok(tap, h->strange == 0, "%s: no access fails with an unexpected error", when))
		tap_note("%lu did, the last one with: %s", h->strange, strerror(h->errno_strange));
	tap_ok(tap,
	       h->longest_ns < longest_ms * 1000000ull && vmm->close_ns < longest_ms * 1000000ull,
	       "%s: accesses and close end within %u ms", when, longest_ms);
}

void vmm_hold(struct vmm *vmm)
{
	uint64_t deadline = util_now_ns() + PROGRESS_MS * 1000000ull;
	struct rig *rig = vmm->rig;

	device_do(rig->device, "fault add vf=%u op=%d hold", rig->index, DEVICE_COMMON_READ);
	for (;;) {
		_cleanup_free_ char *pending = NULL;

		tap_must(vfdev_command(rig->device, &pending, "pending"), "read what is pending");
		if (pending && strstr(pending, "held"))
			return;
		if (util_now_ns() > deadline)
			tap_must(-ETIMEDOUT, "wait until the device holds a command");
		util_sleep_ms(2);
	}
}
