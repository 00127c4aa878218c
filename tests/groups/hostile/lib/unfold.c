// SPDX-License-Identifier: GPL-2.0-only
#include "unfold.h"

/* Return: the number of records, at least 1, in the cycle that starts at @entry. */
static size_t cycle(const struct ledger_entry *entry, size_t n)
{
	size_t len = 1;

	while (len < n && entry[len].time <= entry->time_last)
		len++;
	return len;
}

static uint64_t rounds(const struct ledger_entry *entry, size_t len)
{
	uint64_t most = 0;

	for (size_t i = 0; i < len; i++)
		most = entry[i].count > most ? entry[i].count : most;
	return most;
}

void unfold(const struct ledger_entry *entry, size_t n,
	    void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata)
{
	size_t len;

	for (; n; entry += len, n -= len) {
		uint64_t most;

		len = cycle(entry, n);
		most = rounds(entry, len);
		for (uint64_t round = 1; round <= most; round++) {
			for (size_t i = 0; i < len; i++) {
				if (entry[i].count >= round)
					func(&entry[i], userdata);
			}
		}
	}
}
