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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/vfiov.h>

#include "lib/msg.h"

#include "bdf.h"
#include "diag.h"
#include "resolve.h"

struct vfv_policy;

/* What there is to know about a VF beside its address. */
enum vfv_fact {
	VFV_FACT_PF, /* has_pf, pf, index */
	VFV_FACT_NAMES,
	VFV_FACT_ID,
	VFV_FACT_SUBSYSTEM,
	VFV_FACT_CLASS,
	VFV_FACT_AVAILABLE,
	VFV_FACT_MIGRATABLE,
	VFV_FACT_PORT,
	VFV_FACT_SERIAL,
	VFV_FACT_NUMA,
	VFV_FACT_HOST,
	VFV_N_FACTS,
};

enum {
	VFV_FACTS_ALL = (1U << VFV_N_FACTS) - 1,
	VFV_PF_NAMES_MAX = 16, /* of a PF with more of them they are not known */
};

/*
 * What a decision can look at. A fact is known, or known to be absent (NULL, 0, -1 or false, as
 * below), or not known; what is not known is zero. Strings are borrowed for the call.
 */
struct vfv_facts {
	uint32_t known; /* bit (1 << VFV_FACT_x) for each that is known or absent */
	struct vfv_bdf vf;
	bool has_pf; /* false: absent, this is no VF */
	struct vfv_bdf pf;
	uint32_t index; /* VF number under its PF, from 0 */
	uint16_t vendor;
	uint16_t device;
	uint16_t subsystem_vendor;
	uint16_t subsystem_device;
	uint32_t class;	    /* 24 bits: class, subclass, programming interface */
	int32_t numa_node;  /* -1 when there is none */
	uint32_t available; /* bit (1 << VFIOV_PROFILE_x) for each profile */
	bool migratable;
	uint64_t serial; /* PCIe Device Serial Number of the PF, 0: absent */
	size_t n_pf_names;
	const char *pf_names[VFV_PF_NAMES_MAX]; /* of the PF's network interface, all it has */
	const char *pf_port;			/* its phys_port_name */
	const char *host; /* name of this machine, without its domain */
};

static inline bool vfv_knows(const struct vfv_facts *facts, enum vfv_fact fact)
{
	return facts->known >> fact & 1;
}

/* What an operator asks for. */
struct vfv_want {
	enum vfiov_profile profile;
	bool migration;
	const struct vfv_process *by; /* NULL: not known, rules with set_by refuse */
};

/* Why a decision is not simply what was wanted. */
enum vfv_why {
	VFV_WHY_RULE,	     /* as the rule, or the default, says; as was asked */
	VFV_WHY_GATE,	     /* a site gate is closed */
	VFV_WHY_UNAVAILABLE, /* the device cannot do it */
	VFV_WHY_ALLOW,	     /* not in the allow list of the rule */
	VFV_WHY_SET_BY,	     /* the rule does not let this user set it */
	VFV_WHY_LOG_ONLY,    /* mode is log-only: the default is answered */
	VFV_WHY_UNJUDGED,    /* a rule before it could not be judged */
};

enum { VFV_LABEL_SIZE = VFIOV_TEXT_MAX + 1, VFV_REASON_SIZE = 256 };

/*
 * Everything in it stays valid as long as the policy that made it does.
 * The verdict is never REFUSE for vfv_policy_decide().
 */
struct vfv_decision {
	enum vfiov_verdict verdict;
	enum vfiov_profile profile; /* what to answer with */
	bool migration;
	enum vfiov_profile wanted_profile; /* what the rule says, or what was asked for */
	bool wanted_migration;
	enum vfv_why why;
	enum vfiov_level level; /* of the audit */
	bool is_explicit;	/* a rule or a definition decided, not the default */
	const char *rule;	/* name of the rule; "(default)", or "(defined)": see define.h */
	const char *file;    /* where the rule is, as its reader named the file; NULL: built in */
	unsigned int line;   /* 0 with file NULL */
	const char *unknown; /* with VFV_WHY_UNJUDGED the key of that rule that is not known, or NULL */
	uint64_t generation; /* of the policy */
	char label[VFV_LABEL_SIZE];   /* for the kernel's rule attribute, see lib/label.h */
	char reason[VFV_REASON_SIZE]; /* one sentence for people */
};

/* One file, already read. Borrowed for the call to vfv_policy_new(). */
struct vfv_policy_file {
	const char *name; /* what diagnostics and decisions call it, usually its path */
	const void *data; /* need not end in NUL */
	size_t size;
	enum vfv_file_kind {
		VFV_FILE_MAIN, /* vfiovd.conf; at most one, its place in the order does not matter */
		VFV_FILE_RULES,	  /* policy.d/NAME.conf */
		VFV_FILE_DEFINED, /* defined.conf, what was chosen for single VFs; at most one */
	} kind;
};

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

/* Names that cost a look outside: does any rule ask for them? The others need not be known. */
struct vfv_uses {
	bool netdev;
	bool port;
};

const struct vfv_uses *vfv_policy_uses(const struct vfv_policy *policy);

/* Decide a VF that was bound, or whose policy is to be evaluated again. */
void vfv_policy_decide(const struct vfv_policy *policy, const struct vfv_facts *facts,
		       struct vfv_decision *decision);

/* Decide whether somebody may give a VF the profile that he asks for. */
void vfv_policy_decide_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
			   const struct vfv_want *want, struct vfv_decision *decision);

/* What is in vfiovd.conf beside the decisions. */
struct vfv_settings {
	bool log_only;
	bool allow_transitional;
	bool allow_migration;
	enum vfiov_level audit; /* of rules that say nothing of it */
	int open_wait_ms;	/* for params-set; -1: not said, see VFV_OPEN_WAIT_MS and so on */
	int grace_ms;
	int ring_size;
};

const struct vfv_settings *vfv_policy_settings(const struct vfv_policy *policy);
