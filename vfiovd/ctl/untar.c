/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "untar.h"

/* Offsets in a header; tar.c lists all of its fields. */
enum {
	BLOCK = 512,
	NAME_SIZE = 100,
	SIZE_AT = 124,
	SIZE_DIGITS = 11,
	CHECKSUM_AT = 148,
	CHECKSUM_SIZE = 8,
	TYPE_AT = 156,
};

/* Read @digits octal digits. Return: false if there are other characters. */
static bool octal(const char *text, size_t digits, size_t *number)
{
	*number = 0;
	for (size_t i = 0; i < digits; i++) {
		if (text[i] < '0' || text[i] > '7')
			return false;
		*number = *number * 8 + (size_t)(text[i] - '0');
	}
	return true;
}

/* The checksum counts its own field as blanks. */
static bool is_header(const char *header)
{
	size_t sum = 0, told;

	for (size_t i = 0; i < BLOCK; i++)
		sum += i - CHECKSUM_AT < CHECKSUM_SIZE ? ' ' : (unsigned char)header[i];
	return octal(header + CHECKSUM_AT, 6, &told) && told == sum;
}

static bool is_end(const char *header)
{
	for (size_t i = 0; i < BLOCK; i++)
		if (header[i])
			return false;
	return true;
}

static bool has_name(const char *header, const char *name)
{
	size_t length = strnlen(header, NAME_SIZE), wanted = strlen(name);

	return (header[TYPE_AT] == '0' || !header[TYPE_AT]) && length >= wanted &&
	       !memcmp(header + length - wanted, name, wanted) &&
	       (length == wanted || header[length - wanted - 1] == '/');
}

int cmd_tar_find(const char *data, size_t size, const char *name, const char **member,
		 size_t *length, const char **why, size_t *at)
{
	*at = 0;
	while (size - *at >= BLOCK) {
		const char *header = data + *at;
		size_t left = size - *at - BLOCK;

		if (is_end(header))
			return -ENOENT;
		if (!is_header(header) || !octal(header + SIZE_AT, SIZE_DIGITS, length)) {
			*why = "not a header of a tar archive";
			return -EINVAL;
		}
		/* The last file may lack its padding. */
		if (*length > left) {
			*why = "the file in the archive is truncated";
			return -EINVAL;
		}
		if (has_name(header, name)) {
			*member = header + BLOCK;
			return 0;
		}
		left -= *length;
		*at = size - left;
		if (*length % BLOCK)
			*at += left < BLOCK - *length % BLOCK ? left : BLOCK - *length % BLOCK;
	}
	*why = "the archive is truncated";
	return -EINVAL;
}
