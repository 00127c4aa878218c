/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Traces calls of kernel functions with ftrace. Errors of void functions end the test with "Bail
 * out!".
 */

#include <stdbool.h>
#include <stddef.h>

/* Returns whether this kernel has the tracer. */
bool ftrace_has(const char *tracer);

/* Traces one function and its direct callees only. */
void ftrace_calls_of(const char *function);
/* Stops tracing and returns the trace, in chronological order. The caller frees it. */
char *ftrace_end(void);
/* Counts the occurrences of the text in the trace. */
unsigned int ftrace_count(const char *trace, const char *text);
