/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	genl-spec/vfiov.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_VFIOV_GEN_H
#define _LINUX_VFIOV_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/vfiov.h>

int vfiov_nl_driver_get_start(struct netlink_callback *cb);

int vfiov_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_vf_get_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_vf_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vfiov_nl_owner_register_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_owner_unregister_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_owner_update_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_request_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vfiov_nl_decision_set_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_profile_reset_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_params_set_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_audit_get_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_audit_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vfiov_nl_audit_ack_doit(struct sk_buff *skb, struct genl_info *info);
int vfiov_nl_driver_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);

enum {
	VFIOV_NLGRP_REQUEST,
	VFIOV_NLGRP_VF,
	VFIOV_NLGRP_AUDIT,
};

extern struct genl_family vfiov_nl_family;

#endif /* _LINUX_VFIOV_GEN_H */
