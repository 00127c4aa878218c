/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Prints the results of a program on stdout, as lines of key=value or as one JSON object. */

#include <stdbool.h>
#include <stdint.h>

#include "lib/macro.h"

struct report {
	bool json;
	unsigned int fields;
};

void report_begin(struct report *report, bool json);
void report_number(struct report *report, const char *key, uint64_t value);
/*
 * The text must not contain characters that need an escape; it comes from this program, not from a
 * device.
 */
void report_text(struct report *report, const char *key, const char *format, ...) _printf_(3, 4);
void report_end(struct report *report);
