/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints the definitions, and whether their VFs exist. */
#pragma once

#include "policy/define.h"

#include "cards.h"

/* Return: "present", "no-vf", "no-pf"; NULL if the card cannot be identified. */
const char *cmd_defined_state(const struct cmd_cards *cards,
			      const struct vfv_definition *definition);

/* Print all definitions. Return: CMD_OK, or the reported error. */
enum cmd_exit cmd_defined_print(const struct cmd *cmd, const struct vfv_definitions *definitions,
				const struct cmd_cards *cards);
