/* SPDX-License-Identifier: GPL-2.0-only */
/* The PFs of virtio devices, with VFs or without, and the cards that they are of. */
#pragma once

#include "policy/bdf.h"

#include "inventory.h"

struct cmd_card_pf {
	struct vfv_bdf bdf;
	uint64_t serial;   /* of the card, 0: none, or not to be seen */
	bool serial_known; /* it is none when it is 0 */
};

/* Zero-initialise, cmd_cards_done() at the end. */
struct cmd_cards {
	struct cmd_card_pf *items; /* in no order */
	size_t n;
	uint64_t *vfs; /* PF and number of each VF, ordered */
	size_t n_vfs;
};

/* Look at /sys, and at what the VFs have of their PFs. Return: CMD_OK, or what was reported. */
enum cmd_exit cmd_cards_read(const struct cmd *cmd, const struct cmd_inventory *inventory,
			     struct cmd_cards *cards);

/* The PF at @bdf, NULL when there is none. */
const struct cmd_card_pf *cmd_cards_at(const struct cmd_cards *cards, struct vfv_bdf bdf);

/*
 * The PFs of cards with this serial number that have the same function as @bdf: the PFs of one card
 * have one number.
 * Return: how many there are; @first is set to one of them, or to NULL.
 */
size_t cmd_cards_with(const struct cmd_cards *cards, uint64_t serial, struct vfv_bdf bdf,
		      const struct cmd_card_pf **first);

/* Is there a VF with this number of the PF at @bdf? */
bool cmd_cards_have_vf(const struct cmd_cards *cards, struct vfv_bdf bdf, uint32_t index);

void cmd_cards_done(struct cmd_cards *cards);
