/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Almost valid messages of the family: they have commands and attributes from the uapi header with
 * valid and invalid values, and then a few changed bytes, lengths or types. The same seed gives the
 * same messages.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mutate {
	uint64_t state; /* any seed but 0 */
	/* Currently valid values, which are tried more often than others. */
	const char *const *bdfs;
	size_t n_bdfs;
	const uint64_t *numbers; /* cookies, sequences, tickets */
	size_t n_numbers;
	const uint8_t *instance;
};

uint32_t mutate_random(struct mutate *m, uint32_t below);

/*
 * Builds a command or, if @reply is set, a reply from the kernel, as a netlink message without a
 * sequence number. Returns the length; a mutation may have changed nlmsg_len.
 */
size_t mutate_message(struct mutate *m, uint16_t family, bool reply, uint8_t *buf, size_t room);

/* Builds random and mutated attributes for a command; returns their length. */
size_t mutate_attributes(struct mutate *m, uint8_t command, uint8_t *buf, size_t room);

/* Overwrites up to four random bytes with random values. */
void mutate_bytes(struct mutate *m, uint8_t *buf, size_t len);
