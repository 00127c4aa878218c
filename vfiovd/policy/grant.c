/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"

#include "gate.h"
#include "grant.h"

enum { PROFILE_TEXT = VFV_WORD_SIZE + sizeof(" with migration") };

static const char migration_closed[] = "allow_migration is false";

static const char *profile_text(const char *profile, bool migration, char text[static PROFILE_TEXT])
{
	snprintf(text, PROFILE_TEXT, "%s%s", profile, migration ? " with migration" : "");
	return text;
}

_printf_(2, 3) static void give_reason(struct vfv_decision *decision, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(decision->reason, sizeof(decision->reason), format, args);
	va_end(args);
}

static void put_label(struct vfv_decision *decision)
{
	if (decision->file)
		snprintf(decision->label, sizeof(decision->label), "%s at %.50s:%u", decision->rule,
			 basename(decision->file), decision->line);
	else
		snprintf(decision->label, sizeof(decision->label), "%s", decision->rule);
}

static void start(const struct vfv_policy *policy, const struct vfv_rule *rule,
		  struct vfv_decision *decision)
{
	*decision = (struct vfv_decision){
		.verdict = VFIOV_VERDICT_GRANT,
		.is_explicit = rule != &policy->fallback,
		.rule = rule->name,
		.file = rule->file,
		.line = rule->line,
		.level = rule->has_level ? rule->level : policy->settings.audit,
		.generation = policy->generation,
	};
	put_label(decision);
}

/* The site's gate that prevents a grant of @profile and @migration, NULL if there is none. */
static const char *closed_gate(const struct vfv_policy *policy, const struct vfv_facts *facts,
			       const char *profile, bool migration, char text[static VFV_GATE_TEXT])
{
	const char *closed = NULL;

	if (!vfv_is_native(profile))
		closed = vfv_gate_closed(policy, facts->driver, profile, text);
	if (!closed && migration && !policy->settings.allow_migration)
		closed = migration_closed;
	return closed;
}

static bool is_available(const struct vfv_facts *facts, const char *profile)
{
	/* Native needs nothing from the device. */
	return vfv_is_native(profile) ||
	       (facts->available && vfv_words_have(facts->available, profile));
}

/* Grant the wanted profile and migration where possible, independently of each other. */
static void grant_possible(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   struct vfv_decision *decision)
{
	char wanted[PROFILE_TEXT], text[VFV_GATE_TEXT];
	const char *gate = closed_gate(policy, facts, decision->wanted_profile, false, text);

	strcpy(decision->profile, decision->wanted_profile);
	decision->migration = decision->wanted_migration;
	if (gate || !is_available(facts, decision->profile))
		strcpy(decision->profile, VFV_PROFILE_NATIVE);
	if (!policy->settings.allow_migration || !facts->migratable)
		decision->migration = false;
	if (!gate && decision->wanted_migration && !policy->settings.allow_migration)
		gate = migration_closed;
	if (!strcmp(decision->profile, decision->wanted_profile) &&
	    decision->migration == decision->wanted_migration)
		return;

	profile_text(decision->wanted_profile, decision->wanted_migration, wanted);
	decision->why = gate ? VFV_WHY_GATE : VFV_WHY_UNAVAILABLE;
	if (gate)
		give_reason(decision, "%s says %s, but %s", decision->label, wanted, gate);
	else
		give_reason(decision, "%s says %s, but the device does not support it",
			    decision->label, wanted);
}

static void decide_by(const struct vfv_policy *policy, const struct vfv_rule *rule,
		      const struct vfv_facts *facts, struct vfv_decision *decision)
{
	char wanted[PROFILE_TEXT];

	start(policy, rule, decision);
	strcpy(decision->wanted_profile, rule->profile);
	decision->wanted_migration = rule->migration;
	profile_text(rule->profile, rule->migration, wanted);
	if (decision->is_explicit)
		give_reason(decision, "%s says %s", decision->label, wanted);
	else
		give_reason(decision, "no rule matches, %s says %s", decision->label, wanted);
	grant_possible(policy, facts, decision);
}

/* In log-only mode, rules are evaluated and logged, but the answer is the default. */
static void answer_default(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   struct vfv_decision *decision)
{
	struct vfv_decision fallback;
	char would[PROFILE_TEXT];

	decide_by(policy, &policy->fallback, facts, &fallback);
	if (!strcmp(fallback.profile, decision->profile) &&
	    fallback.migration == decision->migration)
		return;
	profile_text(decision->profile, decision->migration, would);
	strcpy(decision->profile, fallback.profile);
	decision->migration = fallback.migration;
	decision->why = VFV_WHY_LOG_ONLY;
	give_reason(decision, "%s would grant %s, but mode is log-only", decision->label, would);
}

static bool may_set(const struct vfv_rule *rule, const struct vfv_process *by)
{
	return by ? vfv_rule_may_set(rule, by->uid) : !rule->has_set_by;
}

