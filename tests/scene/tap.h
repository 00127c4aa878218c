/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The Test Anything Protocol, version 12: a line for each claim, and the plan at the end, so that a
 * program that dies early prints none.
 */

#include <stdbool.h>

#include "lib/macro.h"

struct tap {
	unsigned int claims, failed;
};

/* Prints whether the claim is true, and returns that. */
bool tap_ok(struct tap *tap, bool good, const char *claim, ...) _printf_(3, 4);
/* Claims that a call returned this, 0 or a negative errno. */
bool tap_returned(struct tap *tap, int got, int expected, const char *claim, ...) _printf_(4, 5);
void tap_skip(struct tap *tap, const char *claim, const char *why);
/* Prints a remark: figures, or the reason for a failure. */
void tap_note(const char *format, ...) _printf_(1, 2);
/* Gives up when r, the result of something that is not a claim, is negative. */
void tap_must(int r, const char *what, ...) _printf_(2, 3);
/* Prints the plan; returns main()'s status: 0 when every claim was true. */
int tap_end(const struct tap *tap);
