// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/vfiov.h>

#include "enums.h"
#include "macro.h"

static const char *const source_names[] = {
	[VFIOV_SOURCE_DEFAULT] = "default",
	[VFIOV_SOURCE_POLICY] = "policy",
	[VFIOV_SOURCE_OPERATOR] = "operator",
};

static const char *const cause_names[] = {
	[VFIOV_CAUSE_NONE] = "none",
	[VFIOV_CAUSE_NO_OWNER] = "no-owner",
	[VFIOV_CAUSE_TIMEOUT] = "timeout",
	[VFIOV_CAUSE_OWNER_LOST] = "owner-lost",
	[VFIOV_CAUSE_AUDIT_FULL] = "audit-full",
	[VFIOV_CAUSE_UNAVAILABLE] = "unavailable",
	[VFIOV_CAUSE_BUSY] = "busy",
	[VFIOV_CAUSE_POLICY] = "policy",
	[VFIOV_CAUSE_SUPERSEDED] = "superseded",
};

static const char *const request_kind_names[] = {
	[VFIOV_REQUEST_KIND_BIND] = "bind",
	[VFIOV_REQUEST_KIND_SET] = "set",
	[VFIOV_REQUEST_KIND_RESET] = "reset",
};

static const char *const verdict_names[] = {
	[VFIOV_VERDICT_GRANT] = "grant",
	[VFIOV_VERDICT_REFUSE] = "refuse",
};

static const char *const audit_event_names[] = {
	[VFIOV_EVENT_LOAD] = "load",	     [VFIOV_EVENT_BIND] = "bind",
	[VFIOV_EVENT_UNBIND] = "unbind",     [VFIOV_EVENT_REQUEST] = "request",
	[VFIOV_EVENT_DECISION] = "decision", [VFIOV_EVENT_DEFAULT] = "default",
	[VFIOV_EVENT_OPEN] = "open",	     [VFIOV_EVENT_CLOSE] = "close",
	[VFIOV_EVENT_SET] = "set",	     [VFIOV_EVENT_REFUSED] = "refused",
	[VFIOV_EVENT_OWNER_UP] = "owner-up", [VFIOV_EVENT_OWNER_DOWN] = "owner-down",
	[VFIOV_EVENT_PF_GONE] = "pf-gone",   [VFIOV_EVENT_PF_BACK] = "pf-back",
	[VFIOV_EVENT_PARAMS] = "params",     [VFIOV_EVENT_LOST] = "lost",
	[VFIOV_EVENT_MIGRATION_SAVED] = "migration-saved",
	[VFIOV_EVENT_MIGRATION_RESUMED] = "migration-resumed",
	[VFIOV_EVENT_MIGRATION_CANCELLED] = "migration-cancelled",
	[VFIOV_EVENT_MIGRATION_REFUSED] = "migration-refused",
	[VFIOV_EVENT_MIGRATION_FAILED] = "migration-failed",
};

static const char *const level_names[] = {
	[VFIOV_LEVEL_NORMAL] = "normal",
	[VFIOV_LEVEL_QUIET] = "quiet",
	[VFIOV_LEVEL_LOUD] = "loud",
};

const struct vfv_enum vfv_enum_source = { source_names, ARRAY_SIZE(source_names) };
const struct vfv_enum vfv_enum_cause = { cause_names, ARRAY_SIZE(cause_names) };
const struct vfv_enum vfv_enum_request_kind = { request_kind_names,
						ARRAY_SIZE(request_kind_names) };
const struct vfv_enum vfv_enum_verdict = { verdict_names, ARRAY_SIZE(verdict_names) };
const struct vfv_enum vfv_enum_event = { audit_event_names, ARRAY_SIZE(audit_event_names) };
const struct vfv_enum vfv_enum_level = { level_names, ARRAY_SIZE(level_names) };

const char *vfv_enum_name(const struct vfv_enum *e, uint32_t value)
{
	return value < e->n ? e->names[value] : "unknown";
}

int vfv_enum_value(const struct vfv_enum *e, const char *name, uint32_t *ret)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->names[i], name) == 0) {
			*ret = i;
			return 0;
		}
	return -EINVAL;
}
