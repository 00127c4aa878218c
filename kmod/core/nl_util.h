/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_UTIL_H
#define VFIOV_NL_UTIL_H

#include <net/genetlink.h>
#include <uapi/linux/vfiov.h>

struct vfiov_entry;

/*
 * For commands without attributes: generic netlink checks attributes only if there is a policy.
 * Return: 0, or -EINVAL with extack set.
 */
int vfiov_nl_no_attrs(const struct nlmsghdr *nlh, struct netlink_ext_ack *extack);

/*
 * Texts are shown on terminals, in logs and in sysfs, so control characters are refused. @attr may
 * be NULL. Return: 0, or -EINVAL with extack set.
 */
int vfiov_nl_check_text(struct genl_info *info, struct nlattr *attr);

/* Return: true if the sender of @request may see what only an administrator may. */
bool vfiov_nl_is_admin(const struct sk_buff *request);

/* All of the following are called with vfiov.lock held. */

/* Return: the VF that @attr names, or NULL with extack set. */
struct vfiov_entry *vfiov_nl_find_vf(struct genl_info *info, struct nlattr *attr);

/*
 * If @ret is an error, count and record the refusal, with the message that the sender gets. @vf may
 * be NULL. Return: @ret.
 */
int vfiov_nl_refused(struct vfiov_entry *vf, struct genl_info *info, int ret);

/* Point the extack of a decision-set or a profile-set at the attribute that caused the error. */
void vfiov_nl_blame(struct genl_info *info, struct vfiov_entry *vf, unsigned int profile,
		    int ret);

static inline const char *vfiov_nl_text(const struct nlattr *attr)
{
	return attr ? nla_data(attr) : "";
}

#endif
