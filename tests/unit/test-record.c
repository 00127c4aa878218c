// SPDX-License-Identifier: GPL-2.0-only
/* Audit records as journal entries. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/names.h"
#include "record.h"
#include "unit.h"

static struct vfv_audit_record sample(enum vfiov_event event)
{
	struct vfv_audit_record r = {
		.present = ~0U,
		.seq = 42,
		.event = event,
		.time = 1795455284777598307,
		.bdf = "0000:01:00.2",
		.pf = "0000:01:00.0",
		.index = 1,
		.driver = "vfiov_vfio_pci",
		.profile_old = "native",
		.profile = "transitional",
		.source = VFIOV_SOURCE_POLICY,
		.rule = "legacy guests at home at /etc/vfiovd/policy.d/20 at.conf:14",
		.explicit = 1,
		.policy_generation = 3,
		.ticket = 9,
		.latency_us = 1900,
		.text = "because",
		.requester = {
			.present = ~0U, .pid = 4711, .uid = 0, .loginuid = 1000, .comm = "vfiovctl",
		},
	};

	return r;
}

static void assert_field(const struct vd_entry *entry, const char *key, const char *value)
{
	const char *is = vd_entry_get(entry, key);

	if (!is || strcmp(is, value) != 0)
		fail_msg("%s is \"%s\", not \"%s\"", key, is ?: "(absent)", value);
}

static void all_fields(void **state _unused_)
{
	struct vfv_audit_record r = sample(VFIOV_EVENT_DECISION);
	struct vd_entry entry;

	vd_record_entry(&r, "5f1c", &entry);
	assert_false(entry.cut);
	assert_field(&entry, "MESSAGE",
		     "0000:01:00.2: transitional, by rule legacy guests at home at "
		     "/etc/vfiovd/policy.d/20 at.conf:14, decided in 1.9 ms");
	assert_field(&entry, "MESSAGE_ID", VFV_ID_DECISION);
	assert_field(&entry, "PRIORITY", "5");
	assert_field(&entry, "VFIOV_INSTANCE", "00000000-0000-0000-0000-000000000000");
	assert_field(&entry, "VFIOV_SEQ", "42");
	assert_field(&entry, "VFIOV_EVENT", "decision");
	assert_field(&entry, "VFIOV_TIME", "1795455284777598307");
	assert_field(&entry, "VFIOV_DEVICE", "0000:01:00.2");
	assert_field(&entry, "VFIOV_PF", "0000:01:00.0");
	assert_field(&entry, "VFIOV_VF_INDEX", "1");
	assert_field(&entry, "VFIOV_DRIVER", "vfiov_vfio_pci");
	assert_field(&entry, "VFIOV_PROFILE_OLD", "native");
	assert_field(&entry, "VFIOV_PROFILE", "transitional");
	assert_field(&entry, "VFIOV_SOURCE", "policy");
	assert_field(&entry, "VFIOV_CAUSE", "none");
	assert_field(&entry, "VFIOV_KIND", "bind");
	assert_field(&entry, "VFIOV_LEVEL", "normal");
	assert_field(&entry, "VFIOV_RULE", "legacy guests at home");
	assert_field(&entry, "VFIOV_RULE_FILE", "/etc/vfiovd/policy.d/20 at.conf");
	assert_field(&entry, "VFIOV_RULE_LINE", "14");
	assert_field(&entry, "VFIOV_EXPLICIT", "1");
	assert_field(&entry, "VFIOV_POLICY_GENERATION", "3");
	assert_field(&entry, "VFIOV_POLICY_HASH", "5f1c");
	assert_field(&entry, "VFIOV_TICKET", "9");
	assert_field(&entry, "VFIOV_LATENCY_US", "1900");
	assert_field(&entry, "VFIOV_TEXT", "because");
	assert_field(&entry, "VFIOV_REQ_PID", "4711");
	assert_field(&entry, "VFIOV_REQ_UID", "0");
	assert_field(&entry, "VFIOV_REQ_LOGINUID", "1000");
	assert_field(&entry, "VFIOV_REQ_COMM", "vfiovctl");
}

/* The level changes the priority of decisions, but not of failures. */
static void level_is_priority(void **state _unused_)
{
	static const struct {
		enum vfiov_event event;
		enum vfiov_cause cause;
		const char *normal, *quiet, *loud;
	} cases[] = {
		{ VFIOV_EVENT_DECISION, VFIOV_CAUSE_NONE, "5", "6", "4" },
		{ VFIOV_EVENT_SET, VFIOV_CAUSE_NONE, "5", "6", "4" },
		{ VFIOV_EVENT_OPEN, VFIOV_CAUSE_NONE, "6", "6", "5" },
		{ VFIOV_EVENT_CLOSE, VFIOV_CAUSE_NONE, "6", "6", "5" },
		{ VFIOV_EVENT_SET, VFIOV_CAUSE_POLICY, "4", "4", "4" },
		{ VFIOV_EVENT_DEFAULT, VFIOV_CAUSE_TIMEOUT, "4", "4", "4" },
		{ VFIOV_EVENT_LOST, VFIOV_CAUSE_NONE, "3", "3", "3" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *const expected[] = {
			[VFIOV_LEVEL_NORMAL] = cases[i].normal,
			[VFIOV_LEVEL_QUIET] = cases[i].quiet,
			[VFIOV_LEVEL_LOUD] = cases[i].loud,
		};

		for (size_t level = 0; level < ARRAY_SIZE(expected); level++) {
			struct vfv_audit_record r = sample(cases[i].event);
			struct vd_entry entry;

			r.cause = cases[i].cause;
			r.level = (uint32_t)level;
			vd_record_entry(&r, NULL, &entry);
			assert_field(&entry, "PRIORITY", expected[level]);
			assert_field(&entry, "VFIOV_LEVEL",
				     vfv_enum_name(&vfv_enum_level, r.level));
		}
	}
}

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
		struct vfv_audit_record r = sample(VFIOV_EVENT_REFUSED);
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

static void absent_is_absent(void **state _unused_)
{
	struct vfv_audit_record r = { .seq = 1, .event = VFIOV_EVENT_LOAD };
	struct vd_entry entry;

	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "MESSAGE", "Module vfiov was loaded by an unknown process");
	assert_field(&entry, "VFIOV_SEQ", "1");
	assert_null(vd_entry_get(&entry, "VFIOV_PROFILE"));
	assert_null(vd_entry_get(&entry, "VFIOV_DEVICE"));
	assert_null(vd_entry_get(&entry, "VFIOV_RULE"));
	assert_null(vd_entry_get(&entry, "VFIOV_REQ_LOGINUID"));
	assert_null(vd_entry_get(&entry, "VFIOV_POLICY_HASH"));
}

