// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "clean.h"
#include "lib/enums.h"
#include "lib/label.h"
#include "lib/names.h"
#include "lib/plural.h"
#include "record.h"

/* Long enough for two strings from the kernel and the words around them. */
enum { SENTENCE = 512 };

static const struct {
	const char *id;
	int priority;
} kinds[] = {
	[VFIOV_EVENT_LOAD] = { VFV_ID_LOAD, LOG_INFO },
	[VFIOV_EVENT_BIND] = { VFV_ID_BIND, LOG_INFO },
	[VFIOV_EVENT_UNBIND] = { VFV_ID_UNBIND, LOG_INFO },
	[VFIOV_EVENT_REQUEST] = { VFV_ID_REQUEST, LOG_INFO },
	[VFIOV_EVENT_DECISION] = { VFV_ID_DECISION, LOG_NOTICE },
	[VFIOV_EVENT_DEFAULT] = { VFV_ID_DEFAULT, LOG_WARNING },
	[VFIOV_EVENT_OPEN] = { VFV_ID_OPEN, LOG_INFO },
	[VFIOV_EVENT_CLOSE] = { VFV_ID_CLOSE, LOG_INFO },
	[VFIOV_EVENT_SET] = { VFV_ID_SET, LOG_NOTICE },
	[VFIOV_EVENT_REFUSED] = { VFV_ID_REFUSED, LOG_WARNING },
	[VFIOV_EVENT_OWNER_UP] = { VFV_ID_OWNER_UP, LOG_INFO },
	[VFIOV_EVENT_OWNER_DOWN] = { VFV_ID_OWNER_DOWN, LOG_WARNING },
	[VFIOV_EVENT_PF_GONE] = { VFV_ID_PF_GONE, LOG_WARNING },
	[VFIOV_EVENT_PF_BACK] = { VFV_ID_PF_BACK, LOG_INFO },
	[VFIOV_EVENT_PARAMS] = { VFV_ID_PARAMS, LOG_NOTICE },
	[VFIOV_EVENT_LOST] = { VFV_ID_LOST, LOG_ERR },
	[VFIOV_EVENT_MIGRATION_SAVED] = { VFV_ID_MIGRATION_SAVED, LOG_NOTICE },
	[VFIOV_EVENT_MIGRATION_RESUMED] = { VFV_ID_MIGRATION_RESUMED, LOG_NOTICE },
	[VFIOV_EVENT_MIGRATION_CANCELLED] = { VFV_ID_MIGRATION_CANCELLED, LOG_NOTICE },
	[VFIOV_EVENT_MIGRATION_REFUSED] = { VFV_ID_MIGRATION_REFUSED, LOG_WARNING },
	[VFIOV_EVENT_MIGRATION_FAILED] = { VFV_ID_MIGRATION_FAILED, LOG_WARNING },
};

/*
 * A level shifts priorities of LOG_NOTICE and below by one step, but never below LOG_INFO, the
 * priority of writer.h's fences: a journal that has the fence has the record. Refusals and failures
 * keep their priority.
 */
static int shifted(int priority, uint32_t level)
{
	if (level == VFIOV_LEVEL_QUIET && priority == LOG_NOTICE)
		return LOG_INFO;
	if (level == VFIOV_LEVEL_LOUD && priority >= LOG_NOTICE)
		return priority - 1;
	return priority;
}

static int priority_of(const struct vfv_audit_record *r)
{
	int priority = r->event < ARRAY_SIZE(kinds) ? kinds[r->event].priority : LOG_NOTICE;

	/* The answer to a set is always the same event, whether it is a refusal or not. */
	if (r->event == VFIOV_EVENT_SET && r->cause != VFIOV_CAUSE_NONE)
		return LOG_WARNING;
	return shifted(priority, r->level);
}

static const char *why(uint32_t cause)
{
	switch ((enum vfiov_cause)cause) {
	case VFIOV_CAUSE_NONE:
		return "no reason given";
	case VFIOV_CAUSE_NO_OWNER:
		return "no daemon was registered";
	case VFIOV_CAUSE_TIMEOUT:
		return "the daemon did not answer in time";
	case VFIOV_CAUSE_OWNER_LOST:
		return "the daemon exited and none was registered in time";
	case VFIOV_CAUSE_AUDIT_FULL:
		return "the audit ring is full";
	case VFIOV_CAUSE_UNAVAILABLE:
		return "the device does not support it";
	case VFIOV_CAUSE_BUSY:
		return "the VF was opened in the meantime";
	case VFIOV_CAUSE_POLICY:
		return "the policy does not allow it";
	case VFIOV_CAUSE_SUPERSEDED:
		return "the VF was unbound before an answer";
	}
	return "unknown cause";
}

