/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Lists all VFs, as "vfiovctl list" does. */

#include "figure.h"

/*
 * Lists the VFs repeatedly, and fills @times with the duration of each list divided by @per. Ends
 * the test with "Bail out!" if a list does not have @n VFs.
 */
void lists_time(struct figure *figure, unsigned int n, unsigned int per, struct samples *times);
