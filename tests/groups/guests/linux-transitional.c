// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux uses a transitional VF with its own virtio drivers and the option to use the legacy
 * interface, also after a reboot.
 * Timeout: 600 s
 */
#include "lib/bulk.h"

#define VF_INDEX 2

static void figures(struct scene *scene, struct vfdev *device, const char *bdf)
{
	struct vfv_vf state;
	uint64_t commands;

	tap_must(vfv_genl_vf_get(scene->genl, bdf, &state, NULL), "get the state of %s", bdf);
	commands = vfv_counter_value(&state.stats, "commands");
	tap_ok(&scene->tap, commands > 0 && commands == device_commands(device, VF_INDEX),
	       "the device was given all %lu admin commands that the driver counts", commands);
	tap_ok(&scene->tap, vfv_counter_value(&state.stats, "errors") == 0, "none failed");
}

int main(void)
{
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct guest_nic nic;
	struct vfdev *device;
	struct scene scene;
	uint64_t ms;

	scene_begin(&scene);
	device_begin(&device);
	scene_rule(&scene, "legacy-guest", "2", "transitional", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);

	guest_start(&guest, &(struct guest_options){
				    .name = "transitional",
				    .vf = bdf,
				    .append = "virtio_pci.force_legacy=1",
			    });
	ms = guest_ready(&guest);
	tap_note("from QEMU's start to the guest's shell %lu ms", ms);
	guest_nic_up(&guest);
	guest_figures(&guest, device, VF_INDEX, "the link");
	guest_nic_get(&guest, &nic);
	guest_nic_is_legacy(&scene.tap, &nic, 0x1000);
	guest_nic_traffic(&scene.tap, &guest, VF_INDEX);
	guest_nic_msix(&scene.tap, &guest);
	guest_bulk(&scene.tap, &guest, device, VF_INDEX);
	guest_nic_link(&scene.tap, &guest, device, VF_INDEX);
	figures(&scene, device, bdf);

	device_do(device, "count reset");
	tap_must(guest_sh(&guest, NULL, "(sleep 1; reboot -f) & true"), "reboot the guest");
	guest_ready(&guest);
	guest_nic_up(&guest);
	tap_note("a reboot, to the link: %lu admin commands", device_commands(device, VF_INDEX));
	guest_nic_get(&guest, &nic);
	tap_ok(&scene.tap, nic.status == 7 && !nic.version_1, "it is so again after a reboot");
	guest_nic_traffic(&scene.tap, &guest, VF_INDEX);
	guest_nic_msix(&scene.tap, &guest);

	tap_ok(&scene.tap, guest_stop(&guest), "QEMU ends well");
	device_end(device);
	return scene_end(&scene);
}
