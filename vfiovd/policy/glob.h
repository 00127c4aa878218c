/* SPDX-License-Identifier: GPL-2.0-only */
/* Patterns: "*" matches any text, "?" matches any single byte; no other byte is special. */
#pragma once

#include <stdbool.h>

/* The time is at most proportional to the product of both lengths, for any pattern. */
bool vfv_glob_match(const char *pattern, const char *text);

/* Return: true if @a matches all that the pattern @b matches; may be false if that is unclear. */
bool vfv_glob_covers(const char *a, const char *b);
