// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the same as the block-native test, but with a legacy VF. Timeout: 900 s
 */
#include "lib/disk.h"

int main(void)
{
	return disk_moves("legacy", "");
}
