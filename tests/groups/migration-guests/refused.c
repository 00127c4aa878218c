// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest cannot be migrated to a VF with another profile. QEMU reports an error, the audit gives
 * the reason, and the guest continues at the source with its TCP connection. Timeout: 900 s
 */
#include "lib/network.h"

int main(void)
{
	return network_refused("transitional", "legacy", "virtio_pci.force_legacy=1", 1,
			       "the state is of another profile");
}
