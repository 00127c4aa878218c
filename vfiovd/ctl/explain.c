/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/plural.h"
#include "policy/explain.h"

#include "facts.h"
#include "fail.h"
#include "json.h"
#include "policy-load.h"
#include "summary.h"
#include "table.h"
#include "target.h"
#include "targets-read.h"
#include "vf.h"

/* The explanation for one VF. */
struct explanation {
	const struct cmd_vf *vf;
	struct vfv_facts facts;
	bool stale;   /* the daemon's policy in force differs from the files */
	bool assumed; /* the device's capabilities are unknown, so all were assumed */
	struct vfv_decision decision;
	bool is_set; /* "set" is valid: the answer to --profile */
	struct vfv_decision set;
	bool differs, set_differs; /* if no rule had log_only, the result would be the one below */
	struct vfv_decision would, set_would;
};

static const char *outcome_name(enum vfv_outcome outcome)
{
	switch (outcome) {
	case VFV_OUTCOME_NO:
		return "no";
	case VFV_OUTCOME_UNKNOWN:
		return "unknown";
	case VFV_OUTCOME_YES:
		return "yes";
	case VFV_OUTCOME_NOT_REACHED:
		return "not-reached";
	}
	return "no";
}

struct collector {
	struct cmd_table table;
	json_t *steps;
	size_t not_reached; /* number of rules, for text */
	const struct vfv_facts *facts;
};

static void take_row(const struct vfv_step *step, void *userdata)
{
	static const enum cmd_style styles[] = {
		[VFV_OUTCOME_NO] = CMD_PLAIN,
		[VFV_OUTCOME_UNKNOWN] = CMD_WARN,
		[VFV_OUTCOME_YES] = CMD_GOOD,
		[VFV_OUTCOME_NOT_REACHED] = CMD_DIM,
	};
	enum cmd_style style = step->rule->log_only ? CMD_DIM : styles[step->outcome];
	struct collector *collector = userdata;
	char text[384];

	/* The policy of a fleet may have thousands of rules. */
	if (step->outcome == VFV_OUTCOME_NOT_REACHED) {
		collector->not_reached++;
		return;
	}
	vfv_step_text(step, collector->facts, text, sizeof(text));
	cmd_table_add(&collector->table, style, "  %s", step->rule->name);
	cmd_table_add(&collector->table, style, "%s%s", outcome_name(step->outcome),
		      step->rule->log_only ? ", log only" : "");
	cmd_table_add(&collector->table, style, "%s:%u", step->rule->file, step->rule->line);
	cmd_table_add(&collector->table, style, "%s", text);
}

static void take_json(const struct vfv_step *step, void *userdata)
{
	struct collector *collector = userdata;
	json_t *object = json_object();
	char text[384];

	vfv_step_text(step, collector->facts, text, sizeof(text));
	json_object_set_new(object, "rule", json_string(step->rule->name));
	json_object_set_new(object, "file", cmd_json_text(step->rule->file));
	json_object_set_new(object, "line", json_integer(step->rule->line));
	json_object_set_new(object, "matches", json_string(outcome_name(step->outcome)));
	json_object_set_new(object, "log_only", json_boolean(step->rule->log_only));
	json_object_set_new(object, "key",
			    step->result.failed
				    ? json_string(vfv_match_ops[step->result.failed->key]->name)
				    : json_null());
	json_object_set_new(object, "why", *text ? cmd_json_text(text) : json_null());
	json_array_append_new(collector->steps, object);
}

static json_t *decision_json(const struct vfv_decision *decision)
{
	json_t *object = json_object();

	json_object_set_new(object, "verdict",
			    json_string(vfv_enum_name(&vfv_enum_verdict, decision->verdict)));
	json_object_set_new(object, "profile", json_string(decision->profile));
	json_object_set_new(object, "migration", json_boolean(decision->migration));
	json_object_set_new(object, "rule", json_string(decision->rule));
	json_object_set_new(object, "explicit", json_boolean(decision->is_explicit));
	json_object_set_new(object, "file",
			    decision->file ? cmd_json_text(decision->file) : json_null());
	json_object_set_new(object, "line",
			    decision->file ? json_integer(decision->line) : json_null());
	json_object_set_new(object, "unknown",
			    decision->unknown ? json_string(decision->unknown) : json_null());
	json_object_set_new(object, "reason", cmd_json_text(decision->reason));
	return object;
}

