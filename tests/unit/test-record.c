// SPDX-License-Identifier: GPL-2.0-only
/* Tests the sentence and the message id of an audit record in the journal. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "record.h"
#include "sample-record.h"
#include "unit.h"

/*
 * The requester chooses comm and reason. The fields keep them unchanged; only the sentence is
 * cleaned.
 */
static void sentence_is_one_clean_line(void **state _unused_)
{
	static const struct {
		const char *text, *clean;
	} cases[] = {
		{ "a\nb\x1b[31mc\x7f", "a?b?[31mc?" },
		{ "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80",
		  "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ "\xff\xc3(\xe2\x82", "?\?(??" },
		{ "\xc2\x9bm", "??m" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_audit_record r = sample_record(VFIOV_EVENT_REFUSED);
		struct vd_entry entry;
		char message[256];

		strcpy(r.text, cases[i].text);
		strcpy(r.requester.comm, cases[i].text);
		r.error = EBUSY;
		vd_record_entry(&r, NULL, &entry);
		snprintf(message, sizeof(message),
			 "0000:01:00.2: Refused a command of %s (pid 4711, uid 0): %s "
			 "(Device or resource busy)",
			 cases[i].clean, cases[i].clean);
		assert_field(&entry, "MESSAGE", message);
		assert_field(&entry, "VFIOV_TEXT", cases[i].text);
		assert_field(&entry, "VFIOV_REQ_COMM", cases[i].text);
	}
}

static void sentences(void **state _unused_)
{
	static const struct {
		enum vfiov_event event;
		enum vfiov_cause cause;
		const char *message;
	} cases[] = {
		{ VFIOV_EVENT_DEFAULT, VFIOV_CAUSE_TIMEOUT,
		  "0000:01:00.2: native without a decision: the daemon did not answer in time" },
		{ VFIOV_EVENT_DEFAULT, (enum vfiov_cause)99,
		  "0000:01:00.2: native without a decision: unknown cause" },
		{ VFIOV_EVENT_OPEN, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: opened as native by vfiovctl (pid 4711, uid 0)" },
		{ VFIOV_EVENT_CLOSE, VFIOV_CAUSE_NONE, "0000:01:00.2: closed, was native" },
		{ VFIOV_EVENT_SET, VFIOV_CAUSE_POLICY,
		  "0000:01:00.2: native refused for vfiovctl (pid 4711, uid 0): the policy does "
		  "not allow it, rule r at f:1" },
		{ VFIOV_EVENT_SET, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: native instead of native, for vfiovctl (pid 4711, uid 0), allowed by "
		  "rule r at f:1, because: because" },
		{ VFIOV_EVENT_REFUSED, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: Refused a command of vfiovctl (pid 4711, uid 0): because "
		  "(Device or resource busy)" },
		{ VFIOV_EVENT_PF_GONE, VFIOV_CAUSE_NONE,
		  "0000:01:00.0: this PF no longer serves its VFs of vfiov_vfio_pci, they "
		  "open as native" },
		{ VFIOV_EVENT_BIND, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: bound to vfiov_vfio_pci, VF 1 of 0000:01:00.0, by vfiovctl (pid "
		  "4711, uid 0)" },
		{ VFIOV_EVENT_UNBIND, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: unbound from vfiov_vfio_pci by vfiovctl (pid 4711, uid 0)" },
		{ VFIOV_EVENT_LOST, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: 5 events without a record, the audit ring was full" },
		{ VFIOV_EVENT_MIGRATION_SAVED, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: saved its state of 667 bytes, 1.9 ms after the VF was stopped" },
		{ VFIOV_EVENT_MIGRATION_RESUMED, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: runs with the state of another VF, of 667 bytes, after 1.9 ms" },
		{ VFIOV_EVENT_MIGRATION_CANCELLED, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: migration cancelled after 667 bytes, 1.9 ms" },
		{ VFIOV_EVENT_MIGRATION_REFUSED, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: migration refused: because (Device or resource busy)" },
		{ VFIOV_EVENT_MIGRATION_FAILED, VFIOV_CAUSE_NONE,
		  "0000:01:00.2: migration failed, the VF must be reset: because "
		  "(Device or resource busy)" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_audit_record r = sample_record(cases[i].event);
		struct vd_entry entry;

		r.cause = cases[i].cause;
		strcpy(r.profile, "native");
		r.lost = 5;
		r.bytes = 667;
		r.error = EBUSY;
		strcpy(r.rule, "r at f:1");
		vd_record_entry(&r, NULL, &entry);
		assert_field(&entry, "MESSAGE", cases[i].message);
	}
}

static void one_lost_event(void **state _unused_)
{
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_LOST);
	struct vd_entry entry;

	r.lost = 1;
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "MESSAGE",
		     "0000:01:00.2: 1 event without a record, the audit ring was full");
}

static void counts(void **state _unused_)
{
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_CLOSE);
	struct vd_entry entry;

	strcpy(r.profile_old, "native");
	r.count = 1;
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "MESSAGE", "0000:01:00.2: closed, was native");
	r.count = 40;
	r.time_last = 1795455284777598308;
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "MESSAGE", "0000:01:00.2: closed, was native (40 times)");
	assert_field(&entry, "VFIOV_COUNT", "40");
	assert_field(&entry, "VFIOV_TIME_LAST", "1795455284777598308");
	assert_field(&entry, "VFIOV_CROWDED", "0");
	r.crowded = true;
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "MESSAGE",
		     "0000:01:00.2: closed, was native (40 times, in any order, by any process)");
	assert_field(&entry, "VFIOV_CROWDED", "1");
}

static void every_cause(void **state _unused_)
{
	static const char *const why[] = {
		[VFIOV_CAUSE_NONE] = "no reason given",
		[VFIOV_CAUSE_NO_OWNER] = "no daemon was registered",
		[VFIOV_CAUSE_TIMEOUT] = "the daemon did not answer in time",
		[VFIOV_CAUSE_OWNER_LOST] = "the daemon exited and none was registered in time",
		[VFIOV_CAUSE_AUDIT_FULL] = "the audit ring is full",
		[VFIOV_CAUSE_UNAVAILABLE] = "the device does not support it",
		[VFIOV_CAUSE_BUSY] = "the VF was opened in the meantime",
		[VFIOV_CAUSE_POLICY] = "the policy does not allow it",
		[VFIOV_CAUSE_SUPERSEDED] = "the VF was unbound before an answer",
	};
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_DEFAULT);
	struct vd_entry entry;
	char message[128];

	assert_int_equal(ARRAY_SIZE(why), vfv_enum_cause.n);
	for (r.cause = 0; r.cause < ARRAY_SIZE(why); r.cause++) {
		vd_record_entry(&r, NULL, &entry);
		snprintf(message, sizeof(message),
			 "0000:01:00.2: transitional without a decision: %s", why[r.cause]);
		assert_field(&entry, "MESSAGE", message);
	}
}

static void migration_is_announced(void **state _unused_)
{
	static const char *const profiles[] = { "native", "transitional", "legacy",
						"of-another-driver", "" };
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_OPEN);
	struct vd_entry entry;
	char message[128];

	r.migration = 1;
	for (size_t i = 0; i < ARRAY_SIZE(profiles); i++) {
		strcpy(r.profile, profiles[i]);
		vd_record_entry(&r, NULL, &entry);
		snprintf(message, sizeof(message),
			 "0000:01:00.2: opened as %s with migration by vfiovctl (pid 4711, uid 0)",
			 *profiles[i] ? profiles[i] : "unknown");
		assert_field(&entry, "MESSAGE", message);
	}
}

/*
 * Every event has its own id and a sentence. An event from a newer kernel is also written.
 */
static void every_event(void **state _unused_)
{
	const char *ids[64];

	for (uint32_t event = 0; event <= vfv_enum_event.n; event++) {
		struct vfv_audit_record r = sample_record(event);
		static struct vd_entry entries[64];

		memset(r.rule, 'r', VFIOV_TEXT_MAX);
		memset(r.text, 't', VFIOV_TEXT_MAX);
		vd_record_entry(&r,
				"0123456789012345678901234567890123456789012345678901234567890123",
				&entries[event]);
		assert_false(entries[event].cut);
		assert_true(strlen(vd_entry_get(&entries[event], "MESSAGE")) > 10);
		ids[event] = vd_entry_get(&entries[event], "MESSAGE_ID");
		if (event == vfv_enum_event.n) {
			assert_null(ids[event]);
			assert_field(&entries[event], "VFIOV_EVENT", "unknown");
			break;
		}
		assert_non_null(ids[event]);
		for (uint32_t other = 0; other < event; other++)
			assert_string_not_equal(ids[event], ids[other]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentence_is_one_clean_line),
		cmocka_unit_test(sentences),
		cmocka_unit_test(one_lost_event),
		cmocka_unit_test(counts),
		cmocka_unit_test(every_cause),
		cmocka_unit_test(migration_is_announced),
		cmocka_unit_test(every_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
