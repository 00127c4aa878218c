/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Reproducible random numbers; each thread has its own stream. */

#include <stdint.h>

struct dice {
	uint64_t state;
};

void dice_init(struct dice *dice, uint64_t seed, unsigned int stream);
/* Returns a number from 0 to sides - 1. */
unsigned int dice_roll(struct dice *dice, unsigned int sides);

/* Makes a weighted random choice. */
struct dice_choice {
	unsigned int weight;
	unsigned int what;
};
unsigned int dice_choose(struct dice *dice, const struct dice_choice *choices, unsigned int n);

void dice_shuffle(struct dice *dice, uint8_t *cards, unsigned int n);
