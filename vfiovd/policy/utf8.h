/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/**
 * vfv_utf8_length - count the bytes of the character at @text
 *
 * Return: 1 to 4; 0 for an invalid, overlong or truncated sequence, a surrogate, or a number above
 * U+10FFFF.
 */
size_t vfv_utf8_length(const unsigned char *text, size_t left);

/* Return: true if all of @text, up to its NUL, is valid UTF-8. */
bool vfv_utf8_is(const char *text);
