// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule with log_only decides nothing. For thousands of random policies and devices, the decision
 * is that of a policy without these rules, and the decision that is logged is that of a policy
 * without the key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/explain.h"
#include "policy/random-policy.h"
#include "policy/sample.h"

enum { POLICIES = 300, DEVICES = 40 };

static const char key[] = "log_only = true; ";

/* Each rule from random_rules() is one line. Add the key to some of the rules. */
static char *with_key(const char *rules, uint64_t *seed)
{
	_cleanup_free_ char *copy = strdup(rules);
	char *text = NULL, *rest = copy;
	const char *line;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	while ((line = strsep(&rest, "\n"))) {
		const char *match = strstr(line, "match = ");

		if (match && !random_next(seed, 3))
			fprintf(stream, "%.*s%s%s\n", (int)(match - line), line, key, match);
		else
			fprintf(stream, "%s\n", line);
	}
	fclose(stream);
	return text;
}

/* Remove the rules that have the key or, with @only_key, only the key. */
static char *without(const char *rules, bool only_key)
{
	_cleanup_free_ char *copy = strdup(rules);
	char *text = NULL, *rest = copy, *line;
	size_t size, n = 0;
	FILE *stream = open_memstream(&text, &size);

	fputs("rules = (", stream);
	while ((line = strsep(&rest, "\n"))) {
		char *at = strstr(line, key), *end = line + strlen(line);

		if (strncmp(line, "{ name", 6) || (at && !only_key))
			continue;
		if (end[-1] == ',')
			end[-1] = '\0';
		fprintf(stream, "%s\n", n++ ? "," : "");
		if (at)
			fprintf(stream, "%.*s%s", (int)(at - line), line, at + strlen(key));
		else
			fputs(line, stream);
	}
	fputs("\n);\n", stream);
	fclose(stream);
	return text;
}

/* Line numbers differ between the policies, so labels are not compared. */
static void assert_same(const struct vfv_decision *a, const struct vfv_decision *b,
			const char *rules)
{
	if (a->verdict != b->verdict || strcmp(a->profile, b->profile) ||
	    a->migration != b->migration || strcmp(a->rule, b->rule) || a->why != b->why ||
	    a->is_explicit != b->is_explicit || a->level != b->level)
		fail_msg("%s (%s) is not %s (%s)\n%s", a->profile, a->reason, b->profile, b->reason,
			 rules);
}

/* Return: true if a rule with log_only would change something. */
static bool compare(const struct vfv_policy *const policies[static 3],
		    const struct vfv_facts *facts, const struct vfv_want *want, const char *rules)
{
	struct vfv_decision all[3], would;
	bool differs;

	for (size_t i = 0; i < 3; i++)
		if (want)
			vfv_policy_decide_set(policies[i], facts, want, &all[i]);
		else
			vfv_policy_decide(policies[i], facts, &all[i]);
	assert_same(&all[0], &all[1], rules);
	differs = vfv_policy_would_decide(policies[0], facts, want, &all[0], &would);
	assert_same(differs ? &would : &all[0], &all[2], rules);
	assert_false(vfv_policy_would_decide(policies[1], facts, want, &all[1], &would));
	assert_false(vfv_policy_would_decide(policies[2], facts, want, &all[2], &would));
	return differs;
}

static void as_if_the_rule_were_not_there(void **state)
{
	size_t differs = 0, same = 0, sets = 0;
	uint64_t seed = 20;

	for (int p = 0; p < POLICIES; p++) {
		_cleanup_free_ char *plain = random_rules(&seed, true);
		_cleanup_free_ char *rules = with_key(plain, &seed);
		_cleanup_free_ char *removed = without(rules, false);
		_cleanup_free_ char *enforced = without(rules, true);
		const char *texts[] = { rules, removed, enforced };
		struct vfv_policy *policies[ARRAY_SIZE(texts)];
		uint64_t settings = seed;

		for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
			uint64_t copy = settings;

			policies[i] = random_policy(&copy, texts[i]);
			seed = copy;
		}
		for (int d = 0; d < DEVICES; d++) {
			struct vfv_facts full = random_facts(&seed);
			struct vfv_facts facts = random_hide(
				&full,
				random_next(&seed, 2) ? 0 : random_next(&seed, VFV_FACTS_ALL + 1));
			const struct vfv_process by = { .uid = random_next(&seed, 2) };
			const struct vfv_want want = {
				.profile = random_next(&seed, 2) ? "legacy" : "transitional",
				.by = &by,
			};

			if (compare((const struct vfv_policy *const *)policies, &facts, NULL,
				    rules))
				differs++;
			else
				same++;
			sets += compare((const struct vfv_policy *const *)policies, &facts, &want,
					rules);
		}
		for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
			vfv_policy_unref(policies[i]);
	}
	/* The test is meaningful only if the sequence has covered all cases. */
	assert_true(differs > 500 && same > 500 && sets > 500);
}

