// SPDX-License-Identifier: GPL-2.0-only
/* Tests the fields of an audit record in the journal. */
#include <string.h>

#include "lib/enums.h"
#include "lib/names.h"
#include "record.h"
#include "sample-record.h"
#include "unit.h"

static void all_fields(void **state _unused_)
{
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_DECISION);
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
	assert_field(&entry, "VFIOV_BYTES", "667");
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
			struct vfv_audit_record r = sample_record(cases[i].event);
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
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_SET);
	struct vd_entry entry;

	r.requester.loginuid = UINT32_MAX;
	vd_record_entry(&r, NULL, &entry);
	assert_null(vd_entry_get(&entry, "VFIOV_REQ_LOGINUID"));
}

/* For a rule that could not be evaluated, the entry has the rule's name and the unknown key. */
static void rule_that_was_not_evaluated(void **state _unused_)
{
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_DECISION);
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
	struct vfv_audit_record r = sample_record(VFIOV_EVENT_DECISION);
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
		struct vfv_audit_record r = sample_record(VFIOV_EVENT_DECISION);
		struct vd_entry entry;

		strcpy(r.rule, labels[i]);
		vd_record_entry(&r, NULL, &entry);
		assert_field(&entry, "VFIOV_RULE", labels[i]);
		assert_null(vd_entry_get(&entry, "VFIOV_RULE_FILE"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_fields),
		cmocka_unit_test(level_is_priority),
		cmocka_unit_test(absent_is_absent),
		cmocka_unit_test(unset_loginuid_is_left_out),
		cmocka_unit_test(rule_that_was_not_evaluated),
		cmocka_unit_test(decision_without_a_policy),
		cmocka_unit_test(labels_without_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
