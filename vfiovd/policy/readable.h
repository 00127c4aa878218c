/* SPDX-License-Identifier: GPL-2.0-only */
/* Determines from a file's owner, group and mode whether a user may read it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

struct vfv_reader {
	const char *name; /* for messages */
	bool known;	  /* false: it has an unknown uid, and is in no group */
	uid_t uid;	  /* user 0 may read everything */
	size_t n_groups;
	gid_t *groups;
};

/* Return: true if @reader has all of @access, which is S_IROTH, S_IXOTH or both. */
bool vfv_may_access(const struct vfv_reader *reader, const struct stat *st, mode_t access);
