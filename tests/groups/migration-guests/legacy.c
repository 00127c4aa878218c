// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the same as the test native, but with a legacy VF. Timeout: 900 s
 */
#include "lib/network.h"

int main(void)
{
	return network_moves("legacy", "", true);
}
