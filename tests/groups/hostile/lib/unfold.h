/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The events of one VF in their order, from its audit records. Records of events that repeat
 * themselves have a count (kmod/share.c): those of one cycle follow one another, and each step of
 * the cycle came for the first time before any of them came again.
 */

#include <stddef.h>

#include "scene/ledger.h"

/* Call func for each event, with its record. None of the records is crowded. */
void unfold(const struct ledger_entry *entry, size_t n,
	    void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata);
