/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports errors of vfiovctl. They go to stderr, never to stdout, as text or, with --json, as one
 * object.
 */
#pragma once

#include "cmd.h"

/* Details of an error, in addition to its sentence. Each member may be NULL. */
struct cmd_error {
	const char *device;
	const char *rule;
	const char *hint;      /* what to try; for people only */
	const char *attribute; /* the attribute that the kernel refused; for programs only */
};

/* Report an error, and return @code. */
_printf_(4, 5) enum cmd_exit cmd_fail(const struct cmd *cmd, enum cmd_exit code,
				      const struct cmd_error *about, const char *format, ...);

/* Report the kernel's error for @device, NULL for none. Return: the exit code for it. */
enum cmd_exit cmd_fail_nl(const struct cmd *cmd, const char *device,
			  const struct vfv_nl_error *error);

/* Report that cmd_connect() returned @error. Return: the exit code for it. */
enum cmd_exit cmd_fail_connect(const struct cmd *cmd, int error);

/*
 * Report @word, which is not one of the names that @name returns (as for vfv_suggest()), as "@what:
 * @word" with a suggestion. Return: CMD_USAGE.
 */
enum cmd_exit cmd_fail_word(const struct cmd *cmd, const char *what, const char *word,
			    const char *(*name)(size_t n, const void *data), const void *data);

enum cmd_exit cmd_fail_memory(const struct cmd *cmd);

/* The name of an exit code, as in the JSON of an error. */
const char *cmd_exit_name(enum cmd_exit code);