enum { PROFILE = VFV_WORD_SIZE + sizeof(" with migration") };

/* "transitional", "native with migration" */
static const char *profile(const struct vfv_audit_record *r, char text[static PROFILE])
{
	snprintf(text, PROFILE, "%s%s", *r->profile ? r->profile : "unknown",
		 r->migration ? " with migration" : "");
	return text;
}

/* PREFIX "rule NAME at FILE:LINE", PREFIX "the policy's default (...)", "because rule NAME could not ..." */
static const char *by_rule(const struct vfv_audit_record *r, const char *prefix, char *text,
			   size_t size)
{
	char name[VFV_LABEL_NAME_SIZE], key[VFV_LABEL_KEY_SIZE];

	if (!r->rule[0])
		snprintf(text, size, "%sno rule", prefix);
	else if (vfv_label_invalid(r->rule) || vfv_label_unjudged(r->rule, name, key))
		snprintf(text, size, "because %s", r->rule);
	else
		snprintf(text, size, "%s%s %s", prefix,
			 r->explicit ? "rule" : "the policy's default", r->rule);
	return text;
}

static const char *who(const struct vfv_audit_record *r, char *text, size_t size)
{
	if (!vfv_has(r, VFIOV_A_AUDIT_REQUESTER))
		return "an unknown process";
	snprintf(text, size, "%s (pid %" PRIu32 ", uid %" PRIu32 ")",
		 r->requester.comm[0] ? r->requester.comm : "process", r->requester.pid,
		 r->requester.uid);
	return text;
}

