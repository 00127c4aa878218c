// SPDX-License-Identifier: GPL-2.0-only
/* Tests which combinations of event and cause count as denied. */
#include <string.h>

#include "ctl/denied.h"
#include "lib/enums.h"
#include "lib/macro.h"
#include "unit.h"

/* For each event, whether it counts as denied without a cause, and with one. */
static const struct {
	const char *event;
	bool without, with;
} expected[] = {
	{ "load", false, false },
	{ "bind", false, false },
	{ "unbind", false, false },
	{ "request", false, false },
	{ "decision", false, false },
	{ "default", true, true },
	{ "open", false, false },
	{ "close", false, false },
	{ "set", false, true },
	{ "refused", true, true },
	{ "owner-up", false, false },
	{ "owner-down", false, false },
	{ "pf-gone", false, false },
	{ "pf-back", false, false },
	{ "params", false, false },
	{ "lost", true, true },
	{ "migration-saved", false, false },
	{ "migration-resumed", false, false },
	{ "migration-cancelled", false, false },
	{ "migration-refused", true, true },
	{ "migration-failed", true, true },
	{ "audit-start", false, false },
	{ "audit-gap", true, true },
	{ "policy-loaded", false, false },
	{ "policy-rejected", false, false },
	{ "log-only", false, false },
};

static void every_event_and_cause(void **state _unused_)
{
	assert_int_equal(cmd_audit_n_events, ARRAY_SIZE(expected));
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		const char *event = cmd_audit_events[i].name;

		assert_string_equal(event, expected[i].event);
		assert_int_equal(cmd_audit_is_denied(event, "none"), expected[i].without);
		/* The last one is a cause from a newer kernel. */
		for (uint32_t cause = 1; cause <= vfv_enum_cause.n; cause++)
			if (cmd_audit_is_denied(event, vfv_enum_name(&vfv_enum_cause, cause)) !=
			    expected[i].with)
				fail_msg("%s %s", event, vfv_enum_name(&vfv_enum_cause, cause));
	}
}

/* Each event of the kernel needs an entry above. */
static void every_event_of_the_kernel(void **state _unused_)
{
	for (uint32_t event = 0; event < vfv_enum_event.n; event++) {
		const char *name = vfv_enum_name(&vfv_enum_event, event);
		bool found = false;

		for (size_t i = 0; i < cmd_audit_n_events; i++)
			found |= !strcmp(cmd_audit_events[i].name, name);
		if (!found)
			fail_msg("%s", name);
	}
}

static void names_of_ids(void **state _unused_)
{
	for (size_t i = 0; i < cmd_audit_n_events; i++)
		assert_string_equal(cmd_audit_event_name(cmd_audit_events[i].id),
				    cmd_audit_events[i].name);
	assert_string_equal(cmd_audit_event_name(""), "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_and_cause),
		cmocka_unit_test(every_event_of_the_kernel),
		cmocka_unit_test(names_of_ids),
	};

	return cmocka_run_group_tests_name("denied", tests, NULL, NULL);
}
