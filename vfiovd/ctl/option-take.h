/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "cmd.h"

/**
 * cmd_option_take - keep in @cmd what an option says
 * @letter: its short name
 * @argument: NULL for one without; borrowed, and a directory loses its last slashes
 *
 * Return: 0, or -EINVAL for an argument that the option does not take.
 */
int cmd_option_take(struct cmd *cmd, int letter, char *argument);
