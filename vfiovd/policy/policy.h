/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy turns bytes and facts into a decision and diagnostics.
 *
 * Nothing here opens a file or a socket, reads a clock, logs or keeps global state. A policy is
 * immutable once it is made, so threads may share it until the last reference is dropped.
 *
 * Rules are evaluated in order, and the first one that matches decides. If none matches, the
 * default decides, and the decision shows this. It may be impossible to tell whether a rule that
 * tests an unknown fact matches. Such a rule does not decide, but it limits the decision to what it
 * would grant: an unknown fact never leads to a greater grant than the known fact would. A rule
 * with log_only takes no part in any of this: it neither decides nor limits a decision. Whatever
 * the rules are, transitional and legacy need allow_transitional, and migration needs
 * allow_migration (two keys are needed to opt in). No decision grants what the device does not
 * support. In these cases the result is native.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "decision.h"
#include "diag.h"
#include "drivers.h"
#include "facts.h"
#include "file.h"
#include "resolve.h"
#include "settings.h"

struct vfv_policy;

/**
 * vfv_policy_new - create a policy from files that were read
 * @files: in the order in which their rules are evaluated. An empty list is a valid policy,
 *	under which every VF is native
 * @generation: any number; it is copied to the decisions
 * @diags: gets every error of every file, and warnings even on success
 * @ret: set on success only; drop it with vfv_policy_unref()
 *
 * Return: 0, -EINVAL if @diags has errors, -ENOMEM.
 */
int vfv_policy_new(const struct vfv_policy_file *files, size_t n, uint64_t generation,
		   struct vfv_diags *diags, struct vfv_policy **ret);

/**
 * vfv_policy_new_with - do vfv_policy_new() with users and groups
 * @resolver: resolves the users and groups that set_by names; without it none of them is
 *	known, which is an error. Their ids become part of the policy and of its hash
 */
int vfv_policy_new_with(const struct vfv_policy_file *files, size_t n,
			const struct vfv_resolver *resolver, uint64_t generation,
			struct vfv_diags *diags, struct vfv_policy **ret);

/* Drop a reference to the policy, which may be NULL. Return: NULL. */
struct vfv_policy *vfv_policy_unref(struct vfv_policy *policy);

static inline void vfv_policy_unrefp(struct vfv_policy **policy)
{
	*policy = vfv_policy_unref(*policy);
}

/*
 * SHA-256 as 64 hexadecimal digits, over base names, kinds and contents of all files in order, and
 * over the ids of the users and groups that they name.
 */
const char *vfv_policy_hash(const struct vfv_policy *policy);

size_t vfv_policy_n_rules(const struct vfv_policy *policy);

/**
 * vfv_drivers_new - read only what drivers declare in @files
 * @drivers: free with vfv_drivers_done(), even on failure; files with errors are left out
 *
 * Return: 0, or -ENOMEM.
 */
int vfv_drivers_new(const struct vfv_policy_file *files, size_t n, struct vfv_diags *diags,
		    struct vfv_drivers *drivers);

/* The drivers and profiles that a rule may name. */
const struct vfv_drivers *vfv_policy_drivers(const struct vfv_policy *policy);

const struct vfv_uses *vfv_policy_uses(const struct vfv_policy *policy);

/* Decide for a VF that was bound or that is re-evaluated. */
void vfv_policy_decide(const struct vfv_policy *policy, const struct vfv_facts *facts,
		       struct vfv_decision *decision);

/* Decide whether a user may set the requested profile of a VF. */
void vfv_policy_decide_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   const struct vfv_want *want, struct vfv_decision *decision);

/*
 * Return: true if @want may be granted once the unknown facts are known; false if no rule that may
 * then decide grants it. In the latter case, @decision has the reason of the last of these rules.
 */
bool vfv_policy_may_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			const struct vfv_want *want, struct vfv_decision *decision);

/* The number of rules that have log_only. */
size_t vfv_policy_n_log_only(const struct vfv_policy *policy);

/**
 * vfv_policy_would_decide - decide as if no rule had log_only
 * @want: as for vfv_policy_decide_set(); NULL: as for vfv_policy_decide()
 * @actual: what that function has decided with the same arguments
 * @decision: set on true only; it must never take effect
 *
 * Return: true if the decision, or the rule that makes it, differs from @actual.
 */
bool vfv_policy_would_decide(const struct vfv_policy *policy, const struct vfv_facts *facts,
			     const struct vfv_want *want, const struct vfv_decision *actual,
			     struct vfv_decision *decision);

const struct vfv_settings *vfv_policy_settings(const struct vfv_policy *policy);
