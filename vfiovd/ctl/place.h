/* SPDX-License-Identifier: GPL-2.0-only */
/* Places of VFs, given by PF and number, whether or not the VFs currently exist. */
#pragma once

#include "policy/bdf.h"
#include "policy/define.h"

#include "cards.h"
#include "inventory.h"

enum { CMD_PLACE_TEXT = 40 };

struct cmd_place {
	struct vfv_bdf pf;
	uint32_t index;
	const struct cmd_vf *vf;   /* the VF in the inventory; NULL if it does not exist now */
	char text[CMD_PLACE_TEXT]; /* "0000:3b:00.0#3", or with the serial number instead of the
				    * address */
	bool by_serial; /* the VF is named by the card's serial number, at any address; pf is its
			 * old address */
	/* Set by cmd_places_identify(). */
	bool is_there;	 /* the PF exists */
	uint64_t serial; /* serial number of its card, if unique to this PF; otherwise 0 */
};

/* Zero-initialise; call cmd_places_done() at the end. */
struct cmd_places {
	struct cmd_place *items;
	size_t n;
};

void cmd_places_done(struct cmd_places *places);

/**
 * cmd_places_find - find the VFs that @words name, as cmd_targets_find() does
 * @definitions: a word may name some of them by the serial number of a card; NULL for none
 *
 * If a word gives the PF's address or the serial number, and VF numbers, the VFs need not exist.
 *
 * Return: same as cmd_targets_find().
 */
enum cmd_exit cmd_places_find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			      const struct vfv_definitions *definitions, char **words, size_t n,
			      struct cmd_places *places);

/* Find the cards of the places, and the current VFs of places that are named by a card. */
void cmd_places_identify(struct cmd_places *places, const struct cmd_cards *cards,
			 const struct cmd_inventory *inventory);
