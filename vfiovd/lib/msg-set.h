/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* How the attributes of a set are read: the tables in msg-sets.c, for msg.c. */

#include <stddef.h>
#include <stdint.h>

enum vfv_attr_kind {
	VFV_ATTR_NUMBER,
	VFV_ATTR_STRING,
	VFV_ATTR_BINARY,
	VFV_ATTR_FLAG,
	VFV_ATTR_NEST,
	VFV_ATTR_WORD,	/* a string that is a word (word.h) */
	VFV_ATTR_WORDS, /* a nest of words */
	VFV_ATTR_LIST,	/* a nest for each element of an array */
};

struct vfv_attr {
	const char *name;
	enum vfv_attr_kind kind;
	size_t offset; /* of the field */
	size_t size;   /* of the field */
	const struct vfv_attr_set *nest;
	size_t n_offset; /* offset of the number of elements of a list, a uint32_t */
};

struct vfv_attr_set {
	size_t size; /* of the struct */
	unsigned int n;
	const struct vfv_attr *attrs;
};
