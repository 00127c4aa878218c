/* SPDX-License-Identifier: GPL-2.0-only */
/* Patterns with "*" for any text and "?" for any one byte; no other byte is special. */
#pragma once

#include <stdbool.h>

/* Time is at most the product of both lengths, whatever the pattern. */
bool vfv_glob_match(const char *pattern, const char *text);
