// SPDX-License-Identifier: GPL-2.0-only
/* The commands that only the owner may use. */
#include <errno.h>

#include <netlink/genl/genl.h>

#include "genl-internal.h"
#include "genl.h"

int vfv_genl_owner_register(struct vfv_genl *g, const char *name, struct vfv_status *ret,
			    struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_OWNER_REGISTER, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if (nla_put_u32(msg, VFIOV_A_STATUS_ABI, VFIOV_ABI) < 0 ||
	    nla_put_string(msg, VFIOV_A_STATUS_OWNER_NAME, name) < 0)
		return vfv_call_fail(error, -EMSGSIZE);
	r = vfv_call_do(g, msg, &vfv_status_set, ret, error);
	if (r == 0 && !vfv_has(ret, VFIOV_A_STATUS_INSTANCE))
		return vfv_call_fail(error, -EBADMSG);
	return r;
}

int vfv_genl_owner_unregister(struct vfv_genl *g, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_OWNER_UNREGISTER, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	return vfv_call_do(g, msg, &vfv_status_set, NULL, error);
}

int vfv_genl_owner_update(struct vfv_genl *g, uint64_t generation, const char *hash,
			  const char *policy_error, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_OWNER_UPDATE, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if (nla_put_u64(msg, VFIOV_A_STATUS_POLICY_GENERATION, generation) < 0 ||
	    nla_put_string(msg, VFIOV_A_STATUS_POLICY_HASH, hash) < 0 ||
	    (*policy_error && nla_put_string(msg, VFIOV_A_STATUS_POLICY_ERROR, policy_error) < 0))
		return vfv_call_fail(error, -EMSGSIZE);
	return vfv_call_do(g, msg, &vfv_status_set, NULL, error);
}

int vfv_genl_decision_set(struct vfv_genl *g, const struct vfv_request *answer,
			  struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_DECISION_SET, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if (nla_put_string(msg, VFIOV_A_REQUEST_BDF, answer->bdf) < 0 ||
	    nla_put_u64(msg, VFIOV_A_REQUEST_COOKIE, answer->cookie) < 0 ||
	    nla_put_u32(msg, VFIOV_A_REQUEST_VERDICT, answer->verdict) < 0 ||
	    (vfv_has(answer, VFIOV_A_REQUEST_PROFILE) &&
	     nla_put_string(msg, VFIOV_A_REQUEST_PROFILE, answer->profile) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_MIGRATION) &&
	     nla_put_u8(msg, VFIOV_A_REQUEST_MIGRATION, answer->migration) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_RULE) &&
	     nla_put_string(msg, VFIOV_A_REQUEST_RULE, answer->rule) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_EXPLICIT) &&
	     nla_put_u8(msg, VFIOV_A_REQUEST_EXPLICIT, answer->explicit) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_POLICY_GENERATION) &&
	     nla_put_u64(msg, VFIOV_A_REQUEST_POLICY_GENERATION, answer->policy_generation) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_LEVEL) &&
	     nla_put_u32(msg, VFIOV_A_REQUEST_LEVEL, answer->level) < 0))
		return vfv_call_fail(error, -EMSGSIZE);
	return vfv_call_do(g, msg, &vfv_request_set, NULL, error);
}

int vfv_genl_request_dump(struct vfv_genl *g, size_t max, struct vfv_request **ret, size_t *n,
			  struct vfv_nl_error *error)
{
	struct vfv_call_list list = { .set = &vfv_request_set, .size = sizeof(**ret), .max = max };

	return vfv_call_list(g, VFIOV_CMD_REQUEST_GET, &list, ret, n, error);
}
