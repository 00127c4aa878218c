// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux uses a transitional VF with its own virtio drivers and the option to use the legacy
 * interface, and does so again after a reboot. Timeout: 600 s
 */
#include "lib/bulk.h"
#include "lib/trial.h"

#define VF_INDEX 2

static void figures(struct trial *t)
{
	struct tap *tap = &t->scene.tap;
	struct vfv_vf state;
	uint64_t commands;

	tap_must(vfv_genl_vf_get(t->scene.genl, t->bdf, &state, NULL), "get the state of %s",
		 t->bdf);
	commands = vfv_counter_value(&state.stats, "commands");
	tap_ok(tap, commands > 0 && commands == device_commands(t->device, VF_INDEX),
	       "the device received all %lu admin commands that the driver counted", commands);
	tap_ok(tap, vfv_counter_value(&state.stats, "errors") == 0, "none failed");
}

static void reboot(struct trial *t)
{
	struct guest *guest = &t->guest;

	device_do(t->device, "count reset");
	tap_must(guest_sh(guest, NULL, "(sleep 1; reboot -f) & true"), "reboot the guest");
	guest_ready(guest);
	guest_nic_up(guest);
	tap_note("a reboot, to the link: %lu admin commands", device_commands(t->device, VF_INDEX));
	guest_nic_get(guest, &t->nic);
	tap_ok(&t->scene.tap, t->nic.status == 7 && !t->nic.version_1, "the same after a reboot");
	guest_nic_traffic(&t->scene.tap, guest, VF_INDEX);
	guest_nic_msix(&t->scene.tap, guest);
}

int main(void)
{
	static struct trial t;

	trial_begin(&t, VF_INDEX, "transitional");
	trial_boot(&t, (struct guest_options){
			       .name = "transitional",
			       .append = "virtio_pci.force_legacy=1",
		       });
	guest_nic_is_legacy(&t.scene.tap, &t.nic, 0x1000);
	guest_nic_traffic(&t.scene.tap, &t.guest, VF_INDEX);
	guest_nic_msix(&t.scene.tap, &t.guest);
	guest_bulk(&t.scene.tap, &t.guest, t.device, VF_INDEX);
	guest_nic_link(&t.scene.tap, &t.guest, t.device, VF_INDEX);
	figures(&t);
	reboot(&t);
	trial_stop(&t);
	return trial_end(&t);
}
