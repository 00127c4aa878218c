/* SPDX-License-Identifier: GPL-2.0-only */
/* Captures the output of a program, or of one of vfiovctl's verbs. */
#pragma once

#include <stddef.h>

enum { CMD_CAPTURE_MAX = 4 << 20 };

/**
 * cmd_capture - run @run in a separate process and keep its output, including stderr
 * @run: prints to stdout and stderr, and returns an exit status; may override the alarm() of
 *	10 seconds
 * @size: set to the length of the output, at most CMD_CAPTURE_MAX bytes
 * @status: set to its exit status, -1 when a signal ended it, such as SIGALRM
 *
 * Return: NUL-terminated text that the caller frees, NULL if there is no memory or no process could
 * be created.
 */
char *cmd_capture(int (*run)(void *userdata), void *userdata, size_t *size, int *status);

/* For use as @run: executes the program @userdata, a char *const[] for execvp(). */
int cmd_capture_program(void *userdata);
