// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU migrates Linux with a native block VF, on which it writes files. The guest reboots at the
 * destination, and is migrated back.
 * Timeout: 900 s
 */
#include "lib/disk.h"

int main(void)
{
	return disk_moves("native", "");
}
