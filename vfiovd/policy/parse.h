/* SPDX-License-Identifier: GPL-2.0-only */
/* Parses the bytes of a file into rules and settings. Errors are handled as in schema.h. */
#pragma once

#include "file.h"
#include "rule.h"
#include "schema.h"
#include "state.h"

enum { VFV_RULE_NAME_MAX = 63 };

/* The tables of keys, which the tests and the manual also use. */
struct vfv_key_table {
	const struct vfv_key *keys;
	size_t n;
};

extern const struct vfv_key_table vfv_keys_main, vfv_keys_rules_file, vfv_keys_defined_file,
	vfv_keys_rule, vfv_keys_default, vfv_keys_driver_file, vfv_keys_profile;

/*
 * Fill @match, which is zeroed, from @group, and @unless from its group "not". With @unless NULL,
 * "not" is an unknown key.
 */
int vfv_parse_match(struct vfv_parse *parse, const config_setting_t *group, struct vfv_match *match,
		    struct vfv_match *unless);

/* Append the rules of the list @setting to @policy. */
int vfv_parse_rules(struct vfv_parse *parse, const config_setting_t *setting,
		    struct vfv_policy *policy);

/* Add the list of definitions in @setting to @policy. */
int vfv_parse_definitions(struct vfv_parse *parse, const config_setting_t *setting,
			  struct vfv_policy *policy);

/*
 * Add to @drivers the driver that the file with the root @root declares, unless the file has
 * errors.
 */
int vfv_parse_driver(struct vfv_parse *parse, const config_setting_t *root,
		     struct vfv_drivers *drivers);

/* Add an error if the version of the language is not 1. */
int vfv_parse_version(struct vfv_parse *parse, const config_setting_t *setting);

/* Read the list allow_profiles. */
int vfv_parse_allow_profiles(struct vfv_parse *parse, const config_setting_t *setting,
			     struct vfv_policy *policy);

/* Read the profile that the string @setting names; @profile points into the policy's drivers. */
int vfv_parse_profile(struct vfv_parse *parse, const config_setting_t *setting,
		      const char **profile);

/* Read the audit level that the string @setting names. */
int vfv_parse_level(struct vfv_parse *parse, const config_setting_t *setting,
		    enum vfiov_level *level);

/* Read the user id in the string @setting. */
void vfv_parse_uid(struct vfv_parse *parse, const config_setting_t *setting, uint32_t *ret);

/* Read the users and groups that may set profiles from the group @setting. */
int vfv_parse_set_by(struct vfv_parse *parse, const config_setting_t *setting,
		     struct vfv_rule *rule);

/* Fill the default from the group @setting. */
int vfv_parse_default(struct vfv_parse *parse, const config_setting_t *setting,
		      struct vfv_policy *policy);

/*
 * Add one file to @policy; @name is the policy's own copy of the file's name. Errors are added to
 * @diags; the rest of the file is still used.
 */
int vfv_parse_file(const struct vfv_policy_file *file, const char *name, struct vfv_diags *diags,
		   struct vfv_policy *policy);