/* What the decided profile shows, NULL if that is not known. */
static const char *summary_of(const struct vfv_policy *policy, const struct explanation *e)
{
	return e->facts.driver ? cmd_summary(vfv_policy_drivers(policy), e->facts.driver,
					     e->decision.profile)
			       : NULL;
}

static void print_json(const struct cmd *cmd, const struct vfv_policy *policy,
		       const struct explanation *e)
{
	struct collector collector = { .steps = json_array(), .facts = &e->facts };
	const char *summary = summary_of(policy, e);
	json_t *object = json_object();

	vfv_policy_explain(policy, &e->facts, take_json, &collector);
	json_object_set_new(object, "vf", cmd_vf_json(e->vf));
	json_object_set_new(object, "abilities_assumed", json_boolean(e->assumed));
	json_object_set_new(object, "policy_hash", json_string(vfv_policy_hash(policy)));
	json_object_set_new(object, "policy_stale", json_boolean(e->stale));
	json_object_set_new(object, "rules", collector.steps);
	json_object_set_new(object, "decision", decision_json(&e->decision));
	json_object_set_new(object, "summary", summary ? cmd_json_text(summary) : json_null());
	json_object_set_new(object, "set", e->is_set ? decision_json(&e->set) : json_null());
	json_object_set_new(object, "log_only",
			    e->differs ? decision_json(&e->would) : json_null());
	json_object_set_new(object, "set_log_only",
			    e->set_differs ? decision_json(&e->set_would) : json_null());
	cmd_json_print(cmd, stdout, "explanation", object);
}

/* Print the current state if it differs from the new decision. */
static void print_current(const struct cmd *cmd, const struct explanation *e)
{
	const struct vfv_vf *vf = &e->vf->vf;
	const char *next = vfv_has(vf, VFIOV_A_VF_PENDING) ? vf->pending : vf->current;
	bool stays = !strcmp(next, e->decision.profile) && vf->migration == e->decision.migration;
	char now[CMD_CELL_SIZE], from[CMD_CELL_SIZE], closed[80] = "", reset[96] = "";

	if (!e->vf->bound) {
		cmd_text_line(stdout, "currently  %s", cmd_vf_use(cmd, e->vf, from));
		return;
	}
	if (stays && !strcmp(next, vf->current))
		return;
	if (strcmp(next, vf->current))
		snprintf(closed, sizeof(closed), "; %s when it is closed", next);
	/* The kernel refuses a reset while the VF is open. */
	if (!stays)
		snprintf(reset, sizeof(reset), "; %svfiovctl reset %s re-evaluates it",
			 vf->open_count ? "then " : "", vf->bdf);
	if (!stays && vf->open_count && !*closed)
		snprintf(closed, sizeof(closed), "; unchanged until it is closed");
	cmd_text_line(stdout, "currently  %s, %s%s%s",
		      cmd_vf_profile(vf->current, vf->migration, now), cmd_vf_from(e->vf, from),
		      closed, reset);
}

