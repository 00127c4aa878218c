/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "gate.h"
#include "hash.h"
#include "lint.h"
#include "parse.h"
#include "policy.h"

struct vfv_policy *vfv_policy_unref(struct vfv_policy *policy)
{
	if (!policy)
		return NULL;
	vfv_index_done(&policy->index);
	vfv_mentions_done(&policy->mentions);
	for (size_t i = 0; i < policy->n_rules; i++)
		vfv_rule_done(&policy->rules[i]);
	free(policy->rules);
	vfv_rule_done(&policy->fallback);
	vfv_named_set_done(&policy->named);
	vfv_definitions_done(&policy->defined);
	for (size_t i = 0; i < policy->n_files; i++)
		free(policy->files[i]);
	free(policy->files);
	free(policy->settings.allow_profiles);
	vfv_drivers_done(&policy->drivers);
	free(policy);
	return NULL;
}

const char *vfv_policy_hash(const struct vfv_policy *policy)
{
	return policy->hash;
}

size_t vfv_policy_n_rules(const struct vfv_policy *policy)
{
	return policy->n_rules;
}

size_t vfv_policy_n_log_only(const struct vfv_policy *policy)
{
	return policy->n_log_only;
}

const struct vfv_settings *vfv_policy_settings(const struct vfv_policy *policy)
{
	return &policy->settings;
}

const struct vfv_drivers *vfv_policy_drivers(const struct vfv_policy *policy)
{
	return &policy->drivers;
}

const struct vfv_uses *vfv_policy_uses(const struct vfv_policy *policy)
{
	return &policy->uses;
}

const struct vfv_definitions *vfv_policy_definitions(const struct vfv_policy *policy)
{
	return &policy->defined;
}

/*
 * Set up the policy that applies without any files: every VF is native, and nobody may change that.
 */
static struct vfv_policy *policy_built_in(uint64_t generation)
{
	struct vfv_policy *policy = calloc(1, sizeof(*policy));

	if (!policy)
		return NULL;
	policy->generation = generation;
	policy->settings.open_wait_ms = -1;
	policy->settings.grace_ms = -1;
	policy->settings.ring_size = -1;
	policy->fallback.name = strdup("(default)");
	if (!policy->fallback.name || vfv_drivers_init(&policy->drivers) < 0)
		return vfv_policy_unref(policy);
	vfv_rule_init(&policy->fallback, &policy->drivers);
	return policy;
}

static int parse_one(struct vfv_policy *policy, const struct vfv_policy_file *file,
		     struct vfv_diags *diags)
{
	char *name = strdup(file->name);

	if (!name)
		return -ENOMEM;
	policy->files[policy->n_files++] = name;
	return vfv_parse_file(file, name, diags, policy);
}

static int parse_files(struct vfv_policy *policy, const struct vfv_policy_file *files, size_t n,
		       struct vfv_diags *diags)
{
	int r = 0;

	policy->files = calloc(n ? n : 1, sizeof(*policy->files));
	if (!policy->files)
		return -ENOMEM;
	/* Drivers come first, because the other files are checked against them. */
	for (size_t i = 0; r >= 0 && i < n; i++)
		if (files[i].kind == VFV_FILE_DRIVER)
			r = parse_one(policy, &files[i], diags);
	for (size_t i = 0; r >= 0 && i < n; i++)
		if (files[i].kind != VFV_FILE_DRIVER)
			r = parse_one(policy, &files[i], diags);
	return r;
}

int vfv_drivers_new(const struct vfv_policy_file *files, size_t n, struct vfv_diags *diags,
		    struct vfv_drivers *drivers)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = policy_built_in(0);
	int r = 0;

	*drivers = (struct vfv_drivers){ 0 };
	if (!policy)
		return -ENOMEM;
	for (size_t i = 0; r >= 0 && i < n; i++)
		if (files[i].kind == VFV_FILE_DRIVER)
			r = vfv_parse_file(&files[i], files[i].name, diags, policy);
	if (r >= 0) {
		*drivers = policy->drivers;
		policy->drivers = (struct vfv_drivers){ 0 };
	}
	for (size_t i = 0; i < drivers->n; i++)
		drivers->items[i].file = NULL;
	return r;
}

static void note_uses(const struct vfv_match *match, struct vfv_uses *uses)
{
	const struct vfv_pred *pf = vfv_match_find(match, VFV_MATCH_PF);

	uses->port |= vfv_match_find(match, VFV_MATCH_PORT) != NULL;
	uses->host |= vfv_match_find(match, VFV_MATCH_HOST) != NULL;
	for (size_t i = 0; pf && i < pf->n; i++)
		uses->netdev |= pf->values[i].device.name != NULL;
}

int vfv_policy_new(const struct vfv_policy_file *files, size_t n, uint64_t generation,
		   struct vfv_diags *diags, struct vfv_policy **ret)
{
	return vfv_policy_new_with(files, n, NULL, generation, diags, ret);
}

int vfv_policy_new_with(const struct vfv_policy_file *files, size_t n,
			const struct vfv_resolver *resolver, uint64_t generation,
			struct vfv_diags *diags, struct vfv_policy **ret)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = policy_built_in(generation);
	size_t errors = diags->errors;
	int r;

	if (!policy)
		return -ENOMEM;
	policy->named.resolver = resolver;
	r = parse_files(policy, files, n, diags);
	policy->named.resolver = NULL;
	if (r < 0)
		return r;
	r = vfv_policy_files_hash(files, n, &policy->named, policy->hash);
	if (r < 0)
		return r;
	r = vfv_lint_names(policy, diags);
	if (r < 0)
		return r;
	if (diags->errors > errors)
		return -EINVAL;

	r = vfv_index_build(&policy->index, policy->rules, policy->n_rules);
	if (r >= 0)
		r = vfv_mentions_build(&policy->mentions, policy->rules, policy->n_rules);
	if (r < 0)
		return r;
	for (size_t i = 0; i < policy->n_rules; i++) {
		note_uses(&policy->rules[i].match, &policy->uses);
		note_uses(&policy->rules[i].unless, &policy->uses);
		policy->n_log_only += policy->rules[i].log_only;
	}
	vfv_gates_resolve(policy);
	vfv_lint_gates(policy, diags);
	vfv_lint_unmatched(policy, diags);
	vfv_lint_shadows(policy, diags);
	*ret = TAKE_PTR(policy);
	return 0;
}
