/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Messages of the family that are nearly right: commands and attributes as the uapi header has them,
 * values good and bad, and then a few bytes, lengths or types changed. A seed gives the same again.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mutate {
	uint64_t state; /* any seed but 0 */
	/* Values that are good at the moment, tried more often than others. */
	const char *const *bdfs;
	size_t n_bdfs;
	const uint64_t *numbers; /* cookies, sequences, tickets */
	size_t n_numbers;
	const uint8_t *instance;
};

uint32_t mutate_random(struct mutate *m, uint32_t below);

/*
 * A command or, with reply, what the kernel answers to one, as a netlink message without its sequence;
 * returns the length. nlmsg_len is what was meant, which a mutation may have made wrong.
 */
size_t mutate_message(struct mutate *m, uint16_t family, bool reply, uint8_t *buf, size_t room);

/* Attributes of the set of a command, random and mutated; returns their length. */
size_t mutate_attributes(struct mutate *m, uint8_t command, uint8_t *buf, size_t room);

/* Changes a few bytes. */
void mutate_bytes(struct mutate *m, uint8_t *buf, size_t len);