static enum cmd_exit print_text(const struct cmd *cmd, const struct vfv_policy *policy,
				const struct explanation *e)
{
	static const char *const headers[] = { "  RULE", "MATCH", "WHERE", "WHY NOT", NULL };
	struct collector collector = { .facts = &e->facts };
	char pf[CMD_CELL_SIZE], can[CMD_CELL_SIZE], profile[CMD_CELL_SIZE], ids[2][CMD_ID_SIZE];
	const struct vfv_vf *vf = &e->vf->vf;
	enum cmd_exit code;

	cmd_text_line(stdout, "%s  %s  %s:%s  can: %s", vf->bdf, cmd_vf_pf(e->vf, pf),
		      cmd_vf_id(vf, VFIOV_A_VF_VENDOR, vf->vendor, 4, ids[0]),
		      cmd_vf_id(vf, VFIOV_A_VF_DEVICE, vf->device, 4, ids[1]),
		      e->assumed ? "unknown, assuming everything" : cmd_vf_can(e->vf, can));
	if (vfv_policy_n_rules(policy)) {
		cmd_table_init(&collector.table, headers);
		vfv_policy_explain(policy, &e->facts, take_row, &collector);
		code = cmd_table_print(cmd, &collector.table);
		if (code != CMD_OK)
			return code;
	}
	if (collector.not_reached)
		printf("  and %zu %s not reached\n", collector.not_reached,
		       vfv_plural(collector.not_reached, "more rule", "more rules"));
	printf("decision   ");
	cmd_text_style(stdout, cmd->color, CMD_BOLD,
		       cmd_vf_profile(e->decision.profile, e->decision.migration, profile));
	printf(", %s\n", e->decision.reason);
	if (summary_of(policy, e))
		cmd_text_line(stdout, "summary    %s", summary_of(policy, e));
	if (e->is_set)
		printf("set        %s, %s\n", vfv_enum_name(&vfv_enum_verdict, e->set.verdict),
		       e->set.reason);
	if (e->differs)
		printf("log only   would be %s, %s\n",
		       cmd_vf_profile(e->would.profile, e->would.migration, profile),
		       e->would.reason);
	if (e->set_differs)
		printf("log only   set would be %s, %s\n",
		       e->set_would.verdict == VFIOV_VERDICT_GRANT ? "granted" : "refused",
		       e->set_would.reason);
	print_current(cmd, e);
	if (e->stale)
		puts("note       another policy is in force; vfiovctl policy reload loads the files");
	return CMD_OK;
}

/* Return: same as cmd_facts(). */
static enum cmd_exit explain_one(const struct cmd *cmd, const struct vfv_policy *policy,
				 const struct cmd_vf *vf, const struct vfv_want *want, bool stale)
{
	struct explanation e = { .vf = vf, .is_set = want, .stale = stale };
	enum cmd_exit code = cmd_facts(cmd, policy, vf, &e.facts, &e.assumed);

	if (code != CMD_OK)
		return code;
	vfv_policy_decide(policy, &e.facts, &e.decision);
	e.differs = vfv_policy_would_decide(policy, &e.facts, NULL, &e.decision, &e.would);
	if (want) {
		struct vfv_want asked = *want;

		asked.migration = cmd->migration < 0 ? vf->vf.migration : cmd->migration;
		vfv_policy_decide_set(policy, &e.facts, &asked, &e.set);
		e.set_differs =
			vfv_policy_would_decide(policy, &e.facts, &asked, &e.set, &e.set_would);
	}
	if (!cmd->json)
		return print_text(cmd, policy, &e);
	print_json(cmd, policy, &e);
	return CMD_OK;
}

/* Return: true if another policy is in force. */
static bool is_stale(const struct cmd_inventory *inventory, const struct vfv_policy *policy)
{
	return inventory->has_status && *inventory->status.policy_hash &&
	       strcmp(inventory->status.policy_hash, vfv_policy_hash(policy));
}

enum cmd_exit cmd_explain(struct cmd *cmd, int argc, char **argv)
{
	struct vfv_process me = { .pid = (uint32_t)getpid(), .uid = (uint32_t)getuid() };
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	struct vfv_want want = { .by = &me };
	enum cmd_exit code = CMD_OK;

	if (cmd->profile)
		code = cmd_profile(cmd, cmd->profile, &want.profile);
	if (code == CMD_OK)
		code = cmd_policy_load(cmd, &policy);
	if (code == CMD_OK)
		code = cmd_targets_read(cmd, argv, (size_t)argc, true, &inventory, &targets);
	if (code != CMD_OK)
		return code;
	for (size_t i = 0; i < targets.n; i++) {
		enum cmd_exit one =
			explain_one(cmd, policy, targets.items[i], cmd->profile ? &want : NULL,
				    is_stale(&inventory, policy));

		/* If facts about one VF are unknown, continue with the others. */
		code = code == CMD_OK ? one : code;
	}
	return code;
}
