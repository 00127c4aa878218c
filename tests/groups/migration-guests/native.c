// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU migrates Linux with a native network VF and an open TCP connection. The guest reboots at the
 * destination, and is migrated back. Timeout: 900 s
 */
#include "lib/network.h"

int main(void)
{
	return network_moves("native", "", false);
}
