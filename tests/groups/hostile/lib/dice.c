// SPDX-License-Identifier: GPL-2.0-only
#include "dice.h"

/* splitmix64: every state is valid, and streams do not overlap. */
static uint64_t next(struct dice *dice)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

void dice_init(struct dice *dice, uint64_t seed, unsigned int stream)
{
	dice->state = seed;
	dice->state = next(dice) + stream;
	dice->state = next(dice);
}

unsigned int dice_roll(struct dice *dice, unsigned int sides)
{
	return (next(dice) >> 32) * sides >> 32;
}

unsigned int dice_choose(struct dice *dice, const struct dice_choice *choices, unsigned int n)
{
	unsigned int sum = 0, at;

	for (unsigned int i = 0; i < n; i++)
		sum += choices[i].weight;
	at = dice_roll(dice, sum);
	for (unsigned int i = 0;; i++) {
		if (at < choices[i].weight)
			return choices[i].what;
		at -= choices[i].weight;
	}
}

void dice_shuffle(struct dice *dice, uint8_t *cards, unsigned int n)
{
	for (; n > 1; n--) {
		unsigned int at = dice_roll(dice, n);
		uint8_t card = cards[at];

		cards[at] = cards[n - 1];
		cards[n - 1] = card;
	}
}
