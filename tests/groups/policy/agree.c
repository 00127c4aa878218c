// SPDX-License-Identifier: GPL-2.0-only
/*
 * Over thousands of random policies and devices: what the index finds and what the walk
 * over all rules finds is the same rule, and a rule that is called shadowed never decides.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/explain.h"
#include "policy/sample.h"

enum { POLICIES = 400, DEVICES = 60, RULES_MAX = 24 };

/* Always the same sequence, so that a failure can be looked at. */
static uint32_t next_random(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005 + 1442695040888963407;
	return (uint32_t)(*seed >> 33) % below;
}

static const char *const matches[] = {
	"pf = \"eth0\"; ",
	"pf = [ \"eth1\", \"eth0\" ]; ",
	"pf = \"00:01.0\"; ",
	"pf = [ \"00:02.0\", \"eth1\" ]; ",
	"vf = \"0-1\"; ",
	"vf = 2; ",
	"vf = \"0-300\"; ",
	"vf = \"1,3\"; ",
	"bdf = \"00:01.1\"; ",
	"bdf = [ \"00:02.1\", \"00:01.2\" ]; ",
	"id = \"1af4:1041\"; ",
	"id = \"1af4:*\"; ",
	"id = \"*:1042\"; ",
	"class = \"network\"; ",
	"class = \"0x0200\"; ",
	"capable = \"legacy\"; ",
	"capable = [ \"transitional\", \"legacy\" ]; ",
	"host = \"a*\"; ",
	"host = \"a1\"; ",
	"host = [ \"b1\", \"a1\" ]; ",
	"host = [ \"b1\", \"?9\" ]; ",
	"serial = \"00-00-00-00-00-00-00-01\"; ",
	"serial = [ \"00-00-00-00-00-00-00-02\", \"00-00-00-00-00-00-00-01\" ]; ",
	"serial = \"00-00-*\"; ",
	"serial = [ \"*-02\", \"00-00-00-00-00-00-00-01\" ]; ",
	"numa = [ 0, 1 ]; ",
};

static const char *key_of(const char *match, char key[static 16])
{
	snprintf(key, 16, "%.*s", (int)strcspn(match, " "), match);
	return key;
}

/* Up to three keys, none of them twice. */
static void put_matches(FILE *stream, uint64_t *seed)
{
	char used[4][16] = { "", "", "", "" };
	uint32_t n = next_random(seed, 4);

	for (uint32_t i = 0; i < n; i++) {
		const char *match = matches[next_random(seed, ARRAY_SIZE(matches))];

		key_of(match, used[i]);
		for (uint32_t j = 0; j < i; j++)
			if (!strcmp(used[j], used[i]))
				match = "";
		fputs(match, stream);
	}
}

static char *random_rules(uint64_t *seed)
{
	uint32_t n = 1 + next_random(seed, RULES_MAX);
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	fputs("rules = (\n", stream);
	for (uint32_t i = 0; i < n; i++) {
		fprintf(stream, "%s{ name = \"r%u\"; profile = \"native\"; match = { ",
			i ? ",\n" : "", i);
		put_matches(stream, seed);
		if (!next_random(seed, 4)) {
			fputs("not = { numa = 0; ", stream);
			fputs(next_random(seed, 2) ? "vf = 1; }; " : "}; ", stream);
		}
		fputs("}; }", stream);
	}
	fputs("\n);\n", stream);
	fclose(stream);
	return text;
}

static struct vfv_facts random_facts(uint64_t *seed)
{
	static const char *const names[] = { "eth0", "eth1", "eth2", NULL };
	struct vfv_facts facts = sample_facts(0);

	facts.pf = (struct vfv_bdf){ 0, 0, (uint8_t)(next_random(seed, 3) << 3) };
	facts.index = next_random(seed, 5);
	facts.vf = facts.pf;
	facts.vf.devfn = (uint8_t)(facts.vf.devfn + 1 + facts.index % 7);
	facts.has_pf = next_random(seed, 10);
	facts.pf_netdev = names[next_random(seed, ARRAY_SIZE(names))];
	facts.device = next_random(seed, 2) ? 0x1041 : 0x1042;
	facts.class = next_random(seed, 2) ? 0x020000 : 0x010000;
	facts.available = 1 + 2 * next_random(seed, 4);
	facts.host = (const char *[]){ "a1", "b1", "c1", NULL }[next_random(seed, 4)];
	facts.serial = next_random(seed, 4);
	facts.numa_node = (int32_t)next_random(seed, 3) - 1;
	return facts;
}

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
	struct vfv_policy_file file = { "r", text, strlen(text), VFV_FILE_RULES };
	struct vfv_policy *policy = NULL;

	assert_int_equal(vfv_policy_new(&file, 1, 1, diags, &policy), 0);
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
		_cleanup_free_ char *text = random_rules(&seed);

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
	/* The sequence must have had all cases in it, or it has shown nothing. */
	assert_true(decided > 1000 && by_default > 1000 && shadowed > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(explain_and_decide_agree) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
