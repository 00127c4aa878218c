// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the whole loader. For an accepted policy, the decision and its explanation must agree. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "policy/define.h"
#include "policy/explain.h"
#include "policy/sample-facts.h"

static void forget(const struct vfv_step *step, void *userdata)
{
}

static void decide(const struct vfv_policy *policy, uint32_t index)
{
	struct vfv_facts facts = sample_facts(index);
	const struct vfv_settings *settings = vfv_policy_settings(policy);
	const struct vfv_rule *rule = vfv_policy_explain(policy, &facts, forget, NULL);
	struct vfv_decision decision;

	vfv_policy_decide(policy, &facts, &decision);
	if (strcmp(decision.rule, rule->name) && strcmp(decision.rule, "(defined)"))
		abort();
	/* Whatever the files contain, a grant also needs an open gate. */
	if (!vfv_is_native(decision.profile) && !settings->allow_transitional &&
	    !settings->n_allow_profiles)
		abort();
	if (decision.migration && !settings->allow_migration)
		abort();
}

/* The name of a user or group determines whether it exists, and which members it has. */
static int resolve(void *userdata, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		   size_t *n)
{
	size_t length = strlen(name);

	if (*name == 'x')
		return -ENOENT;
	if (*name == 'y')
		return -EIO;
	*n = kind == VFV_NAMED_USER ? 1 : length % 8;
	*uids = calloc(*n ? *n : 1, sizeof(**uids));
	if (!*uids)
		return -ENOMEM;
	for (size_t i = 0; i < *n; i++)
		(*uids)[i] = (unsigned char)name[i % length];
	return 0;
}

/* The first byte selects the kind of file; the rest is its content. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vfv_policy_file file = { "input.conf", data + 1, size - 1, VFV_FILE_RULES };
	static const struct vfv_resolver users = { .resolve = resolve };
	struct vfv_policy *policy = NULL;
	struct vfv_diags diags = { 0 };
	int r;

	if (!size)
		return 0;
	file.kind = (enum vfv_file_kind)(data[0] % 4);
	r = vfv_policy_new_with(&file, 1, &users, 1, &diags, &policy);
	if (!r != !diags.errors)
		abort();
	for (uint32_t i = 0; !r && i < 4; i++)
		decide(policy, i);
	vfv_policy_unref(policy);
	vfv_diags_done(&diags);
	return 0;
}
