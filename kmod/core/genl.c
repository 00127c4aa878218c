// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	genl-spec/vfiov.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "genl.h"

#include <uapi/linux/vfiov.h>

/* Integer value ranges */
static const struct netlink_range_validation vfiov_a_status_ring_size_range = {
	.min	= VFIOV_RING_SIZE_MIN,
	.max	= VFIOV_RING_SIZE_CAP,
};

/* VFIOV_CMD_VF_GET - do */
static const struct nla_policy vfiov_vf_get_nl_policy[VFIOV_A_VF_BDF + 1] = {
	[VFIOV_A_VF_BDF] = { .type = NLA_NUL_STRING, .len = VFIOV_BDF_MAX, },
};

/* VFIOV_CMD_OWNER_REGISTER - do */
static const struct nla_policy vfiov_owner_register_nl_policy[VFIOV_A_STATUS_OWNER_NAME + 1] = {
	[VFIOV_A_STATUS_ABI] = { .type = NLA_U32, },
	[VFIOV_A_STATUS_OWNER_NAME] = { .type = NLA_NUL_STRING, .len = VFIOV_TEXT_MAX, },
};

/* VFIOV_CMD_OWNER_UPDATE - do */
static const struct nla_policy vfiov_owner_update_nl_policy[VFIOV_A_STATUS_POLICY_ERROR + 1] = {
	[VFIOV_A_STATUS_POLICY_GENERATION] = { .type = NLA_U64, },
	[VFIOV_A_STATUS_POLICY_HASH] = { .type = NLA_NUL_STRING, .len = VFIOV_TEXT_MAX, },
	[VFIOV_A_STATUS_POLICY_ERROR] = { .type = NLA_NUL_STRING, .len = VFIOV_TEXT_MAX, },
};

/* VFIOV_CMD_DECISION_SET - do */
static const struct nla_policy vfiov_decision_set_nl_policy[VFIOV_A_REQUEST_LEVEL + 1] = {
	[VFIOV_A_REQUEST_BDF] = { .type = NLA_NUL_STRING, .len = VFIOV_BDF_MAX, },
	[VFIOV_A_REQUEST_COOKIE] = { .type = NLA_U64, },
	[VFIOV_A_REQUEST_VERDICT] = NLA_POLICY_MAX(NLA_U32, 1),
	[VFIOV_A_REQUEST_PROFILE] = { .type = NLA_NUL_STRING, .len = VFIOV_NAME_MAX, },
	[VFIOV_A_REQUEST_MIGRATION] = NLA_POLICY_MAX(NLA_U8, 1),
	[VFIOV_A_REQUEST_RULE] = { .type = NLA_NUL_STRING, .len = VFIOV_TEXT_MAX, },
	[VFIOV_A_REQUEST_EXPLICIT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VFIOV_A_REQUEST_POLICY_GENERATION] = { .type = NLA_U64, },
	[VFIOV_A_REQUEST_LEVEL] = NLA_POLICY_MAX(NLA_U32, 2),
};

/* VFIOV_CMD_PROFILE_SET - do */
static const struct nla_policy vfiov_profile_set_nl_policy[VFIOV_A_REQUEST_REASON + 1] = {
	[VFIOV_A_REQUEST_BDF] = { .type = NLA_NUL_STRING, .len = VFIOV_BDF_MAX, },
	[VFIOV_A_REQUEST_PROFILE] = { .type = NLA_NUL_STRING, .len = VFIOV_NAME_MAX, },
	[VFIOV_A_REQUEST_MIGRATION] = NLA_POLICY_MAX(NLA_U8, 1),
	[VFIOV_A_REQUEST_REASON] = { .type = NLA_NUL_STRING, .len = VFIOV_TEXT_MAX, },
};

/* VFIOV_CMD_PROFILE_RESET - do */
static const struct nla_policy vfiov_profile_reset_nl_policy[VFIOV_A_REQUEST_REASON + 1] = {
	[VFIOV_A_REQUEST_BDF] = { .type = NLA_NUL_STRING, .len = VFIOV_BDF_MAX, },
	[VFIOV_A_REQUEST_REASON] = { .type = NLA_NUL_STRING, .len = VFIOV_TEXT_MAX, },
};

/* VFIOV_CMD_PARAMS_SET - do */
static const struct nla_policy vfiov_params_set_nl_policy[VFIOV_A_STATUS_RING_SIZE + 1] = {
	[VFIOV_A_STATUS_OPEN_WAIT_MS] = NLA_POLICY_MAX(NLA_U32, VFIOV_OPEN_WAIT_CAP),
	[VFIOV_A_STATUS_GRACE_MS] = NLA_POLICY_MAX(NLA_U32, VFIOV_GRACE_CAP),
	[VFIOV_A_STATUS_RING_SIZE] = NLA_POLICY_FULL_RANGE(NLA_U32, &vfiov_a_status_ring_size_range),
};

