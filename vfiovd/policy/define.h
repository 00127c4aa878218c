/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What administrators have chosen for single VFs, to stay (vfiovctl define). It counts as if
 * it were set each time the VF is bound: the rule that matches the VF must allow it. A VF is
 * named by its PF and its number, which a new set of VFs does not change.
 */
#pragma once

#include "policy.h"

struct vfv_definition {
	struct vfv_bdf pf;
	uint32_t vf; /* number under the PF */
	enum vfiov_profile profile;
	bool migration;
	uint32_t uid;	   /* who chose it */
	char *note;	   /* why, NULL when nobody said */
	const char *file;  /* belongs to the policy */
	unsigned int line; /* 0 for one that was not read from a file */
};

/* Zero-initialise, vfv_definitions_done() at the end. Ordered by PF and number. */
struct vfv_definitions {
	struct vfv_definition *items;
	size_t n;
};

void vfv_definitions_done(struct vfv_definitions *definitions);

/* What is defined for this VF, NULL for nothing. */
const struct vfv_definition *vfv_definitions_find(const struct vfv_definitions *definitions,
						  struct vfv_bdf pf, uint32_t vf);

/*
 * Add @definition in its place, instead of one for the same VF. What it owns becomes the
 * set's on success. Return: 0 or -ENOMEM.
 */
int vfv_definitions_put(struct vfv_definitions *definitions,
			const struct vfv_definition *definition);

/* Put items that were appended as they came into order; those for one VF by their lines. */
void vfv_definitions_sort(struct vfv_definitions *definitions);

/* Return: 0, or -ENOENT when nothing was defined for this VF. */
int vfv_definitions_remove(struct vfv_definitions *definitions, struct vfv_bdf pf, uint32_t vf);

/* Those of a policy. */
const struct vfv_definitions *vfv_policy_definitions(const struct vfv_policy *policy);

/**
 * vfv_definitions_text - write the file that says all of it
 * @size: set to its length
 *
 * Return: text that the caller frees, NULL without memory.
 */
char *vfv_definitions_text(const struct vfv_definitions *definitions, size_t *size);
