/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_CHECK_H
#define VFIOV_CHECK_H

#include <linux/types.h>

struct netlink_ext_ack;
struct vfiov_entry;

/* All functions below are called with vfiov.lock held. Errors come with an extack message. */

/* Return: 0, or -EBUSY while the VF is open. */
int vfiov_check_closed(struct vfiov_entry *vf, struct netlink_ext_ack *extack);

/* Return: 0, or -EAGAIN while the VF has an unanswered request. */
int vfiov_check_idle(struct vfiov_entry *vf, struct netlink_ext_ack *extack);

/*
 * @profile: index, or what vfiov_profile_find() returns for a name that the driver does not have
 * Return: 0, or -EOPNOTSUPP if the VF cannot have this profile or migration now.
 */
int vfiov_check_profile(struct vfiov_entry *vf, unsigned int profile, bool migration,
			struct netlink_ext_ack *extack);

#endif
