/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the running and the newest installed kernel, and whether they have the module. */
#pragma once

#include <limits.h>

#include "cmd.h"

enum cmd_fact {
	CMD_UNKNOWN,
	CMD_NO,
	CMD_YES,
};

/* As in struct utsname. */
enum { CMD_RELEASE_SIZE = 65 };

struct cmd_kernel {
	char release[CMD_RELEASE_SIZE]; /* "" if it is not known */
	enum cmd_fact module;		/* modprobe finds the module, or it is built in */
	enum cmd_fact headers;		/* the module can be built for it here */
	char path[PATH_MAX];		/* of the module, below the root; "" if it has no file */
};

struct cmd_kernels {
	struct cmd_kernel running;
	/*
	 * By default, the boot loaders and configurations of distributions boot the newest one
	 * next. Which one a boot loader will really start cannot be known in general.
	 */
	struct cmd_kernel newest;
};

void cmd_kernels_find(const struct cmd *cmd, struct cmd_kernels *kernels);

/* Compare releases by their numbers; 7.2-rc1 is older than 7.2. Return: same as strcmp(). */
int cmd_release_compare(const char *a, const char *b);
