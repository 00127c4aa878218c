/* SPDX-License-Identifier: GPL-2.0-only */
/* Where VFs are, by PF and number, whether there are such VFs now or not. */
#pragma once

#include "policy/bdf.h"
#include "policy/define.h"

#include "cards.h"
#include "inventory.h"

enum { CMD_PLACE_TEXT = 40 };

struct cmd_place {
	struct vfv_bdf pf;
	uint32_t index;
	const struct cmd_vf *vf;   /* NULL when there is none now; of the inventory */
	char text[CMD_PLACE_TEXT]; /* "0000:3b:00.0#3", or with the serial number in the address's place */
	bool by_serial; /* named by the card's serial number, wherever that is; pf is where it was */
	/* Of cmd_places_identify(). */
	bool is_there;	 /* the PF is */
	uint64_t serial; /* of its card, which no other PF is known by; 0: there is none */
};

/* Zero-initialise, cmd_places_done() at the end. */
struct cmd_places {
	struct cmd_place *items;
	size_t n;
};

void cmd_places_done(struct cmd_places *places);

/**
 * cmd_places_find - find what @words name, as cmd_targets_find() does
 * @definitions: of which a word may name some by the serial number of a card; NULL for none
 *
 * With the PF's address, or the serial number, and numbers the VFs need not be there.
 *
 * Return: as cmd_targets_find().
 */
enum cmd_exit cmd_places_find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			      const struct vfv_definitions *definitions, char **words, size_t n,
			      struct cmd_places *places);

/* Find out which cards the places are of, and for those named by one which VF it has now. */
void cmd_places_identify(struct cmd_places *places, const struct cmd_cards *cards,
			 const struct cmd_inventory *inventory);
