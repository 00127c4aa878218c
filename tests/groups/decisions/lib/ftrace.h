/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Traces calls of kernel functions with ftrace. Functions without a result give up with "Bail
 * out!".
 */

#include <stdbool.h>
#include <stddef.h>

/* Returns whether this kernel has the tracer. */
bool ftrace_has(const char *tracer);

/* Traces one function, with the functions that it calls itself, and no others. */
void ftrace_calls_of(const char *function);
/* Stops tracing and returns the trace, in chronological order. The caller frees it. */
char *ftrace_end(void);
/* Counts the occurrences of the text in the trace. */
unsigned int ftrace_count(const char *trace, const char *text);
