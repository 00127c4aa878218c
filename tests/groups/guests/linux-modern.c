// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux without options uses the modern interface if there is one: that of a native VF, which has
 * no other interface, and that of a transitional VF. Timeout: 600 s
 */
#include "lib/trial.h"

static void boot(struct trial *t, unsigned int index, const char *profile, const char *append,
		 unsigned int id)
{
	struct tap *tap = &t->scene.tap;

	tap_note("%s, %s", profile, *append ? append : "no option");
	t->vf = index;
	/*
	 * The open itself sends two commands to a transitional VF; a legacy driver would start with
	 * a write.
	 */
	trial_boot(t, (struct guest_options){ .name = profile, .append = append });
	guest_nic_is_modern(tap, &t->nic, id);
	guest_nic_traffic(tap, &t->guest, index);
	guest_nic_msix(tap, &t->guest);
	tap_ok(tap, vfdev_count(t->device, index, DEVICE_COMMON_WRITE) == 0,
	       "%s: no legacy register was written", profile);
	trial_stop(t);
}

int main(void)
{
	static struct trial t;

	trial_begin(&t, 3, "transitional");
	boot(&t, 4, "native", "virtio_pci.force_legacy=1", 0x1041);
	boot(&t, 3, "unforced", "", 0x1000);
	return trial_end(&t);
}
