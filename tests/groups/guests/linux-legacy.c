// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux without options uses the legacy interface of a legacy VF. The VF can be unplugged and
 * plugged in again while the guest runs. Timeout: 600 s
 */
#include "lib/machine.h"
#include "lib/trial.h"

#define VF_INDEX 6

static int wait_driver(struct guest *guest)
{
	return guest_sh(guest, NULL,
			"n=0; until [ -e /sys/class/net/eth0 ]; do "
			"[ $((n += 1)) -lt 300 ] || break; usleep 100000; done; [ $n -lt 300 ]");
}

static void replug(struct trial *t)
{
	struct guest *guest = &t->guest;
	struct tap *tap = &t->scene.tap;
	int r;

	tap_returned(tap, guest_unplug(guest), 0, "the guest releases the VF when QEMU unplugs it");
	tap_ok(tap, guest_sh(guest, NULL, "[ ! -e %s ]", machine_vf_sysfs()) == 0,
	       "and no longer has it");
	tap_returned(tap, guest_plug(guest, t->bdf, NULL), 0, "it can be plugged in again");
	r = wait_driver(guest);
	if (!tap_ok(tap, r == 0, "and the guest's driver binds to it"))
		return;
	guest_nic_up(guest);
	guest_nic_get(guest, &t->nic);
	guest_nic_is_legacy(tap, &t->nic, 0x1000);
	guest_nic_traffic(tap, guest, VF_INDEX);
	guest_nic_msix(tap, guest);
}

int main(void)
{
	static struct trial t;

	trial_begin(&t, VF_INDEX, "legacy");
	trial_boot(&t, (struct guest_options){ .name = "legacy", .append = "" });
	guest_nic_is_legacy(&t.scene.tap, &t.nic, 0x1000);
	guest_nic_traffic(&t.scene.tap, &t.guest, VF_INDEX);
	guest_nic_msix(&t.scene.tap, &t.guest);
	replug(&t);
	trial_stop(&t);
	return trial_end(&t);
}
