/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Restores the events of one VF in order from its audit records. Records of repeated events have a
 * count: the records of one cycle are consecutive, and each step of the cycle occurred once before
 * any step occurred again.
 */

#include <stddef.h>

#include "scene/ledger.h"

/* Calls @func for each event, with its record. No record may be crowded. */
void unfold(const struct ledger_entry *entry, size_t n,
	    void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata);
