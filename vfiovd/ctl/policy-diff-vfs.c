/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "collect.h"
#include "facts.h"
#include "fail.h"
#include "inventory.h"
#include "json.h"
#include "policy-diff.h"

/* The host of a VF, NULL for this host. */
struct other {
	const char *path;
	const struct cmd_collected *collected;
};

static json_t *host_json(const struct other *other)
{
	return *other->collected->host ? cmd_json_text(other->collected->host) : json_null();
}

/* Add the host to an entry about one of its VFs. */
static json_t *with_host(json_t *entry, const struct other *other)
{
	if (!other)
		return entry;
	json_object_set_new(entry, "host", host_json(other));
	json_object_set_new(entry, "file", cmd_json_text(other->path));
	return entry;
}

/* The VF's current state. */
static void take_state(const struct vfv_vf *vf, struct vfv_decision *decision)
{
	strcpy(decision->profile, vfv_has(vf, VFIOV_A_VF_PENDING) ? vf->pending : vf->current);
	decision->migration = vf->migration;
	snprintf(decision->label, sizeof(decision->label), "%s", vf->rule);
}

static bool is_defined(const struct cmd_vf *vf)
{
	static const char label[] = "(defined)";

	return vf->bound && !strncmp(vf->vf.rule, label, strlen(label));
}

/*
 * The definitions of another host are not in its inventory, but the state of a VF shows that it has
 * one. The user who made it is unknown, so it is refused if the user matters.
 */
static void apply_definition(const struct vfv_policy *policy, const struct cmd_vf *vf,
			     const struct vfv_facts *facts, struct vfv_decision *decision)
{
	struct vfv_decision state = { 0 }, asked;
	struct vfv_want want = { 0 };
	char reason[VFV_REASON_SIZE];

	take_state(&vf->vf, &state);
	want.profile = state.profile;
	want.migration = state.migration;
	vfv_policy_decide_set(policy, facts, &want, &asked);
	if (asked.verdict == VFIOV_VERDICT_GRANT) {
		*decision = asked;
		return;
	}
	snprintf(reason, sizeof(reason), "%s; the definition is refused: %.90s", decision->label,
		 asked.reason);
	strcpy(decision->reason, reason);
}

static void decide(const struct vfv_policy *policy, const struct cmd_vf *vf,
		   const struct vfv_facts *facts, const struct other *other,
		   struct vfv_decision *decision)
{
	vfv_policy_decide(policy, facts, decision);
	if (other && is_defined(vf))
		apply_definition(policy, vf, facts, decision);
}

static enum cmd_exit get_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			       const struct cmd_vf *vf, const struct other *other,
			       struct vfv_facts *facts, bool *assumed)
{
	enum cmd_exit code = cmd_facts(cmd, policy, vf, facts, assumed);

	/* Assume nothing about a bound VF of another host beyond what its inventory says. */
	if (other && !*assumed && !vfv_has(&vf->vf, VFIOV_A_VF_MIGRATABLE)) {
		facts->migratable = false;
		facts->known &= ~(1U << VFV_FACT_MIGRATABLE);
	}
	return code;
}

static enum cmd_exit compare_vf(const struct cmd *cmd, struct cmd_diff *diff,
				const struct cmd_vf *vf, const struct other *other)
{
	struct vfv_decision before = { 0 }, after;
	struct vfv_facts facts;
	enum cmd_exit code;
	json_t *entry;
	bool assumed;

	if (!diff->before && !vf->bound)
		return CMD_OK;
	code = get_facts(cmd, diff->after, vf, other, &facts, &assumed);
	if (code != CMD_OK)
		return code;
	if (diff->before)
		decide(diff->before, vf, &facts, other, &before);
	else
		take_state(&vf->vf, &before);
	decide(diff->after, vf, &facts, other, &after);
	if (!strcmp(before.profile, after.profile) && before.migration == after.migration)
		return CMD_OK;
	entry = json_pack("{ss ss sb ss sb so ss ss}", "bdf", vf->vf.bdf, "profile_old",
			  before.profile, "migration_old", before.migration, "profile",
			  after.profile, "migration", after.migration, "rule_old",
			  *before.label ? cmd_json_text(before.label) : json_null(), "rule",
			  after.label, "reason", after.reason);
	json_object_set_new(entry, "assumed", json_boolean(assumed));
	json_array_append_new(diff->vfs, with_host(entry, other));
	return CMD_OK;
}

/* The policy does not cover this VF, so it is unknown whether the VF agrees with it. */
static void add_beyond(struct cmd_diff *diff, const struct cmd_vf *vf, const struct other *other)
{
	if (vf->reach != CMD_REACH_POLICY)
		json_array_append_new(diff->beyond,
				      with_host(json_pack("{ss ss so}", "bdf", vf->vf.bdf, "beyond",
							  cmd_reach_name(vf->reach), "driver",
							  cmd_json_text(vf->driver)),
						other));
}

static enum cmd_exit compare(const struct cmd *cmd, struct cmd_diff *diff,
			     const struct cmd_inventory *inventory, const struct other *other)
{
	enum cmd_exit code = CMD_OK;

	for (size_t i = 0; i < inventory->n; i++) {
		enum cmd_exit one = compare_vf(cmd, diff, &inventory->items[i], other);

		/* If facts about one VF are unknown, continue with the others. */
		code = code == CMD_OK ? one : code;
		if (!diff->before)
			add_beyond(diff, &inventory->items[i], other);
	}
	return code;
}

enum cmd_exit cmd_policy_diff_here(struct cmd *cmd, struct cmd_diff *diff, bool *done)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	enum cmd_exit code = cmd_inventory_read(cmd, &inventory);

	if (code != CMD_OK)
		return code;
	*done = true;
	return compare(cmd, diff, &inventory, NULL);
}

struct walk {
	const struct cmd *cmd;
	struct cmd_diff *diff;
	enum cmd_exit code;
};

static void take_host(const char *path, const struct cmd_collected *collected, void *userdata)
{
	const struct other other = { path, collected };
	struct walk *walk = userdata;
	size_t before = json_array_size(walk->diff->vfs);
	enum cmd_exit code = compare(walk->cmd, walk->diff, &collected->inventory, &other);

	walk->code = walk->code == CMD_OK ? code : walk->code;
	json_array_append_new(walk->diff->hosts,
			      json_pack("{so so sI sI}", "host", host_json(&other), "file",
					cmd_json_text(path), "vfs",
					(json_int_t)collected->inventory.n, "differ",
					(json_int_t)(json_array_size(walk->diff->vfs) - before)));
}

enum cmd_exit cmd_policy_diff_there(const struct cmd *cmd, struct cmd_diff *diff)
{
	struct walk walk = { .cmd = cmd, .diff = diff };
	enum cmd_exit code = cmd_collect(cmd, cmd->inventory, take_host, &walk);

	return code == CMD_OK ? walk.code : code;
}
