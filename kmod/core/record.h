/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_RECORD_H
#define VFIOV_RECORD_H

#include <linux/list.h>
#include <linux/ratelimit_types.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/xarray.h>
#include <uapi/linux/vfiov.h>

#include "who.h"

/**
 * struct vfiov_account - places of one VF, or of the module, in the audit ring
 * @key: of the VF, see vfiov_entry_key()
 * @bound: the VF is bound
 * @used: places that are taken, by records in the ring and by those that are prepared
 * @records: of struct vfiov_record, in the ring, oldest first
 * @start: first step of the cycle that goes on, in @records, or NULL
 * @next: step of it that comes next, or NULL when no cycle goes on
 * @closed: last step of the last cycle, in @records, or NULL
 * @lost: events without a record since the last record of event lost
 * @losing: in vfiov.audit.losing while @lost is not 0
 * @index: number of the VF under its PF
 * @bdf: of the VF, or empty for the module's account
 * @pf: of its PF
 *
 * An account outlives the binding of its VF for as long as the ring has records of it: to
 * be bound again gives a VF no new places. All under vfiov.lock.
 */
struct vfiov_account {
	unsigned long key;
	bool bound;
	u32 used;
	struct list_head records;
	struct vfiov_record *start;
	struct vfiov_record *next;
	struct vfiov_record *closed;
	u64 lost;
	struct list_head losing;
	u32 index;
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
};

/**
 * struct vfiov_record - one audit record
 * @node: in the ring, oldest first
 * @of_account: in the records of @account
 * @account: whose place it has, or would have
 * @placed: it has a place in the ring
 * @read: somebody has read it: it must not change any more
 * @crowded: the events came in any order and may have had other requesters
 * @seq: from 1, given when the record is added
 * @time: nanoseconds since the epoch
 * @time_last: of the last of the events, 0 when there is one
 * @count: events that it stands for
 * @who: on whose behalf the first of them was
 *
 * What follows is the same for all of them:
 *
 * @event: what it is about
 * @index: number of the VF under its PF
 * @profile_old: before
 * @profile: after, or what was asked for
 * @source: of @profile
 * @cause: why not otherwise
 * @kind: of the request
 * @migration: on or off
 * @explicit_rule: a rule decided, not a default of the policy
 * @policy_generation: of the owner's policy
 * @ticket: of a profile-set
 * @latency_us: from the request to its answer, in microseconds
 * @lost: number of events that found no place
 * @error: positive errno of a refusal
 * @level: of the decision that it is about
 * @bdf: of the VF, or empty when it is about no VF
 * @pf: of the PF
 * @rule: as the owner names it
 * @text: of the requester, or of the refusal
 */
struct vfiov_record {
	struct list_head node;
	struct list_head of_account;
	struct vfiov_account *account;
	bool placed;
	bool read;
	bool crowded;
	u64 seq;
	u64 time;
	u64 time_last;
	u64 count;
	struct vfiov_who who;
	/* From here on compared byte by byte, so records are zeroed before they are filled. */
	enum vfiov_event event;
	u32 index;
	unsigned int profile_old;
	unsigned int profile;
	enum vfiov_source source;
	enum vfiov_cause cause;
	enum vfiov_request_kind kind;
	bool migration;
	bool explicit_rule;
	u64 policy_generation;
	u64 ticket;
	u64 latency_us;
	u64 lost;
	u32 error;
	enum vfiov_level level;
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
	char rule[VFIOV_TEXT_MAX + 1];
	char text[VFIOV_TEXT_MAX + 1];
};

/**
 * struct vfiov_prepared - records of an open that was granted and of its close
 * @open: of the open, or NULL
 * @close: of the close, or NULL
 *
 * Their places are taken when the decision is, so that an open of what was granted does not
 * depend on what other VFs have done meanwhile.
 */
struct vfiov_prepared {
	struct vfiov_record *open;
	struct vfiov_record *close;
};

/**
 * struct vfiov_audit - records until the owner has acknowledged them
 * @ring: of struct vfiov_record
 * @held: entries of @ring
 * @shared: places that accounts have beyond their own
 * @seq: given last
 * @acked: acknowledged up to here
 * @lost_total: events without a record since the module was loaded
 * @accounts: of VFs, by vfiov_account.key
 * @module: account of what is about no VF
 * @losing: accounts with losses that are not told of
 * @refusals: limits the records of refusals
 * @drained: woken when @held becomes 0
 *
 * All under vfiov.lock.
 */
struct vfiov_audit {
	struct list_head ring;
	u32 held;
	u32 shared;
	u64 seq;
	u64 acked;
	u64 lost_total;
	struct xarray accounts;
	struct vfiov_account module;
	struct list_head losing;
	struct ratelimit_state refusals;
	wait_queue_head_t drained;
};

#endif
