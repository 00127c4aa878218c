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
	OWNER_LISTENS, /* the policy below the root is in force, with the next generation if it is another */
	OWNER_MUFFLED, /* the same, and the news of it gets lost */
	OWNER_DEAF,    /* nothing happens */
	OWNER_ENDS,    /* and so does the module */
};

/*
 * From now on this process is the one that the kernel names as the owner. What its kind says is so when
 * it has got SIGHUP and the kernel is asked the next time. To be called after vfs_serve().
 */
void owner_be(struct peer *peer, const char *root, enum owner_kind kind);
