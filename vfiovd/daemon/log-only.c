// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "lib/enums.h"
#include "lib/macro.h"
#include "lib/names.h"
#include "log-only.h"
#include "log.h"
#include "state.h"

static struct vd_entry *begin(struct vd_manager *m, const struct vfv_request *request,
			      const struct vfv_want *want, const struct vfv_decision *would)
{
	const char *with = would->migration ? " with migration" : "";

	if (want)
		return vd_log_begin(m, LOG_NOTICE, VFV_ID_LOG_ONLY,
				    "%s: without log_only, set to %s%s would be %s: %s",
				    request->bdf, would->wanted_profile, with,
				    would->verdict == VFIOV_VERDICT_GRANT ? "granted" : "refused",
				    would->reason);
	return vd_log_begin(m, LOG_NOTICE, VFV_ID_LOG_ONLY,
			    "%s: without log_only, would be %s%s: %s", request->bdf, would->profile,
			    with, would->reason);
}

void vd_log_only(struct vd_manager *m, const struct vfv_request *request,
		 const struct vfv_facts *facts, const struct vfv_want *want,
		 const struct vfv_decision *actual)
{
	struct vfv_decision would;
	struct vd_entry *entry;

	if (!vfv_policy_would_decide(m->policy.current, facts, want, actual, &would))
		return;
	entry = begin(m, request, want, &would);
	vd_log_add(entry, VFV_FIELD_DEVICE, "%s", request->bdf);
	vd_log_add(entry, VFV_FIELD_KIND, "%s",
		   vfv_enum_name(&vfv_enum_request_kind, request->kind));
	vd_log_add(entry, VFV_FIELD_VERDICT, "%s", vfv_enum_name(&vfv_enum_verdict, would.verdict));
	vd_log_add(entry, VFV_FIELD_PROFILE, "%s", would.profile);
	vd_log_add(entry, VFV_FIELD_MIGRATION, "%d", would.migration);
	vd_log_add(entry, VFV_FIELD_POLICY_GENERATION, "%" PRIu64, m->policy.generation);
	vd_log_add(entry, VFV_FIELD_RULE, "%s", would.rule);
	if (would.unknown)
		vd_log_add(entry, VFV_FIELD_UNKNOWN, "%s", would.unknown);
	if (would.file) {
		vd_log_add(entry, VFV_FIELD_RULE_FILE, "%s", basename(would.file));
		vd_log_add(entry, VFV_FIELD_RULE_LINE, "%u", would.line);
	}
	vd_log_send(m, entry);
}
