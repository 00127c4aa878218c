/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy: bytes and facts in, a decision and diagnostics out.
 *
 * Nothing here opens a file or a socket, looks at a clock, logs or keeps
 * global state. A policy is immutable once it is made, so it may be shared by
 * threads as long as nobody drops the last reference meanwhile.
 *
 * Rules are asked in order and the first one that matches decides. When none
 * matches, the default does, and the decision says that it was the default.
 * A rule that looks at a fact that is not known may neither match nor not match.
 * It decides nothing, but nothing is granted then that it would not grant: a fact
 * that is not known never leads to more than it would if it were known.
 * Whatever a rule says, transitional and legacy need allow_transitional, and
 * migration needs allow_migration (the two keys of opting in); and no decision
 * grants what the device cannot do. What is left then is native.
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
 * vfv_policy_new - make a policy of files that somebody has read
 * @files: in the order in which their rules are to be asked; none at all is a
 *	valid policy, with which every VF is native
 * @generation: any number, found again in the decisions
 * @diags: gets every error of every file, and warnings also on success
 * @ret: set on success only; the caller's to drop
 *
 * Return: 0, -EINVAL when @diags has errors, -ENOMEM.
 */
int vfv_policy_new(const struct vfv_policy_file *files, size_t n, uint64_t generation,
		   struct vfv_diags *diags, struct vfv_policy **ret);

/**
 * vfv_policy_new_with - the same, with users and groups
 * @resolver: finds those that set_by names; without it none of them is known, which is an error. Who
 *	they are is part of the policy from then on, and of its hash
 */
int vfv_policy_new_with(const struct vfv_policy_file *files, size_t n,
			const struct vfv_resolver *resolver, uint64_t generation,
			struct vfv_diags *diags, struct vfv_policy **ret);

/* Free it, NULL is fine. Return: NULL. */
struct vfv_policy *vfv_policy_unref(struct vfv_policy *policy);

static inline void vfv_policy_unrefp(struct vfv_policy **policy)
{
	*policy = vfv_policy_unref(*policy);
}

/*
 * SHA-256, in hex, over base names, kinds and contents of all files in order, and over who the users and
 * groups are that they name: 64 digits.
 */
const char *vfv_policy_hash(const struct vfv_policy *policy);

size_t vfv_policy_n_rules(const struct vfv_policy *policy);

/**
 * vfv_drivers_new - take what drivers declare in @files, and nothing else of them
 * @drivers: vfv_drivers_done() is due in any case; files with errors are left out
 *
 * Return: 0, or -ENOMEM.
 */
int vfv_drivers_new(const struct vfv_policy_file *files, size_t n, struct vfv_diags *diags,
		    struct vfv_drivers *drivers);

/* What a rule may name. */
const struct vfv_drivers *vfv_policy_drivers(const struct vfv_policy *policy);

const struct vfv_uses *vfv_policy_uses(const struct vfv_policy *policy);

/* Decide a VF that was bound, or whose policy is to be evaluated again. */
void vfv_policy_decide(const struct vfv_policy *policy, const struct vfv_facts *facts,
		       struct vfv_decision *decision);

/* Decide whether somebody may give a VF the profile that he asks for. */
void vfv_policy_decide_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   const struct vfv_want *want, struct vfv_decision *decision);

/*
 * May that be granted, once the facts that are not known yet are? Return: false when no rule that may
 * decide then grants it; @decision says why, by the one of them that comes last.
 */
bool vfv_policy_may_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			const struct vfv_want *want, struct vfv_decision *decision);

const struct vfv_settings *vfv_policy_settings(const struct vfv_policy *policy);
