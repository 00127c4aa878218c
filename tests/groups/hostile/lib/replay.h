/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The audit, played through record by record, against what guests saw: a VF that was opened as more
 * than native was granted just that after it was bound, and each open is told as what it was.
 * What does not fit is a finding. replay_saw() may be called from any thread.
 */

#include <stdint.h>

#include "client/vfio.h"
#include "scene/ledger.h"
#include "scene/scene.h"

struct replay;

/* For the VFs of these addresses, none of which is bound, from the record after base on. */
void replay_open(struct replay **ret, const char bdf[SCENE_VFS][VFIO_BDF_LEN], uint64_t base);
void replay_close(struct replay *replay);

/* A record, from the journal or from the kernel log, in any order; the same one twice counts once. */
void replay_tell(const struct ledger_entry *entry, void *replay);
/* A guest has opened VF index, and this is what it found. */
void replay_saw(struct replay *replay, unsigned int index, enum vfiov_profile profile);

/* The last record before the first that is missing, and the last one that is there at all. */
uint64_t replay_complete(struct replay *replay);
uint64_t replay_last(struct replay *replay);
/*
 * With all records told, and no VF open: plays them, and compares what guests saw with what the audit
 * has.
 */
void replay_settle(struct replay *replay);
/* Of those that replay_settle() has played: opens as more than native, and others. */
void replay_opens(struct replay *replay, unsigned long *granted, unsigned long *native);
