/* SPDX-License-Identifier: GPL-2.0-only */
/* Determines whether a match holds whenever another one does. */
#pragma once

#include <stdbool.h>

#include "rule.h"

/*
 * Limits the comparisons of two rules or two values, so that loading stays linear even when no rule
 * names a device or when rules have long lists. After this many comparisons, nothing is covered.
 */
enum { VFV_COMPARISONS_MAX = 1000000 };

/* Return: true if @a holds whenever @b does. Both have the same key. */
bool vfv_pred_covers(const struct vfv_pred *a, const struct vfv_pred *b, unsigned int *comparisons);

/* Return: true if all predicates of @a hold whenever all those of @b do. */
bool vfv_match_covers(const struct vfv_match *a, const struct vfv_match *b,
		      unsigned int *comparisons);

/*
 * Return: true if @a certainly matches whenever @b certainly does. Otherwise, @except is set to the
 * key of the only predicate of @a that @b may lack, or to VFV_N_MATCH_KEYS if there is more than
 * one.
 */
bool vfv_rule_covers(const struct vfv_rule *a, const struct vfv_rule *b, enum vfv_match_key *except,
		     unsigned int *comparisons);
