/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The keys that a rule can match on. A match is a list of predicates that
 * must all hold; a predicate is a key with values, one of which must hold.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "facts.h"
#include "range.h"

enum vfv_match_key {
	VFV_MATCH_PF,
	VFV_MATCH_VF,
	VFV_MATCH_BDF,
	VFV_MATCH_ID,
	VFV_MATCH_SUBSYSTEM,
	VFV_MATCH_CLASS,
	VFV_MATCH_CAPABLE,
	VFV_MATCH_PORT,
	VFV_MATCH_SERIAL,
	VFV_MATCH_NUMA,
	VFV_MATCH_HOST,
	VFV_MATCH_DRIVER,
	VFV_N_MATCH_KEYS,
};

/*
 * This is Kleene's logic: "all of" is the minimum of its values, "one of" the maximum; "not" swaps
 * no and yes. A fact that is absent is known, and no value holds for it.
 */
enum vfv_truth {
	VFV_NO,
	VFV_UNKNOWN, /* a fact is not known */
	VFV_YES,
};

union vfv_value {
	struct {
		char *name; /* NULL: bdf is used */
		struct vfv_bdf bdf;
	} device; /* pf, bdf */
	struct vfv_range range;
	struct {
		uint16_t vendor, device;
		bool any_vendor, any_device;
	} id; /* id, subsystem */
	struct {
		uint32_t value, mask;
	} class;
	struct {
		char *pattern; /* NULL: number is used */
		uint64_t number;
	} serial;
	char *text; /* port, host, driver, capable */
	int32_t number;
};

struct vfv_pred {
	enum vfv_match_key key;
	char *text; /* the values as written in the file, for messages */
	size_t n;
	union vfv_value *values;
};

struct vfv_match {
	size_t n;
	struct vfv_pred *preds; /* at most one per key, in the order of the file */
};

/* A key: its name and the operations on its values. A constant table. */
struct vfv_match_ops {
	const char *name;
	bool takes_numbers; /* a number without quotes may be used instead of its text */
	bool all;	    /* all values must hold, not just one */

	/*
	 * Append the value of @text to @pred. Return: 0, -ENOMEM, or -EINVAL with @why set to a
	 * constant string.
	 */
	int (*parse)(struct vfv_pred *pred, const char *text, const char **why);

	/* The facts that a value tests, as bits (1 << VFV_FACT_x). */
	uint32_t (*facts)(const union vfv_value *value);

	enum vfv_truth (*test)(const union vfv_value *value, const struct vfv_facts *facts);

	/* Return: true if @a holds whenever @b does; may be false if that is unclear. */
	bool (*covers)(const union vfv_value *a, const union vfv_value *b);

	/*
	 * Return: why @value holds for no device, a constant string; NULL if it may hold for one.
	 * This pointer may be NULL.
	 */
	const char *(*never)(const union vfv_value *value);

	/* Write @value as in a file. May be NULL if never() is, except for pf and bdf. */
	void (*write)(const union vfv_value *value, char *text, size_t size);

	/* Write the value of the fact, if it is known. */
	void (*show)(const struct vfv_facts *facts, char *text, size_t size);

	/* Free what @value owns; NULL if it owns nothing. */
	void (*done)(union vfv_value *value);
};

extern const struct vfv_match_ops vfv_match_pf, vfv_match_vf, vfv_match_bdf;
extern const struct vfv_match_ops vfv_match_id, vfv_match_subsystem;
extern const struct vfv_match_ops vfv_match_class, vfv_match_capable;
extern const struct vfv_match_ops vfv_match_port, vfv_match_numa, vfv_match_host, vfv_match_driver;
extern const struct vfv_match_ops vfv_match_serial;

/* All keys, indexed by enum vfv_match_key. */
extern const struct vfv_match_ops *const vfv_match_ops[VFV_N_MATCH_KEYS];

/* Return: 0 or -ENOMEM. On success the predicate takes ownership of what @value owns. */
int vfv_pred_append(struct vfv_pred *pred, const union vfv_value *value);

void vfv_match_done(struct vfv_match *match);

enum vfv_truth vfv_pred_test(const struct vfv_pred *pred, const struct vfv_facts *facts);

/* The predicate for @key, NULL if @match has none. */
const struct vfv_pred *vfv_match_find(const struct vfv_match *match, enum vfv_match_key key);
