// SPDX-License-Identifier: GPL-2.0-only
/*
 * The decision about a VF, and the notifications when it changes.
 */

#include "audit.h"
#include "choice.h"
#include "entry.h"
#include "nl_ntf.h"
#include "outbox.h"
#include "state.h"

void vfiov_choice_wake_all(void)
{
	struct vfiov_entry *vf;
	unsigned long key;

	lockdep_assert_held(&vfiov.lock);
	xa_for_each(&vfiov.vfs, key, vf)
		wake_up_all(&vf->choice.wait);
}

void vfiov_choice_next(struct vfiov_entry *vf, const struct vfiov_decision *d)
{
	lockdep_assert_held(&vfiov.lock);
	vf->choice.next = *d;
	if (!vfiov_decision_is_grant(d))
		vfiov_audit_unprepare(vf);
}

/* Send a change uevent if the profiles in sysfs differ from those at the last call. */
static void notify_udev(struct vfiov_entry *vf)
{
	struct vfiov_choice *c = &vf->choice;
	unsigned int now = vfiov_current(vf)->profile;

	if (c->shown == now && c->shown_next == c->next.profile)
		return;
	c->shown = now;
	c->shown_next = c->next.profile;
	vfiov_outbox_uevent(&vf->pdev->dev, vfiov_profile_name(vf, now));
}

void vfiov_choice_changed(struct vfiov_entry *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vfiov_nl_vf_ntf(vf, VFIOV_CMD_VF_NTF);
	notify_udev(vf);
}

struct vfiov_record *vfiov_choice_describe(struct vfiov_record *rec, const struct vfiov_entry *vf,
					   const struct vfiov_decision *d)
{
	if (!rec)
		return NULL;
	vfiov_record_profile_old(rec, vf, d->profile);
	vfiov_record_profile(rec, vf, d->profile);
	rec->migration = d->migration;
	rec->source = d->source;
	rec->cause = d->cause;
	rec->explicit_rule = d->explicit_rule;
	rec->policy_generation = d->policy_generation;
	rec->level = d->level;
	strscpy(rec->rule, d->rule, sizeof(rec->rule));
	return rec;
}

struct vfiov_record *vfiov_choice_record(enum vfiov_event event, struct vfiov_entry *vf,
					 const struct vfiov_decision *d)
{
	return vfiov_choice_describe(vfiov_audit_new(event, vf), vf, d);
}
