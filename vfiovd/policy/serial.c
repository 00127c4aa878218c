/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>

#include "ascii.h"
#include "serial.h"

int vfv_serial_parse(const char *text, uint64_t *serial)
{
	uint64_t value = 0;

	for (int i = 0; i < VFV_SERIAL_TEXT - 1; i++) {
		int digit = vfv_hex_digit((unsigned char)text[i]);

		if (i % 3 == 2 ? text[i] != '-' : digit < 0)
			return -EINVAL;
		if (i % 3 != 2)
			value = value << 4 | (uint64_t)digit;
	}
	if (text[VFV_SERIAL_TEXT - 1])
		return -EINVAL;
	*serial = value;
	return 0;
}

const char *vfv_serial_format(uint64_t serial, char text[static VFV_SERIAL_TEXT])
{
	char *at = text;

	for (int shift = 56; shift >= 0; shift -= 8)
		at += sprintf(at, shift ? "%02x-" : "%02x", (unsigned int)(serial >> shift & 0xff));
	return text;
}
