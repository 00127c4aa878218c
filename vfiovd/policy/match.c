/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>

#include "match.h"

const struct vfv_match_ops *const vfv_match_ops[VFV_N_MATCH_KEYS] = {
	[VFV_MATCH_PF] = &vfv_match_pf,
	[VFV_MATCH_VF] = &vfv_match_vf,
	[VFV_MATCH_BDF] = &vfv_match_bdf,
	[VFV_MATCH_ID] = &vfv_match_id,
	[VFV_MATCH_SUBSYSTEM] = &vfv_match_subsystem,
	[VFV_MATCH_CLASS] = &vfv_match_class,
	[VFV_MATCH_CAPABLE] = &vfv_match_capable,
	[VFV_MATCH_PORT] = &vfv_match_port,
	[VFV_MATCH_SERIAL] = &vfv_match_serial,
	[VFV_MATCH_NUMA] = &vfv_match_numa,
	[VFV_MATCH_HOST] = &vfv_match_host,
	[VFV_MATCH_DRIVER] = &vfv_match_driver,
};

int vfv_pred_append(struct vfv_pred *pred, const union vfv_value *value)
{
	union vfv_value *values;

	/* The array is full, and doubles, when n is a power of two. */
	if (!(pred->n & (pred->n - 1))) {
		values = reallocarray(pred->values, pred->n ? pred->n * 2 : 1, sizeof(*values));
		if (!values)
			return -ENOMEM;
		pred->values = values;
	}
	pred->values[pred->n++] = *value;
	return 0;
}

static void pred_done(struct vfv_pred *pred)
{
	const struct vfv_match_ops *ops = vfv_match_ops[pred->key];

	for (size_t i = 0; ops->done && i < pred->n; i++)
		ops->done(&pred->values[i]);
	free(pred->values);
	free(pred->text);
}

void vfv_match_done(struct vfv_match *match)
{
	for (size_t i = 0; i < match->n; i++)
		pred_done(&match->preds[i]);
	free(match->preds);
	*match = (struct vfv_match){ 0 };
}

const struct vfv_pred *vfv_match_find(const struct vfv_match *match, enum vfv_match_key key)
{
	for (size_t i = 0; i < match->n; i++)
		if (match->preds[i].key == key)
			return &match->preds[i];
	return NULL;
}

enum vfv_truth vfv_pred_test(const struct vfv_pred *pred, const struct vfv_facts *facts)
{
	const struct vfv_match_ops *ops = vfv_match_ops[pred->key];
	/* The value that decides by itself: "no" if all values must hold, "yes" if one must. */
	enum vfv_truth end = ops->all ? VFV_NO : VFV_YES;
	enum vfv_truth result = ops->all ? VFV_YES : VFV_NO;

	for (size_t i = 0; i < pred->n; i++) {
		enum vfv_truth truth = ops->test(&pred->values[i], facts);

		if (truth == end)
			return end;
		if (truth == VFV_UNKNOWN)
			result = truth;
	}
	return result;
}
