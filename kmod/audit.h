/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_AUDIT_H
#define VFIOV_AUDIT_H

#include <linux/list.h>
#include <linux/ratelimit_types.h>
#include <linux/types.h>
#include <uapi/linux/vfiov.h>

#include "who.h"

struct vfiov_vf;

/**
 * struct vfiov_record - one audit record
 * @node: in the ring, oldest first
 * @seq: from 1, given when the record is added
 * @time: nanoseconds since the epoch
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
 * @lost: number of events that found no room
 * @error: positive errno of a refusal
 * @level: of the decision that it is about
 * @who: on whose behalf
 * @bdf: of the VF, or empty when it is about no VF
 * @pf: of the PF
 * @rule: as the owner names it
 * @text: of the requester, or of the refusal
 */
struct vfiov_record {
	struct list_head node;
	u64 seq;
	u64 time;
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
	struct vfiov_who who;
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
	char rule[VFIOV_TEXT_MAX + 1];
	char text[VFIOV_TEXT_MAX + 1];
};

/**
 * struct vfiov_audit - records until the owner has acknowledged them
 * @ring: of struct vfiov_record
 * @held: entries of @ring
 * @seq: given last
 * @acked: acknowledged up to here
 * @lost: events without a record since the last record of event lost
 * @lost_total: since the module was loaded
 * @refusals: limits the records of refusals
 * @drained: woken when @held becomes 0
 *
 * All under vfiov.lock.
 */
struct vfiov_audit {
	struct list_head ring;
	u32 held;
	u64 seq;
	u64 acked;
	u64 lost;
	u64 lost_total;
	struct ratelimit_state refusals;
	wait_queue_head_t drained;
};

/*
 * What follows is called with vfiov.lock held.
 *
 * A record is made before its event takes effect and added with it: without
 * room for it, an event that is a grant must not happen.
 */

/*
 * @vf may be NULL. Return: a record with time, requester (current) and the VF's
 * identity, owned by the caller until vfiov_audit_add() or kfree(), or NULL when
 * there is no room.
 */
struct vfiov_record *vfiov_audit_new(enum vfiov_event event, struct vfiov_vf *vf);

/*
 * The event happens: takes its record over, or counts it as lost when @rec is NULL,
 * and sets the doorbell.
 */
void vfiov_audit_add(struct vfiov_record *rec);

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