static void unset_loginuid_is_left_out(void **state _unused_)
{
	struct vfv_audit_record r = sample(VFIOV_EVENT_SET);
	struct vd_entry entry;

	r.requester.loginuid = UINT32_MAX;
	vd_record_entry(&r, NULL, &entry);
	assert_null(vd_entry_get(&entry, "VFIOV_REQ_LOGINUID"));
}

/* For a rule that could not be evaluated, the entry has the rule's name and the unknown key. */
static void rule_that_was_not_judged(void **state _unused_)
{
	struct vfv_audit_record r = sample(VFIOV_EVENT_DECISION);
	struct vd_entry entry;

	strcpy(r.rule, "rule keep could not be evaluated: pf is not known");
	strcpy(r.profile, "native");
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "VFIOV_RULE", "keep");
	assert_field(&entry, "VFIOV_UNKNOWN", "pf");
	assert_null(vd_entry_get(&entry, "VFIOV_RULE_FILE"));
	assert_field(
		&entry, "MESSAGE",
		"0000:01:00.2: native, because rule keep could not be evaluated: pf is not known, "
		"decided in 1.9 ms");

	/* A text that only resembles this message is a rule's name. */
	strcpy(r.rule, "rule keep could not be evaluated: pf is not known at all");
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "VFIOV_RULE", r.rule);
	assert_null(vd_entry_get(&entry, "VFIOV_UNKNOWN"));
}

/*
 * Without a policy, the entry has the file and line of the first error, as far as they are known.
 */
static void decision_without_a_policy(void **state _unused_)
{
	struct vfv_audit_record r = sample(VFIOV_EVENT_DECISION);
	struct vd_entry entry;

	strcpy(r.profile, "native");
	r.explicit = 0;
	strcpy(r.rule, "policy INVALID, see /etc/vfiovd/policy.d/20-a:1.conf:14");
	vd_record_entry(&r, NULL, &entry);
	assert_null(vd_entry_get(&entry, "VFIOV_RULE"));
	assert_field(&entry, "VFIOV_POLICY_FILE", "/etc/vfiovd/policy.d/20-a:1.conf");
	assert_field(&entry, "VFIOV_POLICY_LINE", "14");
	assert_field(&entry, "MESSAGE",
		     "0000:01:00.2: native, because policy INVALID, see "
		     "/etc/vfiovd/policy.d/20-a:1.conf:14, decided in 1.9 ms");

	strcpy(r.rule, "policy INVALID, see /etc/vfiovd/policy.d/20-a.conf");
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "VFIOV_POLICY_FILE", "/etc/vfiovd/policy.d/20-a.conf");
	assert_null(vd_entry_get(&entry, "VFIOV_POLICY_LINE"));

	strcpy(r.rule, "policy INVALID, see vfiovctl policy check");
	vd_record_entry(&r, NULL, &entry);
	assert_null(vd_entry_get(&entry, "VFIOV_POLICY_FILE"));
	assert_null(vd_entry_get(&entry, "VFIOV_RULE"));
}

