// SPDX-License-Identifier: GPL-2.0-only
/*
 * For thousands of random policies and devices, the index must find the same rule as a walk over
 * all rules, and a rule that is reported as shadowed must never decide.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/explain.h"
#include "policy/random-policy.h"
#include "policy/sample.h"

enum { POLICIES = 400, DEVICES = 70 };

static void note_step(const struct vfv_step *step, void *userdata)
{
	struct {
		size_t n, yes;
	} *seen = userdata;

	seen->n++;
	seen->yes += step->outcome == VFV_OUTCOME_YES;
}

static struct vfv_policy *make(const char *text, struct vfv_diags *diags)
{
	const struct vfv_policy_file files[] = {
		{ SAMPLE_DRIVER ".conf", SAMPLE_DECLARATION, strlen(SAMPLE_DECLARATION),
		  VFV_FILE_DRIVER },
		{ "r", text, strlen(text), VFV_FILE_RULES },
	};
	struct vfv_policy *policy = NULL;

	assert_int_equal(vfv_policy_new(files, ARRAY_SIZE(files), 1, diags, &policy), 0);
	return policy;
}

static bool is_called_shadowed(const struct vfv_diags *diags, const char *rule)
{
	char start[64];

	snprintf(start, sizeof(start), "rule \"%s\" can never match", rule);
	for (size_t i = 0; i < diags->n; i++)
		if (!strncmp(diags->items[i].text, start, strlen(start)))
			return true;
	return false;
}

static void explain_and_decide_agree(void **state)
{
	size_t decided = 0, by_default = 0, shadowed = 0;
	uint64_t seed = 1;

	for (int p = 0; p < POLICIES; p++) {
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_free_ char *text = random_rules(&seed, false);

		policy = make(text, &diags);
		shadowed += diags.warnings > 0;
		for (int d = 0; d < DEVICES; d++) {
			struct vfv_facts facts = random_facts(&seed);
			struct {
				size_t n, yes;
			} seen = { 0, 0 };
			const struct vfv_rule *rule =
				vfv_policy_explain(policy, &facts, note_step, &seen);
			struct vfv_decision decision;

			vfv_policy_decide(policy, &facts, &decision);
			if (strcmp(decision.rule, rule->name))
				fail_msg("decide: %s, explain: %s\n%s", decision.rule, rule->name,
					 text);
			assert_int_equal(seen.n, vfv_policy_n_rules(policy));
			assert_int_equal(seen.yes, decision.is_explicit);
			if (is_called_shadowed(&diags, rule->name))
				fail_msg("%s decides, but was called shadowed\n%s", rule->name,
					 text);
			decided += decision.is_explicit;
			by_default += !decision.is_explicit;
		}
	}
	/* The test is meaningful only if the sequence covered all cases. */
	assert_true(decided > 1000 && by_default > 1000 && shadowed > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(explain_and_decide_agree) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
