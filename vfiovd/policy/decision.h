/* SPDX-License-Identifier: GPL-2.0-only */
/* The decision of a policy about a VF, and its reason. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <linux/vfiov.h>

#include "lib/word.h"

struct vfv_process;

/* An operator's request. */
struct vfv_want {
	const char *profile;
	bool migration;
	const struct vfv_process *by; /* NULL if it is not known; rules with set_by then refuse */
	bool is_set; /* already set by an authorised user: set_by and log-only are ignored */
};

/* Why a decision differs from the wanted one. */
enum vfv_why {
	VFV_WHY_RULE,	     /* it does not differ from the rule, the default or the request */
	VFV_WHY_GATE,	     /* a site gate is closed */
	VFV_WHY_UNAVAILABLE, /* the device does not support it */
	VFV_WHY_ALLOW,	     /* the allow list of the rule does not contain it */
	VFV_WHY_SET_BY,	     /* the rule does not let this user set it */
	VFV_WHY_LOG_ONLY,    /* mode is log-only: the answer is the default */
	VFV_WHY_UNJUDGED,    /* an earlier rule could not be evaluated */
};

enum { VFV_LABEL_SIZE = VFIOV_TEXT_MAX + 1, VFV_REASON_SIZE = 256 };

/*
 * The pointers are valid as long as the policy that made the decision exists. vfv_policy_decide()
 * never sets verdict to VFIOV_VERDICT_REFUSE.
 */
struct vfv_decision {
	enum vfiov_verdict verdict;
	char profile[VFV_WORD_SIZE]; /* the answer */
	bool migration;
	char wanted_profile[VFV_WORD_SIZE]; /* what the rule grants, or what was requested */
	bool wanted_migration;
	enum vfv_why why;
	enum vfiov_level level; /* of the audit */
	bool is_explicit;	/* a rule or a definition decided, not the default */
	const char *rule;	/* name of the rule; "(default)", or "(defined)": see define.h */
	const char *file;	/* file of the rule, as its reader named it; NULL: built in */
	unsigned int line;	/* 0 if file is NULL */
	const char *
		unknown; /* the rule's key whose fact is not known, for VFV_WHY_UNJUDGED; or NULL */
	uint64_t generation;	      /* of the policy */
	char label[VFV_LABEL_SIZE];   /* for the kernel's rule attribute, see lib/label.h */
	char reason[VFV_REASON_SIZE]; /* one sentence, for messages */
};
