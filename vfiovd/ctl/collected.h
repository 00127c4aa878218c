/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The VFs of another host, as its "vfiovctl list --json" has printed them. Nothing in it is trusted:
 * a value of another type or out of range is an error, and a value that is missing is not known.
 */
#pragma once

#include <jansson.h>

#include "vfs.h"

enum {
	CMD_COLLECTED_VFS = 4096, /* maximum number from one host */
	CMD_COLLECTED_ERROR = 256,
};

struct cmd_collected {
	char host[VFV_HOST_SIZE]; /* "" if it is not known */
	struct cmd_inventory inventory;
};

/**
 * cmd_collected_parse - read the output of a host
 * @data: need not end in NUL
 * @error: set on -EINVAL to the place and the fault, as ":3: ..." with a line or ": vfs[3].pf:
 *	..."
 *
 * Return: 0, -EINVAL, -ENOMEM. Free @ret with cmd_collected_done() in each case.
 */
int cmd_collected_parse(const char *data, size_t size, struct cmd_collected *ret,
			char error[static CMD_COLLECTED_ERROR]);

void cmd_collected_done(struct cmd_collected *collected);

/*
 * Fill @vf from @object. On a bad value, write its name and the fault to @error. Return: 0 or
 * -EINVAL.
 */
int cmd_collected_vf(json_t *object, const char *host, struct cmd_vf *vf,
		     char error[static CMD_COLLECTED_ERROR]);
