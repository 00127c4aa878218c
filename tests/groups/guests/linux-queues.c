// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux with four CPUs uses four queue pairs of a transitional VF, and each pair carries frames,
 * with its own interrupts. Each pair also has its own network, so that answers return through the
 * same pair (tests/host/boot). Timeout: 600 s
 */
#include "lib/bulk.h"

#define VF_INDEX 1
#define PAIRS 4

static bool vfs_with(struct scene *scene, struct vfdev *device, unsigned int pairs)
{
	if (!device_can(device, "vf-queues %u", pairs))
		return false;
	tap_must(bind_make_vfs(scene->pf, 0), "remove the VFs");
	tap_must(bind_make_vfs(scene->pf, SCENE_VFS), "make VFs with %u queue pairs", pairs);
	return true;
}

static unsigned int count_in(struct guest *guest, const char *command)
{
	_cleanup_free_ char *out = NULL;
	unsigned int n = 0;

	return guest_sh(guest, &out, "%s", command) == 0 && sscanf(out, "%u", &n) == 1 ? n : 0;
}

static void boot(struct scene *scene, struct vfdev *device)
{
	static const char *const four[] = { "-smp", "4", NULL };
	struct tap *tap = &scene->tap;
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct guest_nic nic;

	scene_bind_decided(scene, VF_INDEX, bdf);
	device_do(device, "count reset");
	guest_start(&guest, &(struct guest_options){ .name = "queues",
						     .vf = bdf,
						     .append = "virtio_pci.force_legacy=1",
						     .extra = four });
	guest_ready(&guest);
	guest_nic_up(&guest);
	guest_figures(&guest, device, VF_INDEX, "the link");
	guest_nic_get(&guest, &nic);
	guest_nic_is_legacy(tap, &nic, 0x1000);
	tap_ok(tap, count_in(&guest, "ls -d /sys/class/net/eth0/queues/rx-* | wc -l") == PAIRS,
	       "eth0 has %d receive queues", PAIRS);
	tap_ok(tap, count_in(&guest, "grep -c virtio0-.*put /proc/interrupts") == 2 * PAIRS,
	       "and an interrupt for each of %d queues", 2 * PAIRS);
	guest_nic_traffic(tap, &guest, VF_INDEX);
	guest_nic_msix(tap, &guest);
	for (unsigned int pair = 0; pair < PAIRS; pair++)
		guest_bulk_pair(tap, &guest, pair);
	tap_ok(tap, guest_stop(&guest), "QEMU ends well");
}

int main(void)
{
	struct vfdev *device;
	struct scene scene;

	scene_begin(&scene);
	device_begin(&device);
	scene_rule(&scene, "legacy-guest", "1", "transitional", "\"native\", \"transitional\"");
	if (vfs_with(&scene, device, PAIRS)) {
		boot(&scene, device);
		vfs_with(&scene, device, 1);
	} else {
		tap_skip(&scene.tap, "four queue pairs", "the device can not have them");
	}
	device_end(device);
	return scene_end(&scene);
}
