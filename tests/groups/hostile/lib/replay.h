/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Replays the audit record by record and compares it with what guests saw: a VF that was opened as
 * more than native had exactly this grant since its bind, and each open has a correct record. A
 * difference is a finding. replay_saw() may be called from any thread.
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
/* A guest has opened VF index and found this profile. */
void replay_saw(struct replay *replay, unsigned int index, const char *profile);

/* The last record before the first missing one, and the last one of all. */
uint64_t replay_complete(struct replay *replay);
uint64_t replay_last(struct replay *replay);
/*
 * Call it with all records read and no VF open: replays them, and compares what guests saw with the
 * audit.
 */
void replay_settle(struct replay *replay);
/* Counts of replay_settle(): opens as more than native, and others. */
void replay_opens(struct replay *replay, unsigned long *granted, unsigned long *native);
