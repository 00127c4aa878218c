/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/label.h"

#include "grant.h"
#include "policy.h"
#include "state.h"

/* Return: true if the rule takes part. With @all, rules with log_only do so, too. */
static bool counts(const struct vfv_rule *rule, bool all)
{
	return all || !rule->log_only;
}

/* Return: the number of the first rule that certainly matches, n_rules if none does. */
static uint32_t find_rule(const struct vfv_policy *policy, const struct vfv_facts *facts, bool all)
{
	struct vfv_index_walk walk;
	uint32_t i;

	vfv_index_walk_start(&policy->index, facts, &walk);
	while ((i = vfv_index_walk_next(&walk)) != UINT32_MAX)
		if (counts(&policy->rules[i], all) &&
		    vfv_rule_match(&policy->rules[i], facts, NULL) == VFV_YES)
			return i;
	return (uint32_t)policy->n_rules;
}

static const struct vfv_rule *rule_at(const struct vfv_policy *policy, uint32_t i)
{
	return i < policy->n_rules ? &policy->rules[i] : &policy->fallback;
}

/* Iterates in order over the rules before the deciding one that could not be evaluated. */
struct unknowns {
	const struct vfv_policy *policy;
	const struct vfv_facts *facts;
	uint32_t end;
	bool all;
	struct vfv_mention_walk walk;
	const struct vfv_pred *pred; /* why the last rule could not be evaluated */
};

static void unknowns_start(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   uint32_t end, bool all, struct unknowns *unknowns)
{
	*unknowns = (struct unknowns){ .policy = policy, .facts = facts, .end = end, .all = all };
	vfv_mention_walk_start(&policy->mentions, ~facts->known & VFV_FACTS_ALL, &unknowns->walk);
}

/* Return: the next rule, NULL at the end. */
static const struct vfv_rule *unknowns_next(struct unknowns *unknowns)
{
	struct vfv_match_result result;
	uint32_t i;

	while ((i = vfv_mention_walk_next(&unknowns->walk)) < unknowns->end) {
		const struct vfv_rule *rule = &unknowns->policy->rules[i];

		if (counts(rule, unknowns->all) &&
		    vfv_rule_match(rule, unknowns->facts, &result) == VFV_UNKNOWN) {
			unknowns->pred = result.failed;
			return rule;
		}
	}
	return NULL;
}

/* Record @key of the rule @name as the reason why the decision differs from the wanted one. */
static void blame(struct vfv_decision *decision, const char *name, const char *file,
		  unsigned int line, const char *key)
{
	decision->why = VFV_WHY_UNJUDGED;
	decision->rule = name;
	decision->file = file;
	decision->line = line;
	decision->unknown = key;
	/* The administrator must see that a grant is missing because a fact is not known. */
	decision->level = VFIOV_LEVEL_LOUD;
	decision->is_explicit = true;
	snprintf(decision->label, sizeof(decision->label), VFV_LABEL_UNJUDGED, name, key);
	snprintf(decision->reason, sizeof(decision->reason), "%s", decision->label);
}

static void blame_rule(struct vfv_decision *decision, const struct vfv_rule *rule,
		       const struct vfv_pred *pred)
{
	blame(decision, rule->name, rule->file, rule->line, vfv_match_ops[pred->key]->name);
}

/*
 * Remove from @decision whatever @profile and @migration do not grant, because those may be the
 * right result. Profiles have no order, so the common part of two different ones is native. Return:
 * true if anything was removed.
 */
static bool restrict_to(struct vfv_decision *decision, const char *profile, bool migration)
{
	bool less = false;

	if (!vfv_is_native(decision->profile) && strcmp(decision->profile, profile)) {
		strcpy(decision->profile, VFV_PROFILE_NATIVE);
		less = true;
	}
	if (decision->migration && !migration) {
		decision->migration = false;
		less = true;
	}
	return less;
}

static bool grants(const struct vfv_decision *decision)
{
	return !vfv_is_native(decision->profile) || decision->migration;
}

/* Grant no more than each rule before @end that may match would grant. */
static void restrict_by_unknowns(const struct vfv_policy *policy, const struct vfv_facts *facts,
				 const struct vfv_definition *definition, uint32_t end, bool all,
				 struct vfv_decision *decision)
{
	const struct vfv_rule *decisive = rule_at(policy, end), *rule;
	bool blamed = false;
	struct unknowns unknowns;

	unknowns_start(policy, facts, end, all, &unknowns);
	while (grants(decision) && (rule = unknowns_next(&unknowns))) {
		struct vfv_decision other;

		/* This rule grants the same as the deciding one. */
		if (!definition && rule->profile == decisive->profile &&
		    rule->migration == decisive->migration)
			continue;
		vfv_grant_rule(policy, rule, facts, definition, &other);
		if (!restrict_to(decision, other.profile, other.migration) || blamed)
			continue;
		blame_rule(decision, rule, unknowns.pred);
		blamed = true;
	}
}

