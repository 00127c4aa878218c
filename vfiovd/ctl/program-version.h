/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the installed version of a program. */
#pragma once

#include "cmd.h"

struct cmd_version {
	unsigned int major, minor; /* 0.0: not known */
};

/**
 * cmd_version_find - run the first program that exists
 * @programs: names, the last one NULL; looked for in PATH and in /usr/sbin
 *
 * With --version, each prints a number as in "libvirtd (libvirt) 9.0.0". Below another root, no
 * program is run and the version is unknown.
 */
struct cmd_version cmd_version_find(const struct cmd *cmd, const char *const programs[]);

/* Return: the first number with a dot in @text that begins a word. */
struct cmd_version cmd_version_parse(const char *text);
