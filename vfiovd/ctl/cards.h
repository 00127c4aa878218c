/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the PFs of virtio devices, with or without VFs, and their cards. */
#pragma once

#include "policy/bdf.h"

#include "inventory.h"

struct cmd_card_pf {
	struct vfv_bdf bdf;
	uint64_t serial;   /* serial number of the card; 0 if it has none, or it cannot be read */
	bool serial_known; /* a serial of 0 means that it has none */
};

/* Zero-initialise; call cmd_cards_done() at the end. */
struct cmd_cards {
	struct cmd_card_pf *items; /* in no particular order */
	size_t n;
	uint64_t *vfs; /* PF and number of each VF; sorted */
	size_t n_vfs;
};

/*
 * Read /sys, and the data about PFs in the inventory's VFs. Return: CMD_OK, or the reported error.
 */
enum cmd_exit cmd_cards_read(const struct cmd *cmd, const struct cmd_inventory *inventory,
			     struct cmd_cards *cards);

/* Return: the PF at @bdf, NULL if there is none. */
const struct cmd_card_pf *cmd_cards_at(const struct cmd_cards *cards, struct vfv_bdf bdf);

/*
 * Find the PFs of cards with this serial number that have the same function number as @bdf: the PFs
 * of one card share a serial number.
 * Return: the number of such PFs; @first is set to one of them, or to NULL.
 */
size_t cmd_cards_with(const struct cmd_cards *cards, uint64_t serial, struct vfv_bdf bdf,
		      const struct cmd_card_pf **first);

/* Return: true if the PF at @bdf has a VF with this number. */
bool cmd_cards_have_vf(const struct cmd_cards *cards, struct vfv_bdf bdf, uint32_t index);

void cmd_cards_done(struct cmd_cards *cards);
