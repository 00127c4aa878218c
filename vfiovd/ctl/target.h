/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the VFs that the command line names: 0000:3b:00.2, 3b:00.2, PF#N and PF#0-7,12 with the PF
 * as its PCI address or as the name of its network interface.
 */
#pragma once

#include "vfs.h"

struct cmd_targets {
	const struct cmd_vf **items; /* VFs of the inventory, in the order of the command line */
	size_t n;
};

/**
 * cmd_targets_find - find the VFs that @words name, without duplicates
 * @n: 0 for all VFs
 *
 * Return: CMD_OK; CMD_USAGE for a word that is not a target, or CMD_NO_DEVICE for one that names no
 * VF, both reported. Free the targets in any case.
 */
enum cmd_exit cmd_targets_find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			       char **words, size_t n, struct cmd_targets *targets);

/* Get the profile that @word names; it is borrowed. Return: CMD_OK, or CMD_USAGE, reported. */
enum cmd_exit cmd_profile(const struct cmd *cmd, const char *word, const char **profile);

void cmd_targets_done(struct cmd_targets *targets);
