/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REQUEST_H
#define VFIOV_REQUEST_H

#include <linux/ktime.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <uapi/linux/vfiov.h>

#include "who.h"

struct netlink_ext_ack;
struct vfiov_vf;

/**
 * struct vfiov_request - what a VF wants to know from the owner
 * @live: it waits for an answer
 * @kind: what it is about
 * @cookie: random, good for one answer
 * @ticket: names it to the one who asked, 0 for a bind
 * @born: when it was made
 * @profile: asked for, with kind set
 * @migration: asked for, with kind set
 * @who: who asked
 * @reason: free text of the one who asked
 * @expire: ends a request of kind set that nobody answers
 */
struct vfiov_request {
	bool live;
	enum vfiov_request_kind kind;
	u64 cookie;
	u64 ticket;
	ktime_t born;
	enum vfiov_profile profile;
	bool migration;
	struct vfiov_who who;
	char reason[VFIOV_TEXT_MAX + 1];
	struct delayed_work expire;
};

/* What has become of the last profile-set or profile-reset. */
struct vfiov_set_result {
	u64 ticket;
	bool answered;
	enum vfiov_verdict verdict;
	enum vfiov_profile profile;
	enum vfiov_cause cause;
	char rule[VFIOV_TEXT_MAX + 1];
};

/* An answer of the owner, already checked against the netlink policy. */
struct vfiov_answer {
	u64 cookie;
	enum vfiov_verdict verdict;
	enum vfiov_profile profile; /* of a grant */
	bool migration;
	bool explicit_rule;
	u64 policy_generation;
	enum vfiov_level level;
	const char *rule;
};

/* All of these are called with vfiov.lock held. Errors come with an extack message. */

void vfiov_request_init(struct vfiov_vf *vf);

/* The first request of a VF, at bind. */
void vfiov_request_bind(struct vfiov_vf *vf);

/*
 * profile-set and profile-reset.
 * Return: 0 with @ticket set; -EBUSY, -EAGAIN, -EOPNOTSUPP, -ENOTCONN, -ENOBUFS.
 */
int vfiov_request_set(struct vfiov_vf *vf, enum vfiov_profile profile, bool migration,
		      const char *reason, u64 *ticket, struct netlink_ext_ack *extack);
int vfiov_request_reset(struct vfiov_vf *vf, const char *reason, u64 *ticket,
			struct netlink_ext_ack *extack);

/* Return: 0; -ESTALE, -EINVAL, -EOPNOTSUPP, -EBUSY, -ENOBUFS. */
int vfiov_request_answer(struct vfiov_vf *vf, const struct vfiov_answer *answer,
			 struct netlink_ext_ack *extack);

/* An open gave up on it: the old cookie is dead, the request goes on with a new one. */
void vfiov_request_renew(struct vfiov_vf *vf);

/* At unbind: nobody answers any more. */
void vfiov_request_drop(struct vfiov_vf *vf);

/* Refuse a request of kind set, if there is one. */
void vfiov_request_refuse(struct vfiov_vf *vf, enum vfiov_cause cause);

#endif
