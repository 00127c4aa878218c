/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OWNER_H
#define VFIOV_OWNER_H

#include <linux/types.h>

struct netlink_ext_ack;
struct sock;

/* Return: 0 or -errno. */
int vfiov_owner_init(void);

/* Called after the family is gone, without vfiov.lock. */
void vfiov_owner_exit(void);

/* All functions below are called with vfiov.lock held. */

/* Return: 0 or -EEXIST. */
int vfiov_owner_register(struct sock *sk, u32 portid, const char *name,
			 struct netlink_ext_ack *extack);

/* Unregister the owner. There must be one. */
void vfiov_owner_leave(void);

/* Return: 0, or -EPERM if @sk or the process that uses it is not the owner. */
int vfiov_owner_check(const struct sock *sk, struct netlink_ext_ack *extack);

/* Return: true while there is an owner, or a new one may register within the grace period. */
bool vfiov_owner_expected(void);

#endif
