// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of an administrator: profile-set and profile-reset.
 */

#include <linux/netlink.h>

#include "audit.h"
#include "check.h"
#include "choice.h"
#include "entry.h"
#include "owner.h"
#include "request.h"
#include "set.h"
#include "state.h"

/* Native needs no owner, because a VF without a decision is native. */
static void set_native(struct vfiov_entry *vf, const char *reason)
{
	struct vfiov_record *rec = vfiov_audit_new(VFIOV_EVENT_SET, vf);

	if (rec) {
		rec->kind = VFIOV_REQUEST_KIND_SET;
		vfiov_record_profile_old(rec, vf, vf->choice.next.profile);
		rec->source = VFIOV_SOURCE_OPERATOR;
		rec->ticket = vf->set_result.ticket;
		strscpy(rec->text, reason, sizeof(rec->text));
	}
	vfiov_choice_next(vf, &(struct vfiov_decision){
		.profile = VFIOV_NATIVE,
		.source = VFIOV_SOURCE_OPERATOR,
	});
	vf->set_result.answered = true;
	vf->set_result.verdict = VFIOV_VERDICT_GRANT;
	/* This decision makes an unanswered request obsolete. */
	vfiov_request_end(vf);
	vfiov_audit_add(rec);
	vfiov_choice_changed(vf);
}

int vfiov_request_set(struct vfiov_entry *vf, unsigned int profile, bool migration,
		      const char *reason, u64 *ticket, struct netlink_ext_ack *extack)
{
	struct vfiov_request *r = &vf->request;
	int ret;

	lockdep_assert_held(&vfiov.lock);
	ret = vfiov_check_closed(vf, extack);
	if (!ret)
		ret = vfiov_check_profile(vf, profile, migration, extack);
	if (ret)
		return ret;
	if (!vfiov_owner_expected()) {
		if (profile != VFIOV_NATIVE) {
			NL_SET_ERR_MSG(extack, "no owner is registered: only native can be set");
			return -ENOTCONN;
		}
		vfiov_result_start(vf, profile, ticket);
		set_native(vf, reason);
		return 0;
	}
	ret = vfiov_check_idle(vf, extack);
	if (ret)
		return ret;

	vfiov_result_start(vf, profile, ticket);
	r->kind = VFIOV_REQUEST_KIND_SET;
	r->profile = profile;
	r->migration = migration;
	vfiov_request_start(vf, reason);
	vfiov_request_expire_later(r);
	vfiov_choice_changed(vf);
	return 0;
}

int vfiov_request_reset(struct vfiov_entry *vf, bool by_owner, const char *reason, u64 *ticket,
			struct netlink_ext_ack *extack)
{
	int ret = 0;

	lockdep_assert_held(&vfiov.lock);
	/* The owner may reset an open VF: its answer is for the next open. */
	if (!by_owner)
		ret = vfiov_check_closed(vf, extack);
	if (!ret)
		ret = vfiov_check_idle(vf, extack);
	if (ret)
		return ret;

	/*
	 * As after a bind, the VF is native until the answer arrives. See also
	 * vfiov_device_close().
	 */
	if (vf->choice.use == VFIOV_CLOSED)
		vfiov_choice_next(vf, &(struct vfiov_decision){ .profile = VFIOV_NATIVE });
	vfiov_result_start(vf, VFIOV_NATIVE, ticket);
	vf->request.kind = VFIOV_REQUEST_KIND_RESET;
	vf->request.profile = VFIOV_NATIVE;
	vf->request.migration = false;
	vfiov_request_start(vf, reason);
	vfiov_choice_changed(vf);
	return 0;
}
