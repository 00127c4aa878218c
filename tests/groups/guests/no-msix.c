// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that does not use MSI-X, such as one with the oldest drivers, works with the VF's
 * emulated interrupt pin. Timeout: 300 s
 */
#include "lib/bulk.h"
#include "lib/trial.h"

#define VF_INDEX 8

int main(void)
{
	static struct trial t;
	struct vfv_vf state;

	trial_begin(&t, VF_INDEX, "legacy");
	trial_boot(&t, (struct guest_options){ .name = "no-msix", .append = "pci=nomsi" });
	guest_nic_is_legacy(&t.scene.tap, &t.nic, 0x1000);
	guest_nic_traffic(&t.scene.tap, &t.guest, VF_INDEX);
	guest_bulk(&t.scene.tap, &t.guest, t.device, VF_INDEX);
	guest_nic_link(&t.scene.tap, &t.guest, t.device, VF_INDEX);
	tap_ok(&t.scene.tap,
	       guest_sh(&t.guest, NULL, "grep -q 'IO-APIC.*virtio' /proc/interrupts") == 0,
	       "its interrupts use the pin");
	trial_stop(&t);
	tap_must(vfv_genl_vf_get(t.scene.genl, t.bdf, &state, NULL), "get the state of %s", t.bdf);
	tap_ok(&t.scene.tap, vfv_counter_value(&state.stats, "errors") == 0,
	       "no admin command failed");
	return trial_end(&t);
}
