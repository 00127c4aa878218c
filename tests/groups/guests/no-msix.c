// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that may not use MSI-X: its driver says that it can not have the VF, and nothing worse
 * happens. vfiov-guests(7) says so under CAVEATS.
 * Timeout: 300 s
 */
#include "lib/nic.h"

#define VF_INDEX 8

int main(void)
{
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct vfdev *device;
	struct vfv_vf state;
	struct scene scene;

	scene_begin(&scene);
	device_begin(&device);
	scene_rule(&scene, "legacy-guest", "8", "transitional", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	guest_start(&guest, &(struct guest_options){
				    .name = "no-msix",
				    .vf = bdf,
				    .append = "pci=nomsi virtio_pci.force_legacy=1",
			    });
	guest_ready(&guest);
	guest_show(&guest, "dmesg | grep -i -e virtio -e 00:05.0; ls /sys/class/net");
	tap_ok(&scene.tap,
	       guest_sh(&guest, NULL,
			"[ -e " GUEST_NIC_SYSFS " ] && [ ! -e /sys/class/net/eth0 ]") == 0,
	       "a guest without MSI-X sees the VF and has no interface");
	tap_ok(&scene.tap, guest_sh(&guest, NULL, "dmesg | grep -q 'failed with error -22'") == 0,
	       "its driver ends its probe with error -22");
	tap_ok(&scene.tap, guest_stop(&guest), "QEMU ends well");
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &state, NULL), "get the state of %s", bdf);
	tap_ok(&scene.tap, state.stats.errors == 0, "no admin command failed");
	device_end(device);
	return scene_end(&scene);
}
