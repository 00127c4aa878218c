/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What administrators have chosen for single VFs, to stay (vfiovctl define). It counts as if
 * it were set each time the VF is bound: the rule that matches the VF must allow it. A VF is
 * named by its PF and its number, which a new set of VFs does not change; the PF by the serial
 * number of its card, which another slot does not change, or by its address.
 */
#pragma once

#include "bdf.h"
#include "facts.h"

struct vfv_policy;

struct vfv_definition {
	/*
	 * 0: the address counts. Otherwise the address is where the PF was when this was defined, and
	 * only its function counts: the PFs of one card have the same serial number.
	 */
	uint64_t serial;
	struct vfv_bdf pf;
	uint32_t vf; /* number under the PF */
	char profile[VFV_WORD_SIZE];
	bool migration;
	uint32_t uid;	   /* who chose it */
	char *note;	   /* why, NULL when nobody said */
	const char *file;  /* belongs to the policy */
	unsigned int line; /* 0 for one that was not read from a file */
};

/* Zero-initialise, vfv_definitions_done() at the end. Ordered, those by address first. */
struct vfv_definitions {
	struct vfv_definition *items;
	size_t n;
};

void vfv_definitions_done(struct vfv_definitions *definitions);

/* What is defined by @serial, or with 0 by the address @pf, for the VF @vf; NULL for nothing. */
const struct vfv_definition *vfv_definitions_find(const struct vfv_definitions *definitions,
						  uint64_t serial, struct vfv_bdf pf, uint32_t vf);

/* The one that counts for the device of @facts: that by its serial number, or else by its address. */
const struct vfv_definition *vfv_definitions_for(const struct vfv_definitions *definitions,
						 const struct vfv_facts *facts);

/*
 * Add @definition in its place, instead of one for the same VF. What it owns becomes the
 * set's on success. Return: 0 or -ENOMEM.
 */
int vfv_definitions_put(struct vfv_definitions *definitions,
			const struct vfv_definition *definition);

/* Put items that were appended as they came into order; those for one VF by their lines. */
void vfv_definitions_sort(struct vfv_definitions *definitions);

/* Are these two for the same VF, and named in the same way? */
bool vfv_definitions_are_same(const struct vfv_definition *a, const struct vfv_definition *b);

/* Return: 0, or -ENOENT when nothing was defined in this way for this VF. */
int vfv_definitions_remove(struct vfv_definitions *definitions, uint64_t serial, struct vfv_bdf pf,
			   uint32_t vf);

/* Those of a policy. */
const struct vfv_definitions *vfv_policy_definitions(const struct vfv_policy *policy);

/**
 * vfv_definitions_text - write the file that says all of it
 * @size: set to its length
 *
 * Return: text that the caller frees, NULL without memory.
 */
char *vfv_definitions_text(const struct vfv_definitions *definitions, size_t *size);
