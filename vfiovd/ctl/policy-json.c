/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/enums.h"

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

json_t *cmd_rule_json(const struct vfv_rule *rule)
{
	json_t *object = json_object();

	json_object_set_new(object, "name", json_string(rule->name));
	json_object_set_new(object, "file", rule->file ? cmd_json_text(rule->file) : json_null());
	json_object_set_new(object, "line", rule->file ? json_integer(rule->line) : json_null());
	json_object_set_new(object, "match", match_json(&rule->match));
	json_object_set_new(object, "not", match_json(&rule->unless));
	json_object_set_new(object, "profile",
			    json_string(vfv_enum_name(&vfv_enum_profile, rule->profile)));
	json_object_set_new(object, "migration", json_boolean(rule->migration));
	json_object_set_new(object, "allow", cmd_json_flags(&vfv_enum_profile, rule->allow));
	json_object_set_new(object, "allow_migration", json_boolean(rule->allow_migration));
	json_object_set_new(object, "note", rule->note ? cmd_json_text(rule->note) : json_null());
	return object;
}

json_t *cmd_settings_json(const struct vfv_settings *settings)
{
	json_t *object = json_object();

	json_object_set_new(object, "mode",
			    json_string(settings->log_only ? "log-only" : "enforce"));
	json_object_set_new(object, "allow_transitional",
			    json_boolean(settings->allow_transitional));
	json_object_set_new(object, "allow_migration", json_boolean(settings->allow_migration));
	return object;
}

json_t *cmd_definitions_json(const struct vfv_definitions *definitions)
{
	json_t *array = json_array();

	for (size_t i = 0; i < definitions->n; i++) {
		const struct vfv_definition *definition = &definitions->items[i];
		json_t *object = json_object();
		char pf[VFV_BDF_TEXT];

		json_object_set_new(object, "pf", json_string(vfv_bdf_format(definition->pf, pf)));
		json_object_set_new(object, "index", json_integer(definition->vf));
		json_object_set_new(
			object, "profile",
			json_string(vfv_enum_name(&vfv_enum_profile, definition->profile)));
		json_object_set_new(object, "migration", json_boolean(definition->migration));
		json_object_set_new(object, "uid", json_integer(definition->uid));
		json_object_set_new(object, "note",
				    definition->note ? cmd_json_text(definition->note)
						     : json_null());
		json_array_append_new(array, object);
	}
	return array;
}
