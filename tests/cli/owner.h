/* SPDX-License-Identifier: GPL-2.0-only */
/* The daemon on the fake kernel, as far as vfiovctl can see it. */
#pragma once

#include "unit/peer.h"

/*
 * The policy below ROOT is in force; where there is none, that of no files; where it has errors, the one
 * before it, and the first of them is told.
 */
void owner_put_hash(struct peer *peer, const char *root);

enum owner_kind {
	OWNER_LISTENS, /* the policy below the root takes effect, with the next generation if it
		        * differs */
	OWNER_MUFFLED, /* the same, and the event about it is lost */
	OWNER_DEAF,    /* nothing happens */
	OWNER_ENDS,    /* and so does the module */
};

/*
 * Make this process the owner that the kernel names. Its kind says what happens after SIGHUP, at
 * the next question to the kernel. Call it after vfs_serve().
 */
void owner_be(struct peer *peer, const char *root, enum owner_kind kind);
