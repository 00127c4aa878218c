// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of requests and answers.
 */

#include <linux/netlink.h>

#include "check.h"
#include "entry.h"
#include "nl_doorbell.h"
#include "state.h"

int vfiov_check_closed(struct vfiov_entry *vf, struct netlink_ext_ack *extack)
{
	if (vf->choice.use == VFIOV_CLOSED)
		return 0;
	NL_SET_ERR_MSG_FMT(extack, "VF is open (process %u): its profile is latched until close",
			   vf->choice.open_pid);
	return -EBUSY;
}

int vfiov_check_idle(struct vfiov_entry *vf, struct netlink_ext_ack *extack)
{
	if (!vf->request.live)
		return 0;
	/* Ring now: the requester can repeat its command only after that request is answered. */
	vfiov_doorbell_now(&vfiov.request_doorbell);
	NL_SET_ERR_MSG(extack, "VF has a pending request");
	return -EAGAIN;
}

/* Name the reasons why the VF cannot have a profile other than native. */
static void report_missing(const struct vfiov_driver *driver, u32 missing,
			   struct netlink_ext_ack *extack)
{
	char text[64] = "";

	for (unsigned int i = 0; i < driver->nr_reasons; i++) {
		if (!(missing & BIT(i)) || driver->reasons[i].migration)
			continue;
		strlcat(text, text[0] ? ", " : "", sizeof(text));
		strlcat(text, driver->reasons[i].name, sizeof(text));
	}
	NL_SET_ERR_MSG_FMT(extack, "VF does not support this profile (%s)",
			   text[0] ? text : "not now");
}

int vfiov_check_profile(struct vfiov_entry *vf, unsigned int profile, bool migration,
			struct netlink_ext_ack *extack)
{
	u32 missing, available = vfiov_available(vf, &missing);

	if (profile >= vf->driver->nr_profiles) {
		NL_SET_ERR_MSG_FMT(extack, "driver %s has no profile of this name",
				   vf->driver->name);
		return -EOPNOTSUPP;
	}
	if (!(available & BIT(profile))) {
		report_missing(vf->driver, missing, extack);
		return -EOPNOTSUPP;
	}
	if (migration && !vfiov_migratable(vf)) {
		NL_SET_ERR_MSG(extack, "this driver cannot migrate the VF");
		return -EOPNOTSUPP;
	}
	return 0;
}