static bool is_allowed(const struct vfv_policy *policy, const struct vfv_rule *rule,
		       const struct vfv_want *want)
{
	/* A kernel may have profiles that no driver in the policy declares. */
	int profile = vfv_drivers_profile(&policy->drivers, want->profile);

	return profile >= 0 && (rule->allow >> profile & 1) &&
	       (!want->migration || rule->allow_migration);
}

/* Return: why @want is refused, VFV_WHY_RULE if it is not. */
static enum vfv_why refuse_set(const struct vfv_policy *policy, const struct vfv_rule *rule,
			       const struct vfv_facts *facts, const struct vfv_want *want,
			       struct vfv_decision *decision)
{
	char text[VFV_GATE_TEXT];
	const char *gate = closed_gate(policy, facts, want->profile, want->migration, text);
	/* Native needs no permission. */
	bool is_native = vfv_is_native(want->profile) && !want->migration;
	char wanted[PROFILE_TEXT];

	profile_text(want->profile, want->migration, wanted);
	if (!is_native && !want->is_set && !may_set(rule, want->by)) {
		give_reason(decision, "%s does not allow this user to set a profile",
			    decision->label);
		return VFV_WHY_SET_BY;
	}
	if (!is_allowed(policy, rule, want)) {
		give_reason(decision, "%s does not allow %s", decision->label, wanted);
		return VFV_WHY_ALLOW;
	}
	if (gate) {
		give_reason(decision, "%s is not possible: %s", wanted, gate);
		return VFV_WHY_GATE;
	}
	if (!is_available(facts, want->profile) || (want->migration && !facts->migratable)) {
		give_reason(decision, "the device does not support %s", wanted);
		return VFV_WHY_UNAVAILABLE;
	}
	if (policy->settings.log_only && !is_native && !want->is_set) {
		give_reason(decision, "%s allows %s, but mode is log-only", decision->label,
			    wanted);
		return VFV_WHY_LOG_ONLY;
	}
	give_reason(decision, "%s allows %s", decision->label, wanted);
	return VFV_WHY_RULE;
}

void vfv_grant_want(const struct vfv_policy *policy, const struct vfv_rule *rule,
		    const struct vfv_facts *facts, const struct vfv_want *want,
		    struct vfv_decision *decision)
{
	start(policy, rule, decision);
	snprintf(decision->wanted_profile, sizeof(decision->wanted_profile), "%s", want->profile);
	strcpy(decision->profile, decision->wanted_profile);
	decision->migration = decision->wanted_migration = want->migration;
	decision->why = refuse_set(policy, rule, facts, want, decision);
	if (decision->why != VFV_WHY_RULE)
		decision->verdict = VFIOV_VERDICT_REFUSE;
}

static void put_definition(struct vfv_decision *decision, const struct vfv_definition *definition)
{
	decision->is_explicit = true;
	decision->rule = "(defined)";
	decision->file = definition->file;
	decision->line = definition->line;
	put_label(decision);
}

/*
 * The effect of a profile that no driver declares is unknown, so the VF is native, even if the rule
 * grants more: the definition asked for something else.
 */
static void keep_native(const struct vfv_definition *definition, struct vfv_decision *decision)
{
	char wanted[PROFILE_TEXT];

	strcpy(decision->wanted_profile, definition->profile);
	decision->wanted_migration = definition->migration;
	strcpy(decision->profile, VFV_PROFILE_NATIVE);
	decision->migration = false;
	decision->why = VFV_WHY_GATE;
	put_definition(decision, definition);
	profile_text(definition->profile, definition->migration, wanted);
	give_reason(decision, "%s says %s, but no driver declares it", decision->label, wanted);
}

/* A definition replaces what the rule gives, if the rule allows it. */
static void apply_definition(const struct vfv_policy *policy, const struct vfv_rule *rule,
			     const struct vfv_facts *facts, const struct vfv_definition *definition,
			     struct vfv_decision *decision)
{
	const struct vfv_process by = { .uid = definition->uid };
	const struct vfv_want want = { definition->profile, definition->migration, &by };
	struct vfv_decision asked;
	char wanted[PROFILE_TEXT];

	if (vfv_drivers_profile(&policy->drivers, definition->profile) < 0) {
		keep_native(definition, decision);
		return;
	}
	vfv_grant_want(policy, rule, facts, &want, &asked);
	profile_text(want.profile, want.migration, wanted);
	if (asked.verdict != VFIOV_VERDICT_GRANT) {
		decision->why = asked.why;
		give_reason(decision, "%s is defined, but %s", wanted, asked.reason);
		return;
	}
	*decision = asked;
	put_definition(decision, definition);
	give_reason(decision, "%s says %s, and %s", decision->label, wanted, asked.reason);
}

void vfv_grant_rule(const struct vfv_policy *policy, const struct vfv_rule *rule,
		    const struct vfv_facts *facts, const struct vfv_definition *definition,
		    struct vfv_decision *decision)
{
	decide_by(policy, rule, facts, decision);
	if (definition)
		apply_definition(policy, rule, facts, definition, decision);
	if (policy->settings.log_only && decision->is_explicit)
		answer_default(policy, facts, decision);
}
