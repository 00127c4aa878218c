/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Replays the audit record by record and compares it with what guests saw. A VF that was opened as
 * more than native must have received exactly this grant since its bind, and each open must have a
 * correct record. Every difference is a finding. replay_saw() may be called from any thread.
 */

#include <stdint.h>

#include "client/vfio.h"
#include "scene/ledger.h"
#include "scene/scene.h"

struct replay;

/*
 * Starts a replay for the VFs at these addresses, which begins with the record after @base. None of
 * the VFs may be bound.
 */
void replay_open(struct replay **ret, const char bdf[SCENE_VFS][VFIO_BDF_LEN], uint64_t base);
void replay_close(struct replay *replay);

/*
 * Adds a record from the journal or from the kernel log. The order does not matter, and duplicates
 * count only once.
 */
void replay_entry(const struct ledger_entry *entry, void *replay);
/* Records that a guest has opened VF @index and found this profile. */
void replay_saw(struct replay *replay, unsigned int index, const char *profile);

/*
 * Return the number of the last record before the first missing one, and that of the last record
 * overall.
 */
uint64_t replay_complete(struct replay *replay);
uint64_t replay_last(struct replay *replay);
/*
 * Returns whether each VF was unbound as often as it was bound. Records cannot be counted instead,
 * because an unbind may share the record of an earlier one.
 */
bool replay_unbound(const struct replay *replay);
/*
 * Replays all records, and compares the audit with what guests saw. All records must have been
 * read, and no VF may be open.
 */
void replay_settle(struct replay *replay);
/* Return counts made by replay_settle(): opens as more than native, and other opens. */
void replay_opens(struct replay *replay, unsigned long *granted, unsigned long *native);
