/* SPDX-License-Identifier: GPL-2.0-only */
/* What is defined, and whether it is there. */
#pragma once

#include "policy/define.h"

#include "cards.h"

/* "present", "no-vf", "no-pf"; NULL when it cannot be seen which card it is. */
const char *cmd_defined_state(const struct cmd_cards *cards,
			      const struct vfv_definition *definition);

/* Print all of it. Return: CMD_OK, or what was reported. */
enum cmd_exit cmd_defined_print(const struct cmd *cmd, const struct vfv_definitions *definitions,
				const struct cmd_cards *cards);
