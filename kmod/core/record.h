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
 * @key: of the VF, see vfiov_pci_key()
 * @bound: the VF is bound
 * @used: places taken by records in the ring and by prepared records
 * @records: its struct vfiov_record in the ring, oldest first
 * @start: first step of the current cycle, in @records, or NULL
 * @next: next step of the current cycle, or NULL if there is no cycle
 * @closed: last step of the last cycle, in @records, or NULL
 * @lost: events without a record since the last VFIOV_EVENT_LOST record
 * @losing: in vfiov.audit.losing while @lost is not 0
 * @index: number of the VF under its PF
 * @bdf: PCI address of the VF, or empty for the module's account
 * @pf: PCI address of its PF
 *
 * An account outlives the binding of its VF for as long as the ring has its records, so that a VF
 * gets no new places when it is bound again. All fields are protected by vfiov.lock.
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
 * @of_account: in @account->records
 * @account: account whose place it takes or would take
 * @placed: it has a place in the ring
 * @read: it was read, so it must not change
 * @crowded: its events came in any order and may have different requesters
 * @seq: sequence number from 1, assigned when the record is added
 * @time: time of the first event, in nanoseconds since the epoch
 * @time_last: time of the last event, 0 if there is only one
 * @count: number of its events
 * @who: requester of the first event
 *
 * The following fields are the same for all its events:
 *
 * @event: kind of event
 * @index: number of the VF under its PF
 * @driver: driver of the VF, or empty
 * @profile_old: profile before
 * @profile: profile after, or the requested one
 * @source: who decided on @profile
 * @cause: why nobody decided, or why the request was not granted
 * @kind: kind of the request
 * @migration: on or off
 * @explicit_rule: the decision comes from a rule, not from the policy's default
 * @policy_generation: generation of the owner's policy
 * @ticket: of a profile-set
 * @latency_us: time from the request to its answer, in microseconds
 * @lost: number of events that got no record
 * @error: positive errno of a refusal
 * @bytes: size of the state of a migration
 * @level: level of the decision
 * @bdf: PCI address of the VF, or empty
 * @pf: PCI address of the PF, or empty
 * @rule: the rule's name, as reported by the owner
 * @text: reason given by the requester, or message of the refusal
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
	/*
	 * memcmp() compares all fields from here on, so records are zeroed before they are filled.
	 */
	enum vfiov_event event;
	u32 index;
	char driver[VFIOV_NAME_MAX + 1];
	char profile_old[VFIOV_NAME_MAX + 1];
	char profile[VFIOV_NAME_MAX + 1];
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
	u64 bytes;
	enum vfiov_level level;
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
	char rule[VFIOV_TEXT_MAX + 1];
	char text[VFIOV_TEXT_MAX + 1];
};

/**
 * struct vfiov_prepared - records for an open with a grant and for its close
 * @open: record for the open, or NULL
 * @close: record for the close, or NULL
 *
 * Their places are taken together with the decision, so that an open with a grant does not depend
 * on what other VFs do in the meantime.
 */
struct vfiov_prepared {
	struct vfiov_record *open;
	struct vfiov_record *close;
};

/**
 * struct vfiov_audit - audit records that the owner has not acknowledged
 * @ring: the records, struct vfiov_record, oldest first
 * @held: number of entries in @ring
 * @shared: places that accounts have taken beyond their own
 * @seq: last assigned sequence number
 * @acked: last acknowledged sequence number
 * @lost_total: events without a record since the module was loaded
 * @accounts: accounts of VFs, by key
 * @module: account for events that belong to no VF
 * @losing: accounts with losses that have no record yet
 * @refusals: rate limit for records of refusals
 * @drained: woken when @held becomes 0
 *
 * All fields are protected by vfiov.lock.
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
