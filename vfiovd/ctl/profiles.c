/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "facts.h"
#include "json.h"
#include "policy-load.h"
#include "table.h"
#include "targets-read.h"

/* One VF and one profile. */
struct choice {
	const struct cmd_vf *vf;
	const char *profile;
	const char *summary; /* "" for none */
	bool assumed;	     /* the device's capabilities are unknown */
	bool is_given;	     /* the policy's decision without a request */
	bool is_current;     /* its current profile */
	bool is_pending;     /* its next profile */
	struct vfv_decision set;
};

static bool is_available(const struct choice *choice)
{
	return vfv_words_have(&choice->vf->vf.available, choice->profile);
}

static void add_row(struct cmd_table *table, const struct choice *choice)
{
	bool allowed = choice->set.verdict == VFIOV_VERDICT_GRANT;
	enum cmd_style style = choice->is_current ? CMD_GOOD : CMD_PLAIN;

	cmd_table_add(table, style, "%s", choice->vf->vf.bdf);
	cmd_table_add(table, style, "%s", choice->profile);
	cmd_table_add(table, style, "%s",
		      choice->assumed ? "?" : (is_available(choice) ? "yes" : "no"));
	cmd_table_add(table, style, "%s",
		      choice->is_given ? "gives" : (allowed ? "allows" : "refuses"));
	cmd_table_add(table, style, "%s",
		      choice->is_current ? "current" : (choice->is_pending ? "pending" : "-"));
	cmd_table_add(table, style, "%s", allowed ? "" : choice->set.reason);
}

static json_t *choice_json(const struct choice *choice)
{
	bool allowed = choice->set.verdict == VFIOV_VERDICT_GRANT;
	json_t *object = json_object();

	json_object_set_new(object, "bdf", json_string(choice->vf->vf.bdf));
	json_object_set_new(object, "profile", json_string(choice->profile));
	json_object_set_new(object, "summary",
			    *choice->summary ? cmd_json_text(choice->summary) : json_null());
	json_object_set_new(object, "available",
			    choice->assumed ? json_null() : json_boolean(is_available(choice)));
	json_object_set_new(object, "given", json_boolean(choice->is_given));
	json_object_set_new(object, "allowed", json_boolean(allowed));
	json_object_set_new(object, "current", json_boolean(choice->is_current));
	json_object_set_new(object, "pending", json_boolean(choice->is_pending));
	json_object_set_new(object, "reason", cmd_json_text(choice->set.reason));
	return object;
}

struct output {
	struct cmd_table table;
	json_t *profiles; /* the JSON to fill in; NULL to fill in the table */
};

/* List the profiles that the driver declares, then the others that the device offers. */
static size_t profiles_of(const struct vfv_policy *policy, const struct vfv_facts *facts,
			  const char *profiles[static 2 * VFV_WORDS_MAX],
			  const char *summaries[static 2 * VFV_WORDS_MAX])
{
	const struct vfv_driver *driver =
		facts->driver ? vfv_drivers_find(vfv_policy_drivers(policy), facts->driver) : NULL;
	size_t n = 0;

	for (uint32_t i = 0; driver && i < driver->profiles.n; i++) {
		summaries[n] = driver->summaries[i];
		profiles[n++] = driver->profiles.items[i];
	}
	for (uint32_t i = 0; facts->available && i < facts->available->n; i++) {
		if (driver && vfv_words_have(&driver->profiles, facts->available->items[i]))
			continue;
		summaries[n] = "";
		profiles[n++] = facts->available->items[i];
	}
	return n;
}

/* All profiles of one VF. */
static enum cmd_exit add_vf(const struct cmd *cmd, const struct vfv_policy *policy,
			    const struct cmd_vf *vf, struct output *output)
{
	const char *profiles[2 * VFV_WORDS_MAX], *summaries[2 * VFV_WORDS_MAX];
	const struct vfv_process me = { .uid = (uint32_t)getuid() };
	struct choice choice = { .vf = vf };
	struct vfv_decision given;
	struct vfv_facts facts;
	enum cmd_exit code = cmd_facts(cmd, policy, vf, &facts, &choice.assumed);
	size_t n;

	if (code != CMD_OK)
		return code;
	vfv_policy_decide(policy, &facts, &given);
	n = profiles_of(policy, &facts, profiles, summaries);
	for (size_t i = 0; i < n; i++) {
		struct vfv_want want = { profiles[i], vf->vf.migration, &me };

		choice.profile = profiles[i];
		choice.summary = summaries[i];
		choice.is_given = !strcmp(given.profile, want.profile);
		choice.is_current = vf->bound && !strcmp(vf->vf.current, want.profile);
		choice.is_pending = vfv_has(&vf->vf, VFIOV_A_VF_PENDING) &&
				    !strcmp(vf->vf.pending, want.profile);
		vfv_policy_decide_set(policy, &facts, &want, &choice.set);
		if (output->profiles)
			json_array_append_new(output->profiles, choice_json(&choice));
		else
			add_row(&output->table, &choice);
	}
	return CMD_OK;
}

/* Return: @code, or the error of this function if it fails. */
static enum cmd_exit print(const struct cmd *cmd, struct output *output, enum cmd_exit code)
{
	enum cmd_exit printed = CMD_OK;

	if (cmd->json)
		cmd_json_print(cmd, stdout, "profiles", output->profiles);
	else
		printed = cmd_table_print(cmd, &output->table);
	return code == CMD_OK ? printed : code;
}

enum cmd_exit cmd_profiles(struct cmd *cmd, int argc, char **argv)
{
	static const char *const headers[] = { "VF",	"PROFILE", "DEVICE", "POLICY",
					       "STATE", "WHY NOT", NULL };
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	struct output output = { 0 };
	enum cmd_exit code = cmd_policy_load(cmd, &policy);

	if (code == CMD_OK)
		code = cmd_targets_read(cmd, argv, (size_t)argc, true, &inventory, &targets);
	if (code != CMD_OK)
		return code;
	cmd_table_init(&output.table, headers);
	if (cmd->json)
		output.profiles = json_array();
	for (size_t i = 0; i < targets.n; i++) {
		enum cmd_exit one = add_vf(cmd, policy, targets.items[i], &output);

		/* If facts about one VF are unknown, continue with the others. */
		code = code == CMD_OK ? one : code;
	}
	return print(cmd, &output, code);
}
