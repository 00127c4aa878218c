/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ANSWER_H
#define VFIOV_ANSWER_H

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct netlink_ext_ack;
struct vfiov_entry;

/* An answer from the owner, already checked against the netlink policy. */
struct vfiov_answer {
	u64 cookie;
	enum vfiov_verdict verdict;
	unsigned int profile; /* for a grant; from vfiov_profile_find() */
	bool migration;
	bool explicit_rule;
	u64 policy_generation;
	enum vfiov_level level;
	const char *rule;
};

/*
 * Called with vfiov.lock held. Errors come with an extack message.
 * Return: 0; -ESTALE, -EINVAL, -EOPNOTSUPP, -EBUSY, -ENOBUFS.
 */
int vfiov_request_answer(struct vfiov_entry *vf, const struct vfiov_answer *answer,
			 struct netlink_ext_ack *extack);

#endif
