/* SPDX-License-Identifier: GPL-2.0-only */
/* The events of the audit, and which of them mean a refusal. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The events that vfiovctl audit shows; their message ids are in lib/names.h. */
struct cmd_audit_event {
	const char *id;
	const char *name;
};

extern const struct cmd_audit_event cmd_audit_events[];
extern const size_t cmd_audit_n_events;

/* Return: the name of the event with this message id, "other" for one that is not shown. */
const char *cmd_audit_event_name(const char *id);

/**
 * cmd_audit_is_denied - check whether an event means a refusal
 * @event: its name
 * @cause: value of the field VFIOV_CAUSE, "none" when the entry has no such field
 */
bool cmd_audit_is_denied(const char *event, const char *cause);
