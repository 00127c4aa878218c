/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Counts the events of the audit records in the journal, and compares them with what happened. */

#include "scene/ledger.h"

struct books {
	uint64_t opens, closes, binds, shared, told_lost;
};

/* From now on, the ledger adds each record that it reads to @books. */
void books_open(struct books *books, struct ledger *ledger);

/*
 * Claims that the records account for @opens, the same number of closes, and @binds, except for
 * @lost events, and that they report the losses.
 */
void books_claim(const struct books *books, struct tap *tap, uint64_t opens, unsigned int binds,
		 uint64_t lost);