static void sentence(const struct vfv_audit_record *r, char *text, size_t size)
{
	const char *vf = r->bdf[0] ? r->bdf : "the module";
	char rule[VFIOV_TEXT_MAX + 32], person[96], now[PROFILE];
	const char *by = who(r, person, sizeof(person));
	const char *driver = *r->driver ? r->driver : "an unknown driver";
	const char *what = profile(r, now);
	double ms = r->latency_us / 1000.0;

	switch ((enum vfiov_event)r->event) {
	case VFIOV_EVENT_LOAD:
		snprintf(text, size, "Module %s was loaded by %s", VFV_CORE_NAME, by);
		return;
	case VFIOV_EVENT_BIND:
		snprintf(text, size, "%s: bound to %s, VF %" PRIu32 " of %s, by %s", vf, driver,
			 r->index, r->pf, by);
		return;
	case VFIOV_EVENT_UNBIND:
		snprintf(text, size, "%s: unbound from %s by %s", vf, driver, by);
		return;
	case VFIOV_EVENT_REQUEST:
		if (r->kind == VFIOV_REQUEST_KIND_SET)
			snprintf(text, size, "%s: %s requested by %s%s%s", vf, what, by,
				 r->text[0] ? ", because: " : "", r->text);
		else
			snprintf(text, size, "%s: decision requested, %s by %s%s%s", vf,
				 vfv_enum_name(&vfv_enum_request_kind, r->kind), by,
				 r->text[0] ? ", because: " : "", r->text);
		return;
	case VFIOV_EVENT_DECISION:
		snprintf(text, size, "%s: %s, %s, decided in %.1f ms", vf, what,
			 by_rule(r, "by ", rule, sizeof(rule)), ms);
		return;
	case VFIOV_EVENT_DEFAULT:
		snprintf(text, size, "%s: %s without a decision: %s", vf, what, why(r->cause));
		return;
	case VFIOV_EVENT_OPEN:
		snprintf(text, size, "%s: opened as %s by %s", vf, what, by);
		return;
	case VFIOV_EVENT_CLOSE:
		snprintf(text, size, "%s: closed, was %s", vf, r->profile_old);
		return;
	case VFIOV_EVENT_SET:
		if (r->cause != VFIOV_CAUSE_NONE)
			snprintf(text, size, "%s: %s refused for %s: %s%s%s", vf, what, by,
				 why(r->cause), r->rule[0] ? ", " : "",
				 r->rule[0] ? by_rule(r, "", rule, sizeof(rule)) : "");
		else
			snprintf(text, size, "%s: %s instead of %s, for %s, %s%s%s", vf, what,
				 r->profile_old, by, by_rule(r, "allowed by ", rule, sizeof(rule)),
				 r->text[0] ? ", because: " : "", r->text);
		return;
	case VFIOV_EVENT_REFUSED:
		snprintf(text, size, "%s%sRefused a command of %s: %s (%s)", r->bdf,
			 r->bdf[0] ? ": " : "", by, r->text[0] ? r->text : "no text",
			 strerror(r->error));
		return;
	case VFIOV_EVENT_OWNER_UP:
		snprintf(text, size, "Owner %s was registered by %s", r->text, by);
		return;
	case VFIOV_EVENT_OWNER_DOWN:
		snprintf(text, size, "Owner %s is no longer registered", r->text);
		return;
	case VFIOV_EVENT_PF_GONE:
		snprintf(text, size,
			 "%s: this PF no longer serves its VFs of %s, they open as native",
			 r->pf, driver);
		return;
	case VFIOV_EVENT_PF_BACK:
		snprintf(text, size, "%s: this PF serves its VFs of %s again", r->pf, driver);
		return;
	case VFIOV_EVENT_PARAMS:
		snprintf(text, size, "Parameters changed by %s: %s", by, r->text);
		return;
	case VFIOV_EVENT_LOST:
		snprintf(text, size, "%s: %" PRIu64 " %s without a record, the audit ring was full",
			 vf, r->lost, vfv_plural(r->lost, "event", "events"));
		return;
	case VFIOV_EVENT_MIGRATION_SAVED:
		snprintf(text, size, "%s: saved its state of %" PRIu64 " bytes, %.1f ms after the VF was stopped",
			 vf, r->bytes, ms);
		return;
	case VFIOV_EVENT_MIGRATION_RESUMED:
		snprintf(text, size, "%s: runs with the state of another VF, of %" PRIu64 " bytes, after %.1f ms",
			 vf, r->bytes, ms);
		return;
	case VFIOV_EVENT_MIGRATION_CANCELLED:
		snprintf(text, size, "%s: migration cancelled after %" PRIu64 " bytes, %.1f ms", vf,
			 r->bytes, ms);
		return;
	case VFIOV_EVENT_MIGRATION_REFUSED:
		snprintf(text, size, "%s: migration refused: %s (%s)", vf,
			 r->text[0] ? r->text : "no text", strerror(r->error));
		return;
	case VFIOV_EVENT_MIGRATION_FAILED:
		snprintf(text, size, "%s: migration failed, the VF must be reset: %s (%s)", vf,
			 r->text[0] ? r->text : "no text", strerror(r->error));
		return;
	}
	snprintf(text, size, "%s: unknown event %" PRIu32, vf, r->event);
}

/* If a record represents several events, its sentence ends with their number. */
static void add_count(const struct vfv_audit_record *r, char *text, size_t size)
{
	size_t used = strlen(text);

	if (r->count > 1)
		snprintf(text + used, size - used, " (%" PRIu64 " times%s)", r->count,
			 r->crowded ? ", in any order, by any process" : "");
}

void vd_record_entry(const struct vfv_audit_record *record, const char *hash, struct vd_entry *ret)
{
	bool known = record->event < ARRAY_SIZE(kinds);
	char instance[37], text[SENTENCE];

	vd_entry_init(ret);
	sentence(record, text, sizeof(text));
	add_count(record, text, sizeof(text));
	vd_clean(text);
	vfv_instance_format(record->instance, instance);

	vd_entry_add(ret, "MESSAGE", "%s", text);
	vd_entry_add(ret, "PRIORITY", "%d", priority_of(record));
	if (known)
		vd_entry_add(ret, "MESSAGE_ID", "%s", kinds[record->event].id);
	vd_entry_add(ret, VFV_FIELD_INSTANCE, "%s", instance);
	vd_entry_add(ret, VFV_FIELD_SEQ, "%" PRIu64, record->seq);
	vd_entry_add(ret, VFV_FIELD_EVENT, "%s", vfv_enum_name(&vfv_enum_event, record->event));
	if (record->bdf[0])
		vd_entry_add(ret, VFV_FIELD_DEVICE, "%s", record->bdf);
	if (record->pf[0])
		vd_entry_add(ret, VFV_FIELD_PF, "%s", record->pf);
	vd_record_add_fields(ret, record);
	if (hash)
		vd_entry_add(ret, VFV_FIELD_POLICY_HASH, "%s", hash);
}
