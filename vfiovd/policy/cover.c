/* SPDX-License-Identifier: GPL-2.0-only */
#include "cover.h"

/* If one list covers another, both usually have the same order, so begin at @start. */
static const union vfv_value *find_value(const struct vfv_pred *pred, const union vfv_value *value,
					 size_t start, unsigned int *comparisons)
{
	const struct vfv_match_ops *ops = vfv_match_ops[pred->key];

	for (size_t i = 0; i < pred->n && ++*comparisons < VFV_COMPARISONS_MAX; i++) {
		const union vfv_value *other = &pred->values[(start + i) % pred->n];

		if (ops->covers(other, value))
			return other;
	}
	return NULL;
}

/* Several ranges of @pred may cover one range together. */
static bool range_is_covered(const struct vfv_pred *pred, struct vfv_range range, size_t start,
			     unsigned int *comparisons)
{
	while (range.first <= range.last) {
		const union vfv_value first = { .range = { range.first, range.first } };
		const union vfv_value *found = find_value(pred, &first, start, comparisons);

		if (!found)
			return false;
		range.first = found->range.last + 1;
	}
	return true;
}

static bool value_is_covered(const struct vfv_pred *pred, const union vfv_value *value,
			     size_t start, unsigned int *comparisons)
{
	if (pred->key == VFV_MATCH_VF)
		return range_is_covered(pred, value->range, start, comparisons);
	return find_value(pred, value, start, comparisons);
}

bool vfv_pred_covers(const struct vfv_pred *a, const struct vfv_pred *b, unsigned int *comparisons)
{
	bool all = vfv_match_ops[a->key]->all;
	/* If all values must hold, the covering side may have fewer of them. */
	const struct vfv_pred *outer = all ? b : a, *inner = all ? a : b;

	for (size_t i = 0; i < inner->n; i++)
		if (!value_is_covered(outer, &inner->values[i], i, comparisons))
			return false;
	return true;
}

static bool is_covered(const struct vfv_pred *pred, const struct vfv_match *by,
		       unsigned int *comparisons)
{
	const struct vfv_pred *other = vfv_match_find(by, pred->key);

	return other && vfv_pred_covers(pred, other, comparisons);
}

bool vfv_match_covers(const struct vfv_match *a, const struct vfv_match *b,
		      unsigned int *comparisons)
{
	for (size_t i = 0; i < a->n; i++)
		if (!is_covered(&a->preds[i], b, comparisons))
			return false;
	return true;
}

bool vfv_rule_covers(const struct vfv_rule *a, const struct vfv_rule *b, enum vfv_match_key *except,
		     unsigned int *comparisons)
{
	size_t missing = 0;

	*except = VFV_N_MATCH_KEYS;
	/* The "not" of @a must hold only when that of @b does. */
	if (a->unless.n && (!b->unless.n || !vfv_match_covers(&b->unless, &a->unless, comparisons)))
		return false;
	for (size_t i = 0; i < a->match.n; i++) {
		if (is_covered(&a->match.preds[i], &b->match, comparisons))
			continue;
		*except = missing++ ? VFV_N_MATCH_KEYS : a->match.preds[i].key;
		if (missing > 1)
			return false;
	}
	return !missing;
}
