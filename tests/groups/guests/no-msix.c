// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that does not use MSI-X, like the oldest drivers, works with the VF's emulated interrupt
 * pin. Timeout: 300 s
 */
#include "lib/bulk.h"

#define VF_INDEX 8

int main(void)
{
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct vfdev *device;
	struct guest_nic nic;
	struct vfv_vf state;
	struct scene scene;

	scene_begin(&scene);
	device_begin(&device);
	scene_rule(&scene, "legacy-guest", "8", "legacy", "\"native\", \"legacy\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	guest_start(&guest, &(struct guest_options){
				    .name = "no-msix",
				    .vf = bdf,
				    .append = "pci=nomsi",
			    });
	guest_ready(&guest);
	guest_nic_up(&guest);
	guest_figures(&guest, device, VF_INDEX, "the link");
	guest_nic_get(&guest, &nic);
	guest_nic_is_legacy(&scene.tap, &nic, 0x1000);
	guest_nic_traffic(&scene.tap, &guest, VF_INDEX);
	guest_bulk(&scene.tap, &guest, device, VF_INDEX);
	guest_nic_link(&scene.tap, &guest, device, VF_INDEX);
	tap_ok(&scene.tap,
	       guest_sh(&guest, NULL, "grep -q 'IO-APIC.*virtio' /proc/interrupts") == 0,
	       "its interrupts come by the pin");
	tap_ok(&scene.tap, guest_stop(&guest), "QEMU ends well");
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &state, NULL), "get the state of %s", bdf);
	tap_ok(&scene.tap, vfv_counter_value(&state.stats, "errors") == 0,
	       "no admin command failed");
	device_end(device);
	return scene_end(&scene);
}
