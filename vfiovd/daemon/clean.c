// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "clean.h"
#include "policy/ascii.h"
#include "policy/utf8.h"

/* Unicode's control characters beyond ASCII, U+0080 to U+009F. */
static bool is_c1(const unsigned char *text, size_t length)
{
	return length == 2 && text[0] == 0xc2 && text[1] < 0xa0;
}

void vd_clean(char *text)
{
	unsigned char *at = (unsigned char *)text;
	size_t left = strlen(text), length;

	for (; left; at += length, left -= length) {
		length = vfv_utf8_length(at, left);
		if (length && !vfv_is_control(*at) && !is_c1(at, length))
			continue;
		length = length ?: 1;
		memset(at, '?', length);
	}
}
