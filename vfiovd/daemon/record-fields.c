// SPDX-License-Identifier: GPL-2.0-only
/* Fields of an audit record, for programs. */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/label.h"
#include "lib/macro.h"
#include "lib/names.h"
#include "record.h"

/* Returns the line number at the end of PLACE, NULL if there is none. */
static const char *line_of(const char *place)
{
	const char *colon = strrchr(place, ':');

	if (!colon || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return NULL;
	return colon + 1;
}

/* For a decision without a policy: the location of the first error. */
static void add_invalid(struct vd_entry *e, const char *place)
{
	const char *line = line_of(place);

	/* If the location is not a file, it is a command. */
	if (place[0] != '/')
		return;
	vd_entry_add(e, VFV_FIELD_POLICY_FILE, "%.*s",
		     (int)(line ? line - 1 - place : (ptrdiff_t)strlen(place)), place);
	if (line)
		vd_entry_add(e, VFV_FIELD_POLICY_LINE, "%s", line);
}

/* Split a label (lib/label.h) into fields that can be searched. */
static void add_rule(struct vd_entry *e, const char *label)
{
	char name[VFV_LABEL_NAME_SIZE], key[VFV_LABEL_KEY_SIZE];
	const char *at = NULL, *line, *next;

	if (vfv_label_invalid(label)) {
		add_invalid(e, vfv_label_invalid(label));
		return;
	}
	if (vfv_label_unjudged(label, name, key)) {
		vd_entry_add(e, VFV_FIELD_RULE, "%s", name);
		vd_entry_add(e, VFV_FIELD_UNKNOWN, "%s", key);
		return;
	}
	for (next = strstr(label, " at "); next; next = strstr(next + 1, " at "))
		at = next;
	line = at ? line_of(at) : NULL;
	if (!line) {
		vd_entry_add(e, VFV_FIELD_RULE, "%s", label);
		return;
	}
	vd_entry_add(e, VFV_FIELD_RULE, "%.*s", (int)(at - label), label);
	at += strlen(" at ");
	vd_entry_add(e, VFV_FIELD_RULE_FILE, "%.*s", (int)(line - 1 - at), at);
	vd_entry_add(e, VFV_FIELD_RULE_LINE, "%s", line);
}

static void add_requester(struct vd_entry *e, const struct vfv_process *p)
{
	if (vfv_has(p, VFIOV_A_REQUESTER_PID))
		vd_entry_add(e, VFV_FIELD_REQ_PID, "%" PRIu32, p->pid);
	if (vfv_has(p, VFIOV_A_REQUESTER_UID))
		vd_entry_add(e, VFV_FIELD_REQ_UID, "%" PRIu32, p->uid);
	if (vfv_has(p, VFIOV_A_REQUESTER_LOGINUID) && p->loginuid != UINT32_MAX)
		vd_entry_add(e, VFV_FIELD_REQ_LOGINUID, "%" PRIu32, p->loginuid);
	if (p->comm[0])
		vd_entry_add(e, VFV_FIELD_REQ_COMM, "%s", p->comm);
}

void vd_record_add_fields(struct vd_entry *e, const struct vfv_audit_record *r)
{
	const struct {
		unsigned int attribute;
		const char *key;
		const struct vfv_enum *words;
		uint32_t value;
	} enums[] = {
		{ VFIOV_A_AUDIT_SOURCE, VFV_FIELD_SOURCE, &vfv_enum_source, r->source },
		{ VFIOV_A_AUDIT_CAUSE, VFV_FIELD_CAUSE, &vfv_enum_cause, r->cause },
		{ VFIOV_A_AUDIT_KIND, VFV_FIELD_KIND, &vfv_enum_request_kind, r->kind },
		{ VFIOV_A_AUDIT_LEVEL, VFV_FIELD_LEVEL, &vfv_enum_level, r->level },
	};
	const struct {
		unsigned int attribute;
		const char *key;
		uint64_t value;
	} numbers[] = {
		{ VFIOV_A_AUDIT_TIME, VFV_FIELD_TIME, r->time },
		{ VFIOV_A_AUDIT_INDEX, VFV_FIELD_VF_INDEX, r->index },
		{ VFIOV_A_AUDIT_MIGRATION, VFV_FIELD_MIGRATION, r->migration },
		{ VFIOV_A_AUDIT_EXPLICIT, VFV_FIELD_EXPLICIT, r->explicit },
		{ VFIOV_A_AUDIT_POLICY_GENERATION, VFV_FIELD_POLICY_GENERATION,
		  r->policy_generation },
		{ VFIOV_A_AUDIT_TICKET, VFV_FIELD_TICKET, r->ticket },
		{ VFIOV_A_AUDIT_LATENCY_US, VFV_FIELD_LATENCY_US, r->latency_us },
		{ VFIOV_A_AUDIT_LOST, VFV_FIELD_LOST, r->lost },
		{ VFIOV_A_AUDIT_ERROR, VFV_FIELD_ERROR, r->error },
		{ VFIOV_A_AUDIT_COUNT, VFV_FIELD_COUNT, r->count },
		{ VFIOV_A_AUDIT_TIME_LAST, VFV_FIELD_TIME_LAST, r->time_last },
		{ VFIOV_A_AUDIT_CROWDED, VFV_FIELD_CROWDED, r->crowded },
		{ VFIOV_A_AUDIT_BYTES, VFV_FIELD_BYTES, r->bytes },
	};

	if (vfv_has(r, VFIOV_A_AUDIT_DRIVER))
		vd_entry_add(e, VFV_FIELD_DRIVER, "%s", r->driver);
	if (vfv_has(r, VFIOV_A_AUDIT_PROFILE_OLD))
		vd_entry_add(e, VFV_FIELD_PROFILE_OLD, "%s", r->profile_old);
	if (vfv_has(r, VFIOV_A_AUDIT_PROFILE))
		vd_entry_add(e, VFV_FIELD_PROFILE, "%s", r->profile);
	for (size_t i = 0; i < ARRAY_SIZE(enums); i++)
		if (vfv_has(r, enums[i].attribute))
			vd_entry_add(e, enums[i].key, "%s",
				     vfv_enum_name(enums[i].words, enums[i].value));
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (vfv_has(r, numbers[i].attribute))
			vd_entry_add(e, numbers[i].key, "%" PRIu64, numbers[i].value);
	if (r->rule[0])
		add_rule(e, r->rule);
	if (r->text[0])
		vd_entry_add(e, VFV_FIELD_TEXT, "%s", r->text);
	add_requester(e, &r->requester);
}
