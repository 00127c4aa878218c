/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"

#include "denied.h"

const struct cmd_audit_event cmd_audit_events[] = {
	{ VFV_ID_LOAD, "load" },
	{ VFV_ID_BIND, "bind" },
	{ VFV_ID_UNBIND, "unbind" },
	{ VFV_ID_REQUEST, "request" },
	{ VFV_ID_DECISION, "decision" },
	{ VFV_ID_DEFAULT, "default" },
	{ VFV_ID_OPEN, "open" },
	{ VFV_ID_CLOSE, "close" },
	{ VFV_ID_SET, "set" },
	{ VFV_ID_REFUSED, "refused" },
	{ VFV_ID_OWNER_UP, "owner-up" },
	{ VFV_ID_OWNER_DOWN, "owner-down" },
	{ VFV_ID_PF_GONE, "pf-gone" },
	{ VFV_ID_PF_BACK, "pf-back" },
	{ VFV_ID_PARAMS, "params" },
	{ VFV_ID_LOST, "lost" },
	{ VFV_ID_MIGRATION_SAVED, "migration-saved" },
	{ VFV_ID_MIGRATION_RESUMED, "migration-resumed" },
	{ VFV_ID_MIGRATION_CANCELLED, "migration-cancelled" },
	{ VFV_ID_MIGRATION_REFUSED, "migration-refused" },
	{ VFV_ID_MIGRATION_FAILED, "migration-failed" },
	{ VFV_ID_AUDIT_START, "audit-start" },
	{ VFV_ID_AUDIT_GAP, "audit-gap" },
	{ VFV_ID_POLICY_LOADED, "policy-loaded" },
	{ VFV_ID_POLICY_REJECTED, "policy-rejected" },
	{ VFV_ID_LOG_ONLY, "log-only" },
};

const size_t cmd_audit_n_events = ARRAY_SIZE(cmd_audit_events);

const char *cmd_audit_event_name(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(cmd_audit_events); i++)
		if (!strcmp(cmd_audit_events[i].id, id))
			return cmd_audit_events[i].name;
	return "other";
}

bool cmd_audit_is_denied(const char *event, const char *cause)
{
	/*
	 * These are opens without a decision, refusals by the kernel and its drivers, and lost
	 * records.
	 */
	static const char *const always[] = { "default", "refused", "lost", "migration-refused",
					      "migration-failed", "audit-gap" };

	for (size_t i = 0; i < ARRAY_SIZE(always); i++)
		if (!strcmp(event, always[i]))
			return true;
	/*
	 * The answer to a set is the same event whether it is granted or not; only a refusal has a
	 * cause.
	 */
	return !strcmp(event, "set") && strcmp(cause, "none");
}