static void is_logged(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		"allow_transitional = true;",
		"rules = ("
		"{ name = \"new\"; match = { vf = 0; }; profile = \"legacy\"; log_only = true; },\n"
		"{ name = \"name\"; match = { pf = \"ens9\"; }; profile = \"native\"; log_only = true; },\n"
		"{ name = \"old\"; profile = \"transitional\"; log_only = false; });");
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision, would;
	const struct vfv_want want = { .profile = "transitional" };

	assert_int_equal(vfv_policy_n_log_only(policy), 2);
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.label, "old at 50-test.conf:3");
	assert_string_equal(decision.profile, "transitional");
	assert_true(vfv_policy_would_decide(policy, &facts, NULL, &decision, &would));
	assert_string_equal(would.label, "new at 50-test.conf:1");
	assert_string_equal(would.profile, "legacy");
	/* The rule refuses nothing, but logs that it would. */
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
	assert_true(vfv_policy_would_decide(policy, &facts, &want, &decision, &would));
	assert_int_equal(would.verdict, VFIOV_VERDICT_REFUSE);
	assert_true(vfv_policy_may_set(policy, &facts, &want, &decision));
	/* An unknown fact does not limit the decision if only such a rule tests it. */
	facts = sample_facts(1);
	facts.known &= ~(1U << VFV_FACT_NAMES);
	facts.n_pf_names = 0;
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.profile, "transitional");
	assert_true(vfv_policy_would_decide(policy, &facts, NULL, &decision, &would));
	assert_string_equal(would.profile, "native");
	assert_string_equal(would.label, "rule name could not be evaluated: pf is not known");
	facts.known |= 1U << VFV_FACT_NAMES;
	assert_false(vfv_policy_would_decide(policy, &facts, NULL, &decision, &would));
}

static void note_yes(const struct vfv_step *step, void *userdata)
{
	if (step->outcome == VFV_OUTCOME_YES)
		strcat(strcat(userdata, step->rule->name), " ");
}

static void is_explained(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy =
		sample_policy(NULL, "rules = ("
				    "{ name = \"a\"; profile = \"native\"; log_only = true; },\n"
				    "{ name = \"b\"; profile = \"native\"; },\n"
				    "{ name = \"c\"; profile = \"native\"; });");
	struct vfv_facts facts = sample_facts(0);
	char yes[32] = "";

	assert_string_equal(vfv_policy_explain(policy, &facts, note_yes, yes)->name, "b");
	assert_string_equal(yes, "a b ");
}

/* Such a rule does not keep others from deciding, so it does not shadow a rule that decides. */
static void shadows(void **state)
{
	static const struct {
		const char *first, *second;
		const char *warning;
	} cases[] = {
		{ "", "", "rule \"b\" can never match" },
		{ "log_only = true;", "", NULL },
		{ "", "log_only = true;", "rule \"b\" can never match" },
		{ "log_only = true;", "log_only = true;", "rule \"b\" can never match" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		struct vfv_policy_file file = { "r", NULL, 0, VFV_FILE_RULES };
		char text[256];

		file.size = (size_t)snprintf(
			text, sizeof(text),
			"rules = ( { name = \"a\"; match = { vf = \"0-7\"; }; profile = \"native\"; %s },"
			" { name = \"b\"; match = { vf = 1; }; profile = \"native\"; %s });",
			cases[i].first, cases[i].second);
		file.data = text;
		assert_int_equal(vfv_policy_new(&file, 1, 1, &diags, &policy), 0);
		assert_int_equal(diags.n, cases[i].warning ? 1 : 0);
		if (cases[i].warning)
			assert_non_null(strstr(diags.items[0].text, cases[i].warning));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_if_the_rule_were_not_there),
		cmocka_unit_test(is_logged),
		cmocka_unit_test(is_explained),
		cmocka_unit_test(shadows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
