/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Functions of the kernel that are called, by ftrace. Functions without a result give up with "Bail
 * out!".
 */

#include <stdbool.h>
#include <stddef.h>

/* Whether this kernel has the tracer. */
bool ftrace_has(const char *tracer);

/* Traces one function, with the functions that it calls itself, and no others. */
void ftrace_calls_of(const char *function);
/* What was traced, in the order of time, and then nothing is traced any more. To be freed. */
char *ftrace_end(void);
/* How often the text is in what was traced. */
unsigned int ftrace_count(const char *trace, const char *text);
