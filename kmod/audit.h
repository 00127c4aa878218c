/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_AUDIT_H
#define VFIOV_AUDIT_H

#include <linux/list.h>
#include <linux/ratelimit_types.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/xarray.h>
#include <uapi/linux/vfiov.h>

#include "account.h"
#include "who.h"

struct vfiov_vf;

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
	enum vfiov_profile profile_old;
	enum vfiov_profile profile;
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

/*
 * What follows is called with vfiov.lock held.
 *
 * An event that is a grant is recorded before it takes effect, and must not happen without
 * its record. Any other event happens, and is counted as lost when it finds no place.
 */

/*
 * @vf may be NULL. Return: a record with time, requester (current) and the VF's identity,
 * and with a place in the ring if there is one. It is the caller's until it is added or
 * freed. NULL without memory.
 */
struct vfiov_record *vfiov_audit_new(enum vfiov_event event, struct vfiov_vf *vf);

/* Takes the record that was prepared for an open or a close, or else as vfiov_audit_new(). */
struct vfiov_record *vfiov_audit_use(enum vfiov_event event, struct vfiov_vf *vf,
				     struct vfiov_record **prepared);

/*
 * Take over a record, as one of the ring or as one more event of a record that is there.
 * Return: false when there is neither place nor such a record, or @rec is NULL; nothing has
 * happened then, and @rec is still the caller's.
 */
bool vfiov_audit_try(struct vfiov_record *rec);

/* Takes @rec over in any case; the event is counted as lost where vfiov_audit_try() fails. */
void vfiov_audit_add(struct vfiov_record *rec);

/* @rec may be NULL. */
void vfiov_audit_free(struct vfiov_record *rec);

/* Have records for the next open of the VF and its close. Return: false when not both are there. */
bool vfiov_audit_prepare(struct vfiov_vf *vf);
void vfiov_audit_unprepare(struct vfiov_vf *vf);

/* Return: 0, or -ERANGE when @seq was not given out yet. */
int vfiov_audit_ack(u64 seq);

/* A command of the family was refused: count it, and record it unless too many are. */
void vfiov_audit_refused(struct vfiov_vf *vf, int error, const char *text);

/* The first record, before the family exists whose doorbell it would ring. */
void vfiov_audit_init(void);

/* At unload, without vfiov.lock: give an owner that is there a moment to take the rest. */
void vfiov_audit_drain(void);

/* At unload, when nobody can ask any more: what nobody has acknowledged goes to the kernel log. */
void vfiov_audit_exit(void);

#endif
