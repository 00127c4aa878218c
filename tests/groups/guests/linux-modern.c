// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux without options uses the modern interface if there is one: that of a native VF, which has
 * no other, and that of a transitional VF. Timeout: 600 s
 */
#include "lib/nic.h"

static void boot(struct scene *scene, struct vfdev *device, unsigned int index, const char *profile,
		 const char *append, unsigned int id)
{
	struct tap *tap = &scene->tap;
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct guest_nic nic;

	scene_bind_decided(scene, index, bdf);
	tap_note("%s, %s", profile, *append ? append : "no option");
	guest_start(&guest,
		    &(struct guest_options){ .name = profile, .vf = bdf, .append = append });
	guest_ready(&guest);
	guest_nic_up(&guest);
	/*
	 * The open itself sends two commands to a transitional VF; a legacy driver would start with
	 * a write.
	 */
	guest_figures(&guest, device, index, "the link");
	guest_nic_get(&guest, &nic);
	guest_nic_is_modern(tap, &nic, id);
	guest_nic_traffic(tap, &guest, index);
	guest_nic_msix(tap, &guest);
	tap_ok(tap, vfdev_count(device, index, DEVICE_COMMON_WRITE) == 0,
	       "%s: no legacy register was written", profile);
	tap_ok(tap, guest_stop(&guest), "QEMU ends well");
}

int main(void)
{
	struct vfdev *device;
	struct scene scene;

	scene_begin(&scene);
	device_begin(&device);
	scene_rule(&scene, "legacy-guest", "3", "transitional", "\"native\", \"transitional\"");
	boot(&scene, device, 4, "native", "virtio_pci.force_legacy=1", 0x1041);
	boot(&scene, device, 3, "unforced", "", 0x1000);
	device_end(device);
	return scene_end(&scene);
}
