// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF's virtio device is unbound from its driver, which removes the admin queue, while VFs are
 * in use. No command is issued to a freed queue. The client gets errors, and continues when the
 * driver is back.
 *
 * Timeout: 180 s
 */
#include "lib/outage.h"

#define TIMES 3

int main(void)
{
	const struct outage unbound = { "virtio_net unbound", pf_virtio_unbind, false };
	struct rig rig;

	rig_begin(&rig);
	for (int i = 0; i < TIMES; i++)
		outage(&rig, 11, &unbound, false);
	outage(&rig, 11, &unbound, true);
	return rig_end(&rig);
}
