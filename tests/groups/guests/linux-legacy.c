// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux without options uses the legacy interface of a legacy VF. The VF can be unplugged and
 * plugged in again while the guest runs. Timeout: 600 s
 */
#include "lib/machine.h"
#include "lib/nic.h"

#define VF_INDEX 6

static int wait_driver(struct guest *guest)
{
	return guest_sh(guest, NULL,
			"n=0; until [ -e /sys/class/net/eth0 ]; do "
			"[ $((n += 1)) -lt 300 ] || break; usleep 100000; done; [ $n -lt 300 ]");
}

static void replug(struct scene *scene, struct guest *guest, const char *bdf)
{
	struct tap *tap = &scene->tap;
	struct guest_nic nic;
	int r;

	tap_returned(tap, guest_unplug(guest), 0, "the guest gives the VF back when QEMU unplugs it");
	tap_ok(tap, guest_sh(guest, NULL, "[ ! -e %s ]", machine_vf_sysfs()) == 0,
	       "and has it no more");
	tap_returned(tap, guest_plug(guest, bdf, NULL), 0, "it can be plugged in again");
	r = wait_driver(guest);
	if (!tap_ok(tap, r == 0, "and the guest's driver takes it"))
		return;
	guest_nic_up(guest);
	guest_nic_get(guest, &nic);
	guest_nic_is_legacy(tap, &nic, 0x1000);
	guest_nic_traffic(tap, guest, VF_INDEX);
	guest_nic_msix(tap, guest);
}

int main(void)
{
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct guest_nic nic;
	struct vfdev *device;
	struct scene scene;

	scene_begin(&scene);
	device_begin(&device);
	scene_rule(&scene, "legacy-guest", "6", "legacy", "\"native\", \"legacy\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	guest_start(&guest, &(struct guest_options){ .name = "legacy", .vf = bdf, .append = "" });
	guest_ready(&guest);
	guest_nic_up(&guest);
	guest_figures(&guest, device, VF_INDEX, "the link");
	guest_nic_get(&guest, &nic);
	guest_nic_is_legacy(&scene.tap, &nic, 0x1000);
	guest_nic_traffic(&scene.tap, &guest, VF_INDEX);
	guest_nic_msix(&scene.tap, &guest);
	replug(&scene, &guest, bdf);
	tap_ok(&scene.tap, guest_stop(&guest), "QEMU ends well");
	device_end(device);
	return scene_end(&scene);
}
