/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The events of one VF in their order, from its audit records. Records of repeated events have a
 * count: the records of one cycle are consecutive, and each step of the cycle occurred once before
 * any of them occurred again.
 */

#include <stddef.h>

#include "scene/ledger.h"

/* Call func for each event, with its record. None of the records is crowded. */
void unfold(const struct ledger_entry *entry, size_t n,
	    void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata);