/*
 * An unknown place may hide the definition for this VF. Unknown abilities may hide that the device
 * supports what the definition asks for.
 */
static void restrict_by_definition(const struct vfv_policy *policy, const struct vfv_facts *facts,
				   const struct vfv_definition *definition,
				   struct vfv_decision *decision)
{
	const uint32_t abilities =
		1U << VFV_FACT_AVAILABLE | 1U << VFV_FACT_MIGRATABLE | 1U << VFV_FACT_DRIVER;
	/* Definitions by serial number come last. */
	const struct vfv_definition *last =
		policy->defined.n ? &policy->defined.items[policy->defined.n - 1] : NULL;

	if (last && !vfv_knows(facts, VFV_FACT_PF)) {
		if (restrict_to(decision, VFV_PROFILE_NATIVE, false))
			blame(decision, "(defined)", last->file, last->line, vfv_match_pf.name);
	} else if (last && last->serial && !vfv_knows(facts, VFV_FACT_SERIAL)) {
		if (restrict_to(decision, VFV_PROFILE_NATIVE, false))
			blame(decision, "(defined)", last->file, last->line, vfv_match_serial.name);
	} else if (definition && abilities & ~facts->known) {
		if (restrict_to(decision, definition->profile, definition->migration))
			blame(decision, "(defined)", definition->file, definition->line,
			      vfv_match_capable.name);
	}
}

static void decide(const struct vfv_policy *policy, const struct vfv_facts *facts, bool all,
		   struct vfv_decision *decision)
{
	const struct vfv_definition *definition = vfv_definitions_for(&policy->defined, facts);
	uint32_t end = find_rule(policy, facts, all);

	vfv_grant_rule(policy, rule_at(policy, end), facts, definition, decision);
	/* In log-only mode, the answer does not depend on any fact. */
	if (policy->settings.log_only)
		return;
	restrict_by_unknowns(policy, facts, definition, end, all, decision);
	restrict_by_definition(policy, facts, definition, decision);
}

void vfv_policy_decide(const struct vfv_policy *policy, const struct vfv_facts *facts,
		       struct vfv_decision *decision)
{
	decide(policy, facts, false, decision);
}

/*
 * Decide about @want by the first rule that certainly matches. Return: the first rule before that
 * one that may match and would reverse the verdict; NULL if there is none, or if the verdict is not
 * @verdict. @pred is set to the reason why the returned rule could not be evaluated.
 */
static const struct vfv_rule *decide_want(const struct vfv_policy *policy,
					  const struct vfv_facts *facts,
					  const struct vfv_want *want, bool all,
					  enum vfiov_verdict verdict, struct vfv_decision *decision,
					  const struct vfv_pred **pred)
{
	uint32_t end = find_rule(policy, facts, all);
	const struct vfv_rule *rule;
	struct unknowns unknowns;

	vfv_grant_want(policy, rule_at(policy, end), facts, want, decision);
	unknowns_start(policy, facts, end, all, &unknowns);
	while (decision->verdict == verdict && (rule = unknowns_next(&unknowns))) {
		struct vfv_decision other;

		vfv_grant_want(policy, rule, facts, want, &other);
		if (other.verdict == verdict)
			continue;
		*pred = unknowns.pred;
		return rule;
	}
	return NULL;
}

static void decide_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
		       const struct vfv_want *want, bool all, struct vfv_decision *decision)
{
	const struct vfv_pred *pred;
	const struct vfv_rule *rule =
		decide_want(policy, facts, want, all, VFIOV_VERDICT_GRANT, decision, &pred);

	if (!rule)
		return;
	decision->verdict = VFIOV_VERDICT_REFUSE;
	blame_rule(decision, rule, pred);
}

void vfv_policy_decide_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   const struct vfv_want *want, struct vfv_decision *decision)
{
	decide_set(policy, facts, want, false, decision);
}

static bool is_same(const struct vfv_decision *a, const struct vfv_decision *b)
{
	return a->verdict == b->verdict && !strcmp(a->profile, b->profile) &&
	       a->migration == b->migration && !strcmp(a->label, b->label);
}

bool vfv_policy_would_decide(const struct vfv_policy *policy, const struct vfv_facts *facts,
			     const struct vfv_want *want, const struct vfv_decision *actual,
			     struct vfv_decision *decision)
{
	if (!policy->n_log_only)
		return false;
	if (want)
		decide_set(policy, facts, want, true, decision);
	else
		decide(policy, facts, true, decision);
	return !is_same(actual, decision);
}

bool vfv_policy_may_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			const struct vfv_want *want, struct vfv_decision *decision)
{
	const struct vfv_pred *pred;

	return decide_want(policy, facts, want, false, VFIOV_VERDICT_REFUSE, decision, &pred) ||
	       decision->verdict == VFIOV_VERDICT_GRANT;
}
