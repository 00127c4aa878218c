// SPDX-License-Identifier: GPL-2.0-only
/*
 * Common parts of the family's commands. Policies, permissions and the table of commands are
 * generated (genl.c).
 */

#include <linux/capability.h>
#include <linux/ctype.h>

#include "audit.h"
#include "device.h"
#include "entry.h"
#include "nl_util.h"

int vfiov_nl_no_attrs(const struct nlmsghdr *nlh, struct netlink_ext_ack *extack)
{
	if (!nlmsg_attrlen(nlh, GENL_HDRLEN))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, nlmsg_attrdata(nlh, GENL_HDRLEN),
			    "this command takes no attributes");
	return -EINVAL;
}

bool vfiov_nl_is_admin(const struct sk_buff *request)
{
	/*
	 * This checks both the socket and the process that uses it, in the initial user namespace.
	 */
	return netlink_capable(request, CAP_NET_ADMIN) || netlink_capable(request, CAP_SYS_ADMIN);
}

int vfiov_nl_check_text(struct genl_info *info, struct nlattr *attr)
{
	for (const char *c = vfiov_nl_text(attr); *c; c++) {
		if (!iscntrl(*c) || *c & 0x80)
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "text contains a control character");
		return -EINVAL;
	}
	return 0;
}

struct vfiov_entry *vfiov_nl_find_vf(struct genl_info *info, struct nlattr *attr)
{
	struct vfiov_entry *vf = vfiov_entry_find(nla_data(attr));

	if (!vf)
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "no VF with this PCI address is bound to a vfiov driver");
	return vf;
}

int vfiov_nl_refused(struct vfiov_entry *vf, struct genl_info *info, int ret)
{
	if (ret)
		vfiov_audit_refused(vf, ret, info->extack->_msg ?: "");
	return ret;
}

void vfiov_nl_blame(struct genl_info *info, struct vfiov_entry *vf, unsigned int profile,
		    int ret)
{
	int attr = VFIOV_A_REQUEST_BDF;
	u32 missing;

	if (ret == -ESTALE)
		attr = VFIOV_A_REQUEST_COOKIE;
	else if (ret == -EINVAL)
		attr = VFIOV_A_REQUEST_VERDICT;
	else if (ret == -EOPNOTSUPP && profile < vf->driver->nr_profiles &&
		 vfiov_available(vf, &missing) & BIT(profile))
		attr = VFIOV_A_REQUEST_MIGRATION;
	else if (ret == -EOPNOTSUPP || ret == -ENOBUFS || ret == -ENOTCONN)
		attr = VFIOV_A_REQUEST_PROFILE;
	if (info->attrs[attr])
		NL_SET_BAD_ATTR(info->extack, info->attrs[attr]);
}
