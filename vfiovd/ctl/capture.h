/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program prints, or a verb of our own, kept. */
#pragma once

#include <stddef.h>

enum { CMD_CAPTURE_MAX = 4 << 20 };

/**
 * cmd_capture - run @run in a process of its own and keep its output, errors included
 * @run: prints to stdout and stderr and returns an exit status
 * @size: set to the length of what it printed, at most CMD_CAPTURE_MAX bytes of it
 * @status: set to its exit status, -1 when it was ended after 10 seconds or by a signal
 *
 * Return: text with a NUL behind it that the caller frees, NULL without memory or process.
 */
char *cmd_capture(int (*run)(void *userdata), void *userdata, size_t *size, int *status);

/* For @run: become the program @userdata, a char *const[] for execvp(). */
int cmd_capture_program(void *userdata);
