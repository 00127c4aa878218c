/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line: one table for getopt, for help, and for the options of each verb. */
#pragma once

#include "cmd.h"

enum {
	CMD_OPT_REASON = 1 << 0,
	CMD_OPT_PROFILE = 1 << 1,
	CMD_OPT_MIGRATION = 1 << 2,
	CMD_OPT_WAIT = 1 << 3,
	CMD_OPT_ONCE = 1 << 4,
	CMD_OPT_SINCE = 1 << 5,
	CMD_OPT_DENIED = 1 << 6,
	CMD_OPT_RULE = 1 << 7,
	CMD_OPT_VERBOSE = 1 << 8,
	CMD_OPT_MAIN_PID = 1 << 9,
	CMD_OPT_UNTIL = 1 << 10,
	CMD_OPT_LINES = 1 << 11,
	CMD_OPT_FOLLOW = 1 << 12,
	CMD_OPT_JOURNAL = 1 << 13,
	CMD_OPT_QUIET = 1 << 14,
	CMD_OPT_PERSIST = 1 << 16,
	CMD_OPT_QEMU = 1 << 17,
	CMD_OPT_LIBVIRT = 1 << 18,
	CMD_OPT_HOST = 1 << 19,
	CMD_OPT_VERIFY = 1 << 20,
	CMD_OPT_INVENTORY = 1 << 21,
	CMD_OPT_GLOBAL = 1 << 15, /* taken by all verbs */
};

enum cmd_options_result {
	CMD_OPTIONS_RUN,
	CMD_OPTIONS_HELP,
	CMD_OPTIONS_VERSION,
	CMD_OPTIONS_WRONG, /* the error has been reported */
};

/**
 * cmd_options_parse - read all options, at any position
 * @seen: set to the bits of the given options that not all verbs take
 * @first: set to the index in @argv at which the other words, which are moved to its end,
 *	start
 */
enum cmd_options_result cmd_options_parse(struct cmd *cmd, int argc, char **argv,
					  unsigned int *seen, int *first);

/* Report an option of @seen that is not in @taken. Return: CMD_OK or CMD_USAGE. */
enum cmd_exit cmd_options_check(const struct cmd *cmd, unsigned int seen, unsigned int taken);

/* Print the help of the options whose bit is in @which. */
void cmd_options_help(unsigned int which);
