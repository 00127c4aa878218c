// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin queue breaks (the device reports that it needs a reset and stops answering). Accesses
 * to any VF of the PF fail, first in bounded time and then at once, close and open return, and the
 * kernel log is not flooded. Everything works when the PF's driver is bound again.
 *
 * Timeout: 180 s
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/outage.h"

#define VF_INDEX 1
#define OPEN_MS 12000
#define FLOOD_MS 2000
#define MESSAGES_MAX 10

/* Counts new messages in the kernel log. */
static unsigned int messages(int kmsg)
{
	unsigned int n = 0;
	char record[8192];
	ssize_t len;

	while ((len = read(kmsg, record, sizeof(record))) > 0 || (len < 0 && errno == EPIPE))
		n += len > 0;
	return n;
}

static void broken(struct rig *rig)
{
	int kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct tap *tap = &rig->scene.tap;
	unsigned int said;
	uint64_t start;
	struct vmm vmm;

	tap_must(util_errno(kmsg), "open the kernel log");
	lseek(kmsg, 0, SEEK_END);

	rig_open(rig, VF_INDEX);
	vmm_start(&vmm, rig);
	device_do(rig->device, "break");
	tap_ok(tap, hammer_wait_failed(&vmm.hammer, 1, OUTAGE_ACCESS_MS), "accesses fail");
	util_sleep_ms(FLOOD_MS);
	vmm_stop(&vmm);
	said = messages(kmsg);
	close(kmsg);
	tap_ok(tap, said <= MESSAGES_MAX, "%lu failed accesses write %u lines to the kernel log",
	       vmm.hammer.failed, said);
	vmm_check(&vmm, "broken", OUTAGE_ACCESS_MS);

	start = util_now_ns();
	tap_must(vfio_attach(&rig->vf, rig->bdf), "attach %s", rig->bdf);
	vfio_open(&rig->vf);
	tap_ok(tap, util_now_ns() - start < OPEN_MS * 1000000ull, "an open ends, after %lu ms",
	       (util_now_ns() - start) / 1000000);
	tap_ok(tap, rig->vf.device < 0 || scene_is_native(&rig->vf),
	       "and if it succeeds, the VF is native");
	rig_close(rig);
}

int main(void)
{
	struct pf_action action;
	struct rig rig;

	rig_begin(&rig);
	broken(&rig);
	pf_virtio_unbind(&action, rig.scene.pf);
	tap_returned(&rig.scene.tap, pf_wait(&action, OUTAGE_ACTION_MS), 0,
		     "the PF's virtio driver can be unbound");
	tap_note("it took %lu ms", action.took_ns / 1000000);
	outage_over(&rig, VF_INDEX, "with its driver bound anew");
	return rig_end(&rig);
}
