/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>

#include "ascii.h"
#include "bdf.h"

/* Read @min to @max digits up to @end, and set *text to the character after @end. */
static int hex_field(const char **text, int min, int max, char end, uint32_t *value)
{
	int n = 0;

	*value = 0;
	for (int digit; n <= max && (digit = vfv_hex_digit((unsigned char)(*text)[n])) >= 0; n++)
		*value = *value << 4 | (uint32_t)digit;
	if (n < min || n > max || (*text)[n] != end)
		return -EINVAL;
	*text += n + 1;
	return 0;
}

static int colons(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == ':';
	return n;
}

int vfv_bdf_parse(const char *text, struct vfv_bdf *bdf)
{
	uint32_t domain = 0, bus, device, function;

	if (colons(text) > 1 && hex_field(&text, 4, 8, ':', &domain) < 0)
		return -EINVAL;
	if (hex_field(&text, 2, 2, ':', &bus) < 0 || hex_field(&text, 2, 2, '.', &device) < 0 ||
	    hex_field(&text, 1, 1, '\0', &function) < 0)
		return -EINVAL;
	if (device > 0x1f || function > 7)
		return -EINVAL;

	*bdf = (struct vfv_bdf){
		.domain = domain,
		.bus = (uint8_t)bus,
		.devfn = (uint8_t)(device << 3 | function),
	};
	return 0;
}

const char *vfv_bdf_format(struct vfv_bdf bdf, char text[static VFV_BDF_TEXT])
{
	snprintf(text, VFV_BDF_TEXT, "%04x:%02x:%02x.%x", (unsigned int)bdf.domain, bdf.bus,
		 bdf.devfn >> 3, bdf.devfn & 7u);
	return text;
}
