/* SPDX-License-Identifier: GPL-2.0-only */
/* Like <ctype.h>, but independent of the locale. */
#pragma once

#include <stdbool.h>

static inline bool vfv_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool vfv_is_alpha(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool vfv_is_alnum(unsigned char c)
{
	return vfv_is_digit(c) || vfv_is_alpha(c);
}

static inline bool vfv_is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* Return: -1 if @c is not a hexadecimal digit. */
static inline int vfv_hex_digit(unsigned char c)
{
	if (vfv_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}
