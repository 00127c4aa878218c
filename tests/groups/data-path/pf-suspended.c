// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host is suspended and resumed while clients access BAR0, both with a working device and with
 * one that does not answer. The kernel's test mode suspends all devices and resumes them after 5 s.
 * virtio_pci deletes the PF's admin queue on suspend without notice.
 *
 * 9p over virtio does not survive a suspend, and the logs are written to such a share. This test is
 * therefore run only manually, in tests/shell.
 *
 * Timeout: 180 s
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/outage.h"

#define PROGRESS_MS 20000

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), r;

	if (fd < 0)
		return -errno;
	r = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return r;
}

static void suspend(struct rig *rig, bool stuck)
{
	const char *when = stuck ? "suspended with commands unanswered" : "suspended";
	struct tap *tap = &rig->scene.tap;
	uint64_t start;
	struct vmm vmm;

	outage_client(&vmm, rig, 3, stuck);
	start = util_now_ns();
	tap_returned(tap, put("/sys/power/state", "freeze"), 0, "%s: the host resumes", when);
	tap_note("%s: it took %lu ms", when, (util_now_ns() - start) / 1000000);
	device_repair(rig->device);
	pci_command(&rig->vf, 7, 0);
	tap_ok(tap, hammer_wait_good(&vmm.hammer, 50, PROGRESS_MS),
	       "%s: the VF that stayed open works again", when);
	vmm_stop(&vmm);
	tap_ok(tap, vmm.hammer.strange == 0, "%s: no access fails with an unexpected error", when);
	tap_note("%s: %lu reads succeeded, %lu failed", when, vmm.hammer.good, vmm.hammer.failed);
}

static int skip(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	return 77;
}

/*
 * On resume, virtio_pci in 6.12 resets a PF and uses an admin queue that was freed on suspend. It
 * then panics, even without our module.
 */
static bool kernel_survives(void)
{
	struct utsname name;

	return uname(&name) == 0 && strncmp(name.release, "6.12.", strlen("6.12.")) != 0;
}

int main(void)
{
	struct rig rig;

	if (!kernel_survives())
		return skip("virtio_pci of 6.12 panics when a PF with an admin queue resumes");
	if (!getenv("VFIOVD_SUSPEND"))
		return skip(
			"the shared directory for logs does not survive it; VFIOVD_SUSPEND=1 runs "
			"it");
	if (put("/sys/power/pm_test", "devices") < 0)
		return skip("the kernel has no test mode for suspend");
	rig_begin(&rig);
	suspend(&rig, false);
	suspend(&rig, true);
	put("/sys/power/pm_test", "none");
	return rig_end(&rig);
}