static void labels_without_a_place(void **state _unused_)
{
	static const char *const labels[] = { "(default)", "x at y", "x at y:", "x at y:1a",
					      "at:1" };

	for (size_t i = 0; i < ARRAY_SIZE(labels); i++) {
		struct vfv_audit_record r = sample(VFIOV_EVENT_DECISION);
		struct vd_entry entry;

		strcpy(r.rule, labels[i]);
		vd_record_entry(&r, NULL, &entry);
		assert_field(&entry, "VFIOV_RULE", labels[i]);
		assert_null(vd_entry_get(&entry, "VFIOV_RULE_FILE"));
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
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_audit_record r = sample(cases[i].event);
		struct vd_entry entry;

		r.cause = cases[i].cause;
		strcpy(r.profile, "native");
		r.lost = 5;
		r.error = EBUSY;
		strcpy(r.rule, "r at f:1");
		vd_record_entry(&r, NULL, &entry);
		assert_field(&entry, "MESSAGE", cases[i].message);
	}
}

static void one_lost_event(void **state _unused_)
{
	struct vfv_audit_record r = sample(VFIOV_EVENT_LOST);
	struct vd_entry entry;

	r.lost = 1;
	vd_record_entry(&r, NULL, &entry);
	assert_field(&entry, "MESSAGE",
		     "0000:01:00.2: 1 event without a record, the audit ring was full");
}

static void counts(void **state _unused_)
{
	struct vfv_audit_record r = sample(VFIOV_EVENT_CLOSE);
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
	struct vfv_audit_record r = sample(VFIOV_EVENT_DEFAULT);
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

static void migration_is_told(void **state _unused_)
{
	static const char *const profiles[] = { "native", "transitional", "legacy",
						"of-another-driver", "" };
	struct vfv_audit_record r = sample(VFIOV_EVENT_OPEN);
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
 * Every event has its own id and a sentence. An event of a newer kernel is also written.
 */
static void every_event(void **state _unused_)
{
	const char *ids[64];

	for (uint32_t event = 0; event <= vfv_enum_event.n; event++) {
		struct vfv_audit_record r = sample(event);
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

static void entries_do_not_overflow(void **state _unused_)
{
	static char big[2 * VD_ENTRY_BYTES];
	static struct vd_entry entry;

	memset(big, 'x', sizeof(big) - 1);
	vd_entry_init(&entry);
	vd_entry_add(&entry, "A", "%s", "1");
	vd_entry_add(&entry, "B", "%s", big);
	assert_true(entry.cut);
	assert_field(&entry, "A", "1");
	assert_int_equal(strlen(vd_entry_get(&entry, "B")),
			 VD_ENTRY_BYTES - strlen("A=1") - 1 - strlen("B=") - 1);
	vd_entry_add(&entry, "C", "%s", "3");
	assert_int_equal(entry.n, 2);

	vd_entry_init(&entry);
	for (int i = 0; i < 2 * VD_ENTRY_FIELDS; i++)
		vd_entry_add(&entry, "F", "%d", i);
	assert_int_equal(entry.n, VD_ENTRY_FIELDS);
	assert_true(entry.cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_fields),
		cmocka_unit_test(level_is_priority),
		cmocka_unit_test(sentence_is_one_clean_line),
		cmocka_unit_test(absent_is_absent),
		cmocka_unit_test(unset_loginuid_is_left_out),
		cmocka_unit_test(rule_that_was_not_judged),
		cmocka_unit_test(decision_without_a_policy),
		cmocka_unit_test(labels_without_a_place),
		cmocka_unit_test(sentences),
		cmocka_unit_test(one_lost_event),
		cmocka_unit_test(counts),
		cmocka_unit_test(every_cause),
		cmocka_unit_test(migration_is_told),
		cmocka_unit_test(every_event),
		cmocka_unit_test(entries_do_not_overflow),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
