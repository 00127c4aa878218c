/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The permanent choices of administrators for single VFs (vfiovctl define). A definition acts as if
 * it were set each time the VF is bound: the rule that matches the VF must allow it. A VF is named
 * by its PF and its number, which stays the same when VFs are created again. The PF is named by its
 * address, or by the serial number of its card, which stays the same in another slot.
 */
#pragma once

#include "bdf.h"
#include "facts.h"

struct vfv_policy;

struct vfv_definition {
	/*
	 * 0: the address names the PF. Otherwise the address is that of the PF when this was
	 * defined, and only its function is used, because all PFs of a card have the same serial
	 * number.
	 */
	uint64_t serial;
	struct vfv_bdf pf;
	uint32_t vf; /* number under the PF */
	char profile[VFV_WORD_SIZE];
	bool migration;
	uint32_t uid;	   /* who chose it */
	char *note;	   /* the reason, NULL if none was given */
	const char *file;  /* owned by the policy */
	unsigned int line; /* 0 if it was not read from a file */
};

/* Zero-initialise; free with vfv_definitions_done(). Sorted, definitions by address first. */
struct vfv_definitions {
	struct vfv_definition *items;
	size_t n;
};

void vfv_definitions_done(struct vfv_definitions *definitions);

/* The definition for VF @vf by @serial or, if that is 0, by the address @pf; NULL for none. */
const struct vfv_definition *vfv_definitions_find(const struct vfv_definitions *definitions,
						  uint64_t serial, struct vfv_bdf pf, uint32_t vf);

/* The definition in effect for the device of @facts: by serial number, otherwise by address. */
const struct vfv_definition *vfv_definitions_for(const struct vfv_definitions *definitions,
						 const struct vfv_facts *facts);

/*
 * Insert @definition, or replace the one for the same VF. On success the set takes ownership of
 * what @definition owns. Return: 0 or -ENOMEM.
 */
int vfv_definitions_put(struct vfv_definitions *definitions,
			const struct vfv_definition *definition);

/* Sort items that were appended in any order. Items for the same VF are sorted by line. */
void vfv_definitions_sort(struct vfv_definitions *definitions);

/* Return: true if both are for the same VF and name it in the same way. */
bool vfv_definitions_are_same(const struct vfv_definition *a, const struct vfv_definition *b);

/* Return: 0, or -ENOENT if there is no such definition for this VF. */
int vfv_definitions_remove(struct vfv_definitions *definitions, uint64_t serial, struct vfv_bdf pf,
			   uint32_t vf);

/* The definitions of a policy. */
const struct vfv_definitions *vfv_policy_definitions(const struct vfv_policy *policy);

/**
 * vfv_definitions_text - the file with all definitions
 * @size: set to its length
 *
 * Return: text that the caller frees, NULL if out of memory.
 */
char *vfv_definitions_text(const struct vfv_definitions *definitions, size_t *size);
