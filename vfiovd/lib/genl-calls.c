// SPDX-License-Identifier: GPL-2.0-only
/* The commands that every user or any administrator may use. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include <netlink/genl/genl.h>

#include "genl-internal.h"
#include "genl.h"

int vfv_genl_status_get(struct vfv_genl *g, struct vfv_status *ret, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_STATUS_GET, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	return vfv_call_do(g, msg, &vfv_status_set, ret, error);
}

int vfv_genl_check_abi(const struct vfv_status *status, const char *program,
		       struct vfv_nl_error *error)
{
	if (status->abi == VFIOV_ABI)
		return 0;
	vfv_call_fail(error, -EPROTONOSUPPORT);
	snprintf(error->message, sizeof(error->message),
		 "the module uses ABI %" PRIu32 ", %s needs ABI %d: upgrade %s", status->abi,
		 program, VFIOV_ABI, status->abi < VFIOV_ABI ? "the module" : program);
	return -EPROTONOSUPPORT;
}

int vfv_genl_vf_get(struct vfv_genl *g, const char *bdf, struct vfv_vf *ret,
		    struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_VF_GET, 0, &msg);
	if (r == 0 && nla_put_string(msg, VFIOV_A_VF_BDF, bdf) < 0)
		r = -EMSGSIZE;
	if (r < 0)
		return vfv_call_fail(error, r);
	return vfv_call_do(g, msg, &vfv_vf_set, ret, error);
}

int vfv_genl_vf_dump(struct vfv_genl *g, struct vfv_vf **ret, size_t *n, struct vfv_nl_error *error)
{
	struct vfv_call_list list = { .set = &vfv_vf_set, .size = sizeof(**ret), .max = SIZE_MAX };

	return vfv_call_list(g, VFIOV_CMD_VF_GET, &list, ret, n, error);
}

int vfv_genl_driver_dump(struct vfv_genl *g, struct vfv_driver_info **ret, size_t *n,
			 struct vfv_nl_error *error)
{
	struct vfv_call_list list = { .set = &vfv_driver_set,
				      .size = sizeof(**ret),
				      .max = SIZE_MAX };

	return vfv_call_list(g, VFIOV_CMD_DRIVER_GET, &list, ret, n, error);
}

static int ask(struct vfv_genl *g, uint8_t command, const char *bdf, const char *profile,
	       bool migration, const char *reason, uint64_t *ticket, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	struct vfv_request answer;
	int r;

	r = vfv_call_new(g, command, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if (nla_put_string(msg, VFIOV_A_REQUEST_BDF, bdf) < 0 ||
	    (profile && nla_put_string(msg, VFIOV_A_REQUEST_PROFILE, profile) < 0) ||
	    (profile && nla_put_u8(msg, VFIOV_A_REQUEST_MIGRATION, migration) < 0) ||
	    (reason && nla_put_string(msg, VFIOV_A_REQUEST_REASON, reason) < 0))
		return vfv_call_fail(error, -EMSGSIZE);
	r = vfv_call_do(g, msg, &vfv_request_set, &answer, error);
	if (r == 0)
		*ticket = answer.ticket;
	return r;
}

int vfv_genl_profile_set(struct vfv_genl *g, const char *bdf, const char *profile, bool migration,
			 const char *reason, uint64_t *ticket, struct vfv_nl_error *error)
{
	return ask(g, VFIOV_CMD_PROFILE_SET, bdf, profile, migration, reason, ticket, error);
}

int vfv_genl_profile_reset(struct vfv_genl *g, const char *bdf, const char *reason,
			   uint64_t *ticket, struct vfv_nl_error *error)
{
	return ask(g, VFIOV_CMD_PROFILE_RESET, bdf, NULL, false, reason, ticket, error);
}

int vfv_genl_params_set(struct vfv_genl *g, const struct vfv_status *params,
			struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_PARAMS_SET, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if ((vfv_has(params, VFIOV_A_STATUS_OPEN_WAIT_MS) &&
	     nla_put_u32(msg, VFIOV_A_STATUS_OPEN_WAIT_MS, params->open_wait_ms) < 0) ||
	    (vfv_has(params, VFIOV_A_STATUS_GRACE_MS) &&
	     nla_put_u32(msg, VFIOV_A_STATUS_GRACE_MS, params->grace_ms) < 0) ||
	    (vfv_has(params, VFIOV_A_STATUS_RING_SIZE) &&
	     nla_put_u32(msg, VFIOV_A_STATUS_RING_SIZE, params->ring_size) < 0))
		return vfv_call_fail(error, -EMSGSIZE);
	return vfv_call_do(g, msg, &vfv_status_set, NULL, error);
}
