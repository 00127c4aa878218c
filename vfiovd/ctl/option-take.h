/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "cmd.h"

/**
 * cmd_option_take - store an option in @cmd
 * @letter: its short name
 * @argument: borrowed; NULL for an option without one; trailing slashes of a directory are
 *	removed
 *
 * Return: 0, or -EINVAL for an argument that the option does not accept.
 */
int cmd_option_take(struct cmd *cmd, int letter, char *argument);
