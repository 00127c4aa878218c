// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux with four CPUs uses four queue pairs of a transitional VF, and each pair carries frames,
 * with its own interrupts. Each pair also has its own network, so that answers return through the
 * same pair (tests/host/boot). Timeout: 600 s
 */
#include "lib/bulk.h"
#include "lib/trial.h"

#define VF_INDEX 1
#define PAIRS 4

static bool vfs_with(struct trial *t, unsigned int pairs)
{
	const char *pf = t->scene.pf;

	if (!device_can(t->device, "vf-queues %u", pairs))
		return false;
	tap_must(bind_make_vfs(pf, 0), "remove the VFs");
	tap_must(bind_make_vfs(pf, SCENE_VFS), "make VFs with %u queue pairs", pairs);
	return true;
}

static unsigned int count_in(struct guest *guest, const char *command)
{
	_cleanup_free_ char *out = NULL;
	unsigned int n = 0;

	return guest_sh(guest, &out, "%s", command) == 0 && sscanf(out, "%u", &n) == 1 ? n : 0;
}

static void boot(struct trial *t)
{
	static const char *const four[] = { "-smp", "4", NULL };
	struct guest *guest = &t->guest;
	struct tap *tap = &t->scene.tap;

	device_do(t->device, "count reset");
	trial_boot(t, (struct guest_options){ .name = "queues",
					      .append = "virtio_pci.force_legacy=1",
					      .extra = four });
	guest_nic_is_legacy(tap, &t->nic, 0x1000);
	tap_ok(tap, count_in(guest, "ls -d /sys/class/net/eth0/queues/rx-* | wc -l") == PAIRS,
	       "eth0 has %d receive queues", PAIRS);
	tap_ok(tap, count_in(guest, "grep -c virtio0-.*put /proc/interrupts") == 2 * PAIRS,
	       "and an interrupt for each of %d queues", 2 * PAIRS);
	guest_nic_traffic(tap, guest, VF_INDEX);
	guest_nic_msix(tap, guest);
	for (unsigned int pair = 0; pair < PAIRS; pair++)
		guest_bulk_pair(tap, guest, pair);
	trial_stop(t);
}

int main(void)
{
	static struct trial t;

	trial_begin(&t, VF_INDEX, "transitional");
	if (vfs_with(&t, PAIRS)) {
		boot(&t);
		vfs_with(&t, 1);
	} else {
		tap_skip(&t.scene.tap, "four queue pairs", "the device does not support that many");
	}
	return trial_end(&t);
}
