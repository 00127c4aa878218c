/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OWNER_H
#define VFIOV_OWNER_H

#include <linux/types.h>
#include <linux/workqueue.h>
#include <uapi/linux/vfiov.h>

struct netlink_ext_ack;
struct pid;
struct sock;

/**
 * struct vfiov_owner - the daemon that answers requests
 * @sk: netlink socket that registered, with a reference, or NULL
 * @portid: of @sk, 0 without one; also read without vfiov.lock
 * @tgid: process that registered, with a reference
 * @name: as it calls itself
 * @policy_generation: as it says
 * @policy_hash: as it says
 * @policy_error: what is wrong with the policy's files, as it says, or empty
 * @grace: the last owner is gone, and the next may find its requests waiting
 * @grace_end: ends @grace
 *
 * All under vfiov.lock. The socket is the owner, not its port id, which another
 * may get as soon as it is free: with a reference held, no other socket has its
 * address. (Generic netlink has private data for each socket of a family, but
 * does not export it to modules.)
 */
struct vfiov_owner {
	struct sock *sk;
	u32 portid;
	struct pid *tgid;
	char name[VFIOV_TEXT_MAX + 1];
	u64 policy_generation;
	char policy_hash[VFIOV_TEXT_MAX + 1];
	char policy_error[VFIOV_TEXT_MAX + 1];
	bool grace;
	struct delayed_work grace_end;
};

/* Return: 0 or -errno. */
int vfiov_owner_init(void);

/* After the family is gone, without vfiov.lock. */
void vfiov_owner_exit(void);

/* All of these are called with vfiov.lock held. */

/* Return: 0 or -EEXIST. */
int vfiov_owner_register(struct sock *sk, u32 portid, const char *name,
			 struct netlink_ext_ack *extack);

/* There is an owner, and it does not want to be it any more. */
void vfiov_owner_leave(void);

/* Return: 0, or -EPERM when @sk or the process that uses it is not the owner. */
int vfiov_owner_check(const struct sock *sk, struct netlink_ext_ack *extack);

/* Return: true while somebody answers, or may soon. */
bool vfiov_owner_expected(void);

#endif
