/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_DECIDE_H
#define VFIOV_DECIDE_H

#include <linux/types.h>
#include <linux/wait.h>
#include <uapi/linux/vfiov.h>

#include "audit.h"

struct vfiov_pf;
struct vfiov_vf;

/**
 * struct vfiov_decision - what a VF is to be
 * @profile: native unless somebody granted something else
 * @migration: off unless somebody granted it
 * @source: who decided
 * @cause: why nobody did, or why not what was asked for
 * @explicit_rule: a rule of the policy decided, not its default
 * @policy_generation: of the owner's policy
 * @level: for the records that are about it
 * @rule: as the owner names it
 */
struct vfiov_decision {
	enum vfiov_profile profile;
	bool migration;
	enum vfiov_source source;
	enum vfiov_cause cause;
	bool explicit_rule;
	u64 policy_generation;
	enum vfiov_level level;
	char rule[VFIOV_TEXT_MAX + 1];
};

enum vfiov_use {
	VFIOV_CLOSED,
	VFIOV_OPENING,
	VFIOV_OPEN,
};

/**
 * struct vfiov_choice - the decision about a VF, and what came of it
 * @next: what the next open latches
 * @latched: what the VF is while it is open. Written under vfiov.lock before the
 *	open returns; the data path reads it without.
 * @prepared: records of the next open and its close, while @next is not native
 * @use: who may change what
 * @leaving: the VF is being unbound: nobody waits any more
 * @open_pid: process that opened it
 * @shown: current profile at the last uevent
 * @shown_next: what @next was then
 * @wait: openers, woken when something they wait for has changed
 */
struct vfiov_choice {
	struct vfiov_decision next;
	struct vfiov_decision latched;
	struct vfiov_prepared prepared;
	enum vfiov_use use;
	bool leaving;
	u32 open_pid;
	enum vfiov_profile shown;
	enum vfiov_profile shown_next;
	wait_queue_head_t wait;
};

/* Return: true for what must not happen without a record. */
static inline bool vfiov_decision_is_grant(const struct vfiov_decision *d)
{
	return d->profile != VFIOV_PROFILE_NATIVE || d->migration;
}

/* At probe, before the VF is visible to VFIO; never waits. Return: 0 or -ENOMEM. */
int vfiov_decide_bind(struct vfiov_vf *vf);

/* Before VFIO lets go of the VF: ends all waits. */
void vfiov_decide_leave(struct vfiov_vf *vf);

/* At remove, when no file is open any more. */
void vfiov_decide_unbind(struct vfiov_vf *vf);

/*
 * At open: wait, killably and no longer than open-wait-ms, for the owner's answer.
 * From here on nobody can change the VF's profile until vfiov_decide_close().
 * Return: 0 with @profile set to what is to be latched, or -EINTR.
 */
int vfiov_decide_open(struct vfiov_vf *vf, enum vfiov_profile *profile);

/*
 * The open has succeeded. @profile is what vfiov_decide_open() said, or native
 * when the device could not do it. Latches native when there is no room for the
 * audit record of something else. Return: what was latched.
 */
enum vfiov_profile vfiov_decide_latch(struct vfiov_vf *vf, enum vfiov_profile profile);

/* After the last close, and after an open that failed. */
void vfiov_decide_close(struct vfiov_vf *vf);

/* With vfiov.lock held: all who wait look again. */
void vfiov_decide_wake_all(void);

/*
 * With vfiov.lock held: the next open latches @d from now on. Records for it and its close
 * are prepared already if @d is a grant.
 */
void vfiov_decide_next(struct vfiov_vf *vf, const struct vfiov_decision *d);

/* With vfiov.lock held: something of a bound VF is not what it was; tell everybody. */
void vfiov_decide_changed(struct vfiov_vf *vf);

/* The driver of the PF's virtio device went away or came back. */
void vfiov_decide_pf_changed(struct vfiov_pf *pf, bool back);

/* With vfiov.lock held. Return: what the VF is now, or would be if it were opened. */
const struct vfiov_decision *vfiov_decide_current(const struct vfiov_vf *vf);

#endif
