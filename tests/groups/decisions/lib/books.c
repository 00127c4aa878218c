// SPDX-License-Identifier: GPL-2.0-only
#include "books.h"

static void enter(const struct ledger_entry *entry, void *userdata)
{
	struct books *b = userdata;

	b->opens += entry->event == VFIOV_EVENT_OPEN || entry->event == VFIOV_EVENT_DEFAULT
			    ? entry->count
			    : 0;
	b->closes += entry->event == VFIOV_EVENT_CLOSE ? entry->count : 0;
	b->binds += entry->event == VFIOV_EVENT_BIND ? entry->count : 0;
	b->shared += entry->count - 1;
	b->told_lost += entry->lost;
}

void books_open(struct books *books, struct ledger *ledger)
{
	ledger_follow(ledger, enter, books);
}

void books_claim(const struct books *books, struct tap *tap, uint64_t opens, unsigned int binds,
		 uint64_t lost)
{
	const struct books *b = books;

	tap_note("%lu events share the record of another, %lu are lost", b->shared, lost);
	tap_ok(tap, b->told_lost == lost, "records report %lu of %lu losses", b->told_lost, lost);
	tap_ok(tap,
	       b->opens <= opens && b->closes <= opens && b->binds <= binds &&
		       b->opens + b->closes + b->binds + lost >= 2 * opens + binds,
	       "%lu opens, %lu closes and %lu binds are recorded, of %lu, %lu and %u", b->opens,
	       b->closes, b->binds, opens, opens, binds);
}
