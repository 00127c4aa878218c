/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The Test Anything Protocol, version 12. There is a line for each claim, and the plan comes last,
 * so that a program that dies early prints no plan.
 */

#include <stdbool.h>

#include "lib/macro.h"

struct tap {
	unsigned int claims, failed;
};

/* Prints and returns whether the claim is true. */
bool tap_ok(struct tap *tap, bool good, const char *claim, ...) _printf_(3, 4);
/* Claims that a call returned this value, which is 0 or a negative errno. */
bool tap_returned(struct tap *tap, int got, int expected, const char *claim, ...) _printf_(4, 5);
void tap_skip(struct tap *tap, const char *claim, const char *why);
/* Prints a remark: figures, or the reason for a failure. */
void tap_note(const char *format, ...) _printf_(1, 2);
/* Ends the test if @r, the result of a step that is not a claim, is negative. */
void tap_must(int r, const char *what, ...) _printf_(2, 3);
/* Prints the plan. Returns the exit status for main(), which is 0 if every claim was true. */
int tap_end(const struct tap *tap);
