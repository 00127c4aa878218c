/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/enums.h"
#include "lib/names.h"
#include "policy/policy.h"
#include "policy/serial.h"

#include "defined.h"
#include "json.h"
#include "policy-json.h"

static json_t *match_json(const struct vfv_match *match)
{
	json_t *object = json_object();

	for (size_t i = 0; i < match->n; i++)
		json_object_set_new(object, vfv_match_ops[match->preds[i].key]->name,
				    cmd_json_text(match->preds[i].text));
	return object;
}

static json_t *uids_json(const struct vfv_rule *rule)
{
	json_t *array = json_array();

	for (size_t i = 0; i < rule->n_set_by; i++)
		json_array_append_new(array, json_integer(rule->set_by[i]));
	for (size_t i = 0; i < rule->n_named; i++)
		for (size_t j = 0; j < rule->named[i]->n; j++)
			json_array_append_new(array, json_integer(rule->named[i]->uids[j]));
	return array;
}

static json_t *named_json(const struct vfv_rule *rule)
{
	json_t *array = json_array();

	for (size_t i = 0; i < rule->n_named; i++) {
		const struct vfv_named *named = rule->named[i];
		json_t *object = json_object(), *uids = json_array();

		for (size_t j = 0; j < named->n; j++)
			json_array_append_new(uids, json_integer(named->uids[j]));
		json_object_set_new(object, vfv_named_kind_name(named->kind),
				    cmd_json_text(named->name));
		json_object_set_new(object, "uids", uids);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *allow_json(const struct vfv_policy *policy, const struct vfv_rule *rule)
{
	json_t *array = json_array();
	const char *profile;

	for (size_t i = 0; (profile = vfv_rule_allowed(vfv_policy_drivers(policy), rule, i)); i++)
		json_array_append_new(array, json_string(profile));
	return array;
}

json_t *cmd_rule_json(const struct vfv_policy *policy, const struct vfv_rule *rule)
{
	json_t *object = json_object();

	json_object_set_new(object, "name", json_string(rule->name));
	json_object_set_new(object, "file", rule->file ? cmd_json_text(rule->file) : json_null());
	json_object_set_new(object, "line", rule->file ? json_integer(rule->line) : json_null());
	json_object_set_new(object, "match", match_json(&rule->match));
	json_object_set_new(object, "not", match_json(&rule->unless));
	json_object_set_new(object, "profile", json_string(rule->profile));
	json_object_set_new(object, "migration", json_boolean(rule->migration));
	json_object_set_new(object, "allow", allow_json(policy, rule));
	json_object_set_new(object, "allow_migration", json_boolean(rule->allow_migration));
	json_object_set_new(object, "set_by", rule->has_set_by ? uids_json(rule) : json_null());
	if (rule->n_named)
		json_object_set_new(object, "set_by_names", named_json(rule));
	json_object_set_new(object, "audit",
			    rule->has_level
				    ? json_string(vfv_enum_name(&vfv_enum_level, rule->level))
				    : json_null());
	json_object_set_new(object, "log_only", json_boolean(rule->log_only));
	json_object_set_new(object, "note", rule->note ? cmd_json_text(rule->note) : json_null());
	return object;
}

/*
 * The value that vfiovd sends to the kernel: if the policy has none, the module's initial value.
 */
static json_t *number_json(int said, int otherwise)
{
	return json_integer(said >= 0 ? said : otherwise);
}

static json_t *allow_profiles_json(const struct vfv_settings *settings)
{
	json_t *array = json_array();

	for (size_t i = 0; i < settings->n_allow_profiles; i++)
		json_array_append_new(array,
				      json_sprintf("%s/%s", settings->allow_profiles[i].driver,
						   settings->allow_profiles[i].profile));
	return array;
}

json_t *cmd_settings_json(const struct vfv_settings *settings)
{
	json_t *object = json_object();

	json_object_set_new(object, "mode",
			    json_string(settings->log_only ? "log-only" : "enforce"));
	json_object_set_new(object, "allow_transitional",
			    json_boolean(settings->allow_transitional));
	json_object_set_new(object, "allow_migration", json_boolean(settings->allow_migration));
	json_object_set_new(object, "allow_profiles", allow_profiles_json(settings));
	json_object_set_new(object, "audit",
			    json_string(vfv_enum_name(&vfv_enum_level, settings->audit)));
	json_object_set_new(object, "open_wait_ms",
			    number_json(settings->open_wait_ms, VFV_OPEN_WAIT_MS));
	json_object_set_new(object, "grace_ms", number_json(settings->grace_ms, VFV_GRACE_MS));
	json_object_set_new(object, "ring_size", number_json(settings->ring_size, VFV_RING_SIZE));
	return object;
}

json_t *cmd_definition_json(const struct vfv_definition *definition)
{
	char pf[VFV_BDF_TEXT], serial[VFV_SERIAL_TEXT];
	json_t *object = json_object();

	json_object_set_new(object, "serial",
			    definition->serial
				    ? json_string(vfv_serial_format(definition->serial, serial))
				    : json_null());
	json_object_set_new(object, "pf", json_string(vfv_bdf_format(definition->pf, pf)));
	json_object_set_new(object, "index", json_integer(definition->vf));
	json_object_set_new(object, "profile", json_string(definition->profile));
	json_object_set_new(object, "migration", json_boolean(definition->migration));
	json_object_set_new(object, "uid", json_integer(definition->uid));
	json_object_set_new(object, "note",
			    definition->note ? cmd_json_text(definition->note) : json_null());
	return object;
}

json_t *cmd_definitions_json(const struct vfv_definitions *definitions,
			     const struct cmd_cards *cards)
{
	json_t *array = json_array();

	for (size_t i = 0; i < definitions->n; i++) {
		json_t *object = cmd_definition_json(&definitions->items[i]);
		const char *state = cmd_defined_state(cards, &definitions->items[i]);

		json_object_set_new(object, "state", state ? json_string(state) : json_null());
		json_array_append_new(array, object);
	}
	return array;
}
