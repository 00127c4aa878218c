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
 * Each prints a number as in "libvirtd (libvirt) 9.0.0" for --version. Below another root it runs
 * no program, and the version is unknown.
 */
struct cmd_version cmd_version_find(const struct cmd *cmd, const char *const programs[]);

/* Return: the first number with a dot in @text that begins a word. */
struct cmd_version cmd_version_parse(const char *text);
