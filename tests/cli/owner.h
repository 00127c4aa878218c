/* SPDX-License-Identifier: GPL-2.0-only */
/* The daemon on the fake kernel, as vfiovctl sees it. */
#pragma once

#include "unit/peer.h"

/*
 * Put the policy below ROOT in force, or the built-in policy if there are no files. If it has
 * errors, the previous policy stays in force, and the first error is reported.
 */
void owner_put_hash(struct peer *peer, const char *root);

enum owner_kind {
	OWNER_LISTENS, /* puts the policy below the root in force, with the next generation if it
		        * differs */
	OWNER_MUFFLED, /* like OWNER_LISTENS, but the event is lost */
	OWNER_DEAF,    /* does nothing */
	OWNER_ENDS,    /* unloads the module */
};

/*
 * Make the kernel report this process as the owner. KIND selects what happens after a SIGHUP, when
 * the kernel gets the next command. Call this after vfs_serve().
 */
void owner_be(struct peer *peer, const char *root, enum owner_kind kind);