/* VFIOV_CMD_AUDIT_GET - do */
static const struct nla_policy vfiov_audit_get_do_nl_policy[VFIOV_A_AUDIT_SEQ + 1] = {
	[VFIOV_A_AUDIT_SEQ] = { .type = NLA_U64, },
};

/* VFIOV_CMD_AUDIT_GET - dump */
static const struct nla_policy vfiov_audit_get_dump_nl_policy[VFIOV_A_AUDIT_SEQ + 1] = {
	[VFIOV_A_AUDIT_SEQ] = { .type = NLA_U64, },
};

/* VFIOV_CMD_AUDIT_ACK - do */
static const struct nla_policy vfiov_audit_ack_nl_policy[VFIOV_A_AUDIT_SEQ + 1] = {
	[VFIOV_A_AUDIT_INSTANCE] = NLA_POLICY_EXACT_LEN(VFIOV_INSTANCE_LEN),
	[VFIOV_A_AUDIT_SEQ] = { .type = NLA_U64, },
};

/* Ops table for vfiov */
static const struct genl_split_ops vfiov_nl_ops[] = {
	{
		.cmd	= VFIOV_CMD_STATUS_GET,
		.doit	= vfiov_nl_status_get_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_VF_GET,
		.doit		= vfiov_nl_vf_get_doit,
		.policy		= vfiov_vf_get_nl_policy,
		.maxattr	= VFIOV_A_VF_BDF,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VFIOV_CMD_VF_GET,
		.dumpit	= vfiov_nl_vf_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VFIOV_CMD_OWNER_REGISTER,
		.doit		= vfiov_nl_owner_register_doit,
		.policy		= vfiov_owner_register_nl_policy,
		.maxattr	= VFIOV_A_STATUS_OWNER_NAME,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VFIOV_CMD_OWNER_UNREGISTER,
		.doit	= vfiov_nl_owner_unregister_doit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_OWNER_UPDATE,
		.doit		= vfiov_nl_owner_update_doit,
		.policy		= vfiov_owner_update_nl_policy,
		.maxattr	= VFIOV_A_STATUS_POLICY_ERROR,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VFIOV_CMD_REQUEST_GET,
		.dumpit	= vfiov_nl_request_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VFIOV_CMD_DECISION_SET,
		.doit		= vfiov_nl_decision_set_doit,
		.policy		= vfiov_decision_set_nl_policy,
		.maxattr	= VFIOV_A_REQUEST_LEVEL,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_PROFILE_SET,
		.doit		= vfiov_nl_profile_set_doit,
		.policy		= vfiov_profile_set_nl_policy,
		.maxattr	= VFIOV_A_REQUEST_REASON,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_PROFILE_RESET,
		.doit		= vfiov_nl_profile_reset_doit,
		.policy		= vfiov_profile_reset_nl_policy,
		.maxattr	= VFIOV_A_REQUEST_REASON,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_PARAMS_SET,
		.doit		= vfiov_nl_params_set_doit,
		.policy		= vfiov_params_set_nl_policy,
		.maxattr	= VFIOV_A_STATUS_RING_SIZE,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_AUDIT_GET,
		.doit		= vfiov_nl_audit_get_doit,
		.policy		= vfiov_audit_get_do_nl_policy,
		.maxattr	= VFIOV_A_AUDIT_SEQ,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VFIOV_CMD_AUDIT_GET,
		.dumpit		= vfiov_nl_audit_get_dumpit,
		.policy		= vfiov_audit_get_dump_nl_policy,
		.maxattr	= VFIOV_A_AUDIT_SEQ,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VFIOV_CMD_AUDIT_ACK,
		.doit		= vfiov_nl_audit_ack_doit,
		.policy		= vfiov_audit_ack_nl_policy,
		.maxattr	= VFIOV_A_AUDIT_SEQ,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VFIOV_CMD_DRIVER_GET,
		.start	= vfiov_nl_driver_get_start,
		.dumpit	= vfiov_nl_driver_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
};

static const struct genl_multicast_group vfiov_nl_mcgrps[] = {
	[VFIOV_NLGRP_REQUEST] = { "request", .flags = GENL_MCAST_CAP_NET_ADMIN, },
	[VFIOV_NLGRP_VF] = { "vf", },
	[VFIOV_NLGRP_AUDIT] = { "audit", .flags = GENL_MCAST_CAP_NET_ADMIN, },
};

struct genl_family vfiov_nl_family __ro_after_init = {
	.name		= VFIOV_FAMILY_NAME,
	.version	= VFIOV_FAMILY_VERSION,
	.netnsok	= false,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.split_ops	= vfiov_nl_ops,
	.n_split_ops	= ARRAY_SIZE(vfiov_nl_ops),
	.mcgrps		= vfiov_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(vfiov_nl_mcgrps),
};
