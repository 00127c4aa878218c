/* SPDX-License-Identifier: GPL-2.0-only */
/* KEY=VALUE words of a test's command. */
#pragma once

#include "qemu/osdep.h"
#include "qapi/error.h"

struct vfdev_option {
	const char *key;
	int64_t *number;   /* KEY=N, or KEY=any, which means -1 */
	bool *flag;	   /* KEY alone */
	const char **text; /* KEY=anything; points into the words */
};

/* Each word must be one of the options; a NULL key ends the array. */
bool vfdev_options_parse(char **words, const struct vfdev_option *options, Error **errp);
/*
 * Parses bytes in hex. The caller frees the result, which is NULL, with errp set, if they are
 * invalid.
 */
uint8_t *vfdev_options_bytes(const char *hex, size_t *len, Error **errp);
