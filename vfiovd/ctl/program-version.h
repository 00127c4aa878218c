/* SPDX-License-Identifier: GPL-2.0-only */
/* Which version of a program is installed. */
#pragma once

#include "cmd.h"

struct cmd_version {
	unsigned int major, minor; /* 0.0: not known */
};

/**
 * cmd_version_find - ask the first of the programs that is there
 * @programs: names, the last one NULL; looked for in PATH and in /usr/sbin
 *
 * Each prints a number as in "libvirtd (libvirt) 9.0.0" for --version. Below another root
 * no program is run, and no version is known.
 */
struct cmd_version cmd_version_find(const struct cmd *cmd, const char *const programs[]);

/* The first number with a dot in @text that begins a word. */
struct cmd_version cmd_version_parse(const char *text);
