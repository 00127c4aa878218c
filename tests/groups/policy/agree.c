// SPDX-License-Identifier: GPL-2.0-only
/*
 * For thousands of random policies and devices, the index must find the same rule as a walk over
 * all rules. A rule that is reported as shadowed or as matching nothing must never decide, whatever
 * is known about the device.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/explain.h"
#include "policy/random-policy.h"
#include "policy/sample.h"

enum { POLICIES = 400, NARROW_POLICIES = 1000, NARROW_RULES = 10, DEVICES = 70 };

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

static size_t count(const struct vfv_diags *diags, const char *part)
{
	size_t n = 0;

	for (size_t i = 0; i < diags->n; i++)
		n += strstr(diags->items[i].text, part) != NULL;
	return n;
}

/* Hides some of the facts. */
static void claim_still_shadowed(const struct vfv_policy *policy, const struct vfv_facts *facts,
				 const struct vfv_diags *diags, uint64_t *seed, const char *text)
{
	struct vfv_facts fewer = random_hide(facts, random_next(seed, VFV_FACTS_ALL + 1) &
							    random_next(seed, VFV_FACTS_ALL + 1));
	struct vfv_decision decision;

	vfv_policy_decide(policy, &fewer, &decision);
	if (decision.why != VFV_WHY_UNJUDGED && is_called_shadowed(diags, decision.rule))
		fail_msg("%s decides without %#x, but was called shadowed\n%s", decision.rule,
			 VFV_FACTS_ALL & ~fewer.known, text);
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
		shadowed += count(&diags, "shadowed by");
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
				fail_msg("%s decides, but was reported as shadowed\n%s", rule->name,
					 text);
			claim_still_shadowed(policy, &facts, &diags, &seed, text);
			decided += decision.is_explicit;
			by_default += !decision.is_explicit;
		}
	}
	/* The test is meaningful only if the sequence has covered all cases. */
	assert_true(decided > 1000 && by_default > 1000 && shadowed > 100);
}

/* Rules that often overlap partially. */
static char *narrow_rules(uint64_t *seed)
{
	static const char *const pfs[] = { "",
					   "",
					   "pf = \"eth0\"; ",
					   "pf = [ \"eth1\", \"eth0\" ]; ",
					   "pf = \"eth1\"; ",
					   "bdf = \"00:01.1\"; ",
					   "bdf = [ \"00:01.2\", \"00:01.1\" ]; ",
					   "bdf = \"00:01.2\"; ",
					   "serial = \"00-00-*\"; ",
					   "serial = \"*-01\"; " };
	static const char *const vfs[] = { "vf = 0; ",	     "vf = \"0-1\"; ",
					   "vf = \"1-2\"; ", "vf = \"2-4\"; ",
					   "vf = \"0-4\"; ", "vf = [ \"0-1\", \"2\" ]; ",
					   "vf = 3; ",	     "vf = \"1,3-4\"; " };
	static const char *const numas[] = { "", "", "numa = 0; ", "numa = [ 0, 1 ]; ",
					     "numa = 1; " };
	static const char *const nots[] = { "",
					    "",
					    "",
					    "not = { vf = 1; }; ",
					    "not = { vf = \"0-1\"; }; ",
					    "not = { vf = \"1-2\"; numa = 0; }; ",
					    "not = { numa = [ 1, 0 ]; }; " };
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	fputs("rules = (\n", stream);
	for (int i = 0; i < NARROW_RULES; i++)
		fprintf(stream, "%s{ name = \"r%d\"; profile = \"native\"; match = { %s%s%s%s}; }",
			i ? ",\n" : "", i, pfs[random_next(seed, ARRAY_SIZE(pfs))],
			vfs[random_next(seed, ARRAY_SIZE(vfs))],
			numas[random_next(seed, ARRAY_SIZE(numas))],
			nots[random_next(seed, ARRAY_SIZE(nots))]);
	fputs("\n);\n", stream);
	fclose(stream);
	return text;
}

static void shadowed_rule_never_decides(void **state)
{
	size_t alone = 0, together = 0, contradictions = 0, decided = 0;
	uint64_t seed = 2;

	for (int p = 0; p < NARROW_POLICIES; p++) {
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_free_ char *text = narrow_rules(&seed);
		size_t several;

		policy = make(text, &diags);
		several = count(&diags, "and other rules");
		together += several;
		alone += count(&diags, "shadowed by") - several;
		contradictions += count(&diags, "excludes everything");
		for (int d = 0; d < DEVICES; d++) {
			struct vfv_facts facts = random_facts(&seed);
			struct vfv_decision decision;

			vfv_policy_decide(policy, &facts, &decision);
			if (is_called_shadowed(&diags, decision.rule))
				fail_msg("%s decides, but was reported as shadowed\n%s",
					 decision.rule, text);
			claim_still_shadowed(policy, &facts, &diags, &seed, text);
			decided += decision.is_explicit;
		}
	}
	print_message("%zu rules shadowed by one, %zu by several, %zu by themselves\n", alone,
		      together, contradictions);
	assert_true(alone > 1000 && together > 40 && contradictions > 100 && decided > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explain_and_decide_agree),
		cmocka_unit_test(shadowed_rule_never_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
