// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that uses the interrupt pin cannot be migrated. The audit gives the reason, and the guest
 * continues at the source with its TCP connection. Timeout: 900 s
 */
#include "lib/network.h"

int main(void)
{
	return network_refused("legacy", "legacy", "pci=nomsi", 0,
			       "the guest uses the interrupt pin");
}
