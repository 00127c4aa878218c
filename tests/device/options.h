/* SPDX-License-Identifier: GPL-2.0-only */
/* KEY=VALUE words of a test's command. */
#pragma once

#include "qemu/osdep.h"
#include "qapi/error.h"

struct vfdev_option {
	const char *key;
	int64_t *number;   /* KEY=N or KEY=any, which is -1 */
	bool *flag;	   /* KEY alone */
	const char **text; /* KEY=anything; points into the words */
};

/* Every word must be one of the options, which end with a key of NULL. */
bool vfdev_options_parse(char **words, const struct vfdev_option *options, Error **errp);
/* Bytes in hex. The caller frees; NULL with errp set when they are not. */
uint8_t *vfdev_options_bytes(const char *hex, size_t *len, Error **errp);
