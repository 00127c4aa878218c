// SPDX-License-Identifier: GPL-2.0-only
/*
 * Refused commands of the family: counted, and recorded unless there are too many.
 */

#include <linux/ratelimit.h>

#include "audit.h"
#include "entry.h"
#include "state.h"

void vfiov_audit_refused(struct vfiov_entry *vf, int error, const char *text)
{
	struct vfiov_record *rec;

	lockdep_assert_held(&vfiov.lock);
	vfiov.stats.refused++;
	if (!__ratelimit(&vfiov.audit.refusals))
		return;
	/* Do not use a place of the VF, because the VF is not the requester. */
	rec = vfiov_audit_new(VFIOV_EVENT_REFUSED, NULL);
	if (rec) {
		if (vf) {
			strscpy(rec->bdf, vf->account->bdf, sizeof(rec->bdf));
			strscpy(rec->pf, vf->account->pf, sizeof(rec->pf));
			rec->index = vf->account->index;
			strscpy(rec->driver, vf->driver->name, sizeof(rec->driver));
		}
		rec->error = -error;
		strscpy(rec->text, text, sizeof(rec->text));
	}
	vfiov_audit_add(rec);
}
