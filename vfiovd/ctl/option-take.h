/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "cmd.h"

/**
 * cmd_option_take - store an option in @cmd
 * @letter: its short name
 * @argument: NULL for an option without one; borrowed, and a directory loses its trailing
 *	slashes
 *
 * Return: 0, or -EINVAL for an argument that the option does not take.
 */
int cmd_option_take(struct cmd *cmd, int letter, char *argument);
