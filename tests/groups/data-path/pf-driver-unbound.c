// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF is unbound from virtio-pci, which removes the VFs, while a client uses one. The client is
 * asked to close the VF, and the unbind ends when the VF is closed.
 *
 * Timeout: 180 s
 */
#include "lib/outage.h"

int main(void)
{
	const struct outage unbound = { "virtio-pci unbound", pf_driver_unbind, true };
	struct rig rig;

	rig_begin(&rig);
	outage(&rig, 12, &unbound, false);
	outage(&rig, 12, &unbound, true);
	return rig_end(&rig);
}
