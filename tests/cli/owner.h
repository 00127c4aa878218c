/* SPDX-License-Identifier: GPL-2.0-only */
/* The daemon for a kernel of straw, as far as vfiovctl can see it. */
#pragma once

#include <stdbool.h>

#include "unit/peer.h"

/* The policy below ROOT is in force; where there is none, that of no files. */
void owner_put_hash(struct peer *peer, const char *root);

/*
 * From now on this process is the one that the kernel names as the owner. When it gets SIGHUP and
 * LISTENS, the policy below ROOT is in force the next time that the kernel is asked, with the next
 * generation if it is another one. To be called after vfs_serve().
 */
void owner_be(struct peer *peer, const char *root, bool listens);
