/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SET_H
#define VFIOV_SET_H

#include <linux/types.h>

struct netlink_ext_ack;
struct vfiov_entry;

/*
 * profile-set and profile-reset, with vfiov.lock held. Errors come with an extack message. The
 * owner may also reset an open VF; its answer is then pending until the close.
 * Return: 0 with @ticket set; -EBUSY, -EAGAIN, -EOPNOTSUPP, -ENOTCONN, -ENOBUFS.
 */
int vfiov_request_set(struct vfiov_entry *vf, unsigned int profile, bool migration,
		      const char *reason, u64 *ticket, struct netlink_ext_ack *extack);
int vfiov_request_reset(struct vfiov_entry *vf, bool by_owner, const char *reason, u64 *ticket,
			struct netlink_ext_ack *extack);

#endif
