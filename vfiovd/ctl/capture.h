/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program prints, or a verb of our own, kept. */
#pragma once

#include <stddef.h>

enum { CMD_CAPTURE_MAX = 4 << 20 };

/**
 * cmd_capture - run @run in a process of its own and keep its output, errors included
 * @run: prints to stdout and stderr and returns an exit status; may set another alarm() than that
 *	of 10 seconds
 * @size: set to the length of what it printed, at most CMD_CAPTURE_MAX bytes of it
 * @status: set to its exit status, -1 when a signal ended it, that of the alarm for one
 *
 * Return: text with a NUL behind it that the caller frees, NULL without memory or process.
 */
char *cmd_capture(int (*run)(void *userdata), void *userdata, size_t *size, int *status);

/* For @run: become the program @userdata, a char *const[] for execvp(). */
int cmd_capture_program(void *userdata);
