/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <stdlib.h>

#include "machine.h"
#include "state.h"

enum { VALUE_TEXT = 160 };

static int order(const void *left, const void *right)
{
	const struct vfv_machine_device *a = left, *b = right;
	uint64_t first = vfv_bdf_key(a->bdf), second = vfv_bdf_key(b->bdf);

	return (first > second) - (first < second);
}

static const struct vfv_machine_device *find_device(const struct vfv_machine *machine,
						    struct vfv_bdf bdf)
{
	const struct vfv_machine_device key = { .bdf = bdf };

	return machine->n_devices ? bsearch(&key, machine->devices, machine->n_devices,
					    sizeof(*machine->devices), order)
				  : NULL;
}

/*
 * Return: the value of @pred for the PFs of the machine: yes if it holds for one of them, unknown
 * if it may hold for one.
 */
static enum vfv_truth test_pfs(const struct vfv_machine *machine, enum vfv_match_key key,
			       const union vfv_value *value)
{
	enum vfv_truth result = VFV_NO;

	for (size_t i = 0; i < machine->n_pfs && result != VFV_YES; i++) {
		const struct vfv_machine_pf *pf = &machine->pfs[i];
		struct vfv_facts facts = { .serial = pf->serial };
		enum vfv_truth truth;

		facts.known |= (uint32_t)pf->serial_known << VFV_FACT_SERIAL;
		vfv_facts_take_names(&pf->names, &facts);
		truth = vfv_match_ops[key]->test(value, &facts);
		result = truth > result ? truth : result;
	}
	return result;
}

static const char *missing_device(const struct vfv_machine *machine, enum vfv_match_key key,
				  const union vfv_value *value)
{
	const struct vfv_machine_device *device = find_device(machine, value->device.bdf);

	if (!device)
		return "this machine has no such device";
	if (key == VFV_MATCH_PF)
		return device->is_pf ? NULL : "this device is not a PF";
	return device->is_vf ? NULL : "this device is not a VF";
}

/* Return: what the machine lacks, NULL if it may have all of it. */
static const char *missing(const struct vfv_machine *machine, enum vfv_match_key key,
			   const union vfv_value *value)
{
	switch (key) {
	case VFV_MATCH_BDF:
		return missing_device(machine, key, value);
	case VFV_MATCH_PF:
		if (!value->device.name)
			return missing_device(machine, key, value);
		if (test_pfs(machine, key, value) != VFV_NO)
			return NULL;
		return "no PF of this machine has an interface with this name";
	case VFV_MATCH_PORT:
		if (test_pfs(machine, key, value) != VFV_NO)
			return NULL;
		return "no PF of this machine has such a port";
	case VFV_MATCH_SERIAL:
		if (test_pfs(machine, key, value) != VFV_NO)
			return NULL;
		return "no PF of this machine has this serial number";
	case VFV_MATCH_VF:
	case VFV_MATCH_ID:
	case VFV_MATCH_SUBSYSTEM:
	case VFV_MATCH_CLASS:
	case VFV_MATCH_CAPABLE:
	case VFV_MATCH_NUMA:
	case VFV_MATCH_HOST:
	case VFV_MATCH_DRIVER:
	case VFV_N_MATCH_KEYS:
		break;
	}
	return NULL;
}

static void lint_match(const struct vfv_rule *rule, const char *where,
		       const struct vfv_match *match, const struct vfv_machine *machine,
		       struct vfv_diags *diags)
{
	for (size_t i = 0; i < match->n; i++) {
		const struct vfv_pred *pred = &match->preds[i];
		const struct vfv_match_ops *ops = vfv_match_ops[pred->key];

		for (size_t j = 0; j < pred->n; j++) {
			const char *what = missing(machine, pred->key, &pred->values[j]);
			char text[VALUE_TEXT];

			/*
			 * A value that no machine can have was reported when the policy was read.
			 */
			if (!what || (ops->never && ops->never(&pred->values[j])))
				continue;
			ops->write(&pred->values[j], text, sizeof(text));
			vfv_diag_add(diags, VFV_WARNING, rule->file, rule->line,
				     "rule \"%s\": %s: %s: \"%s\": %s", rule->name, where,
				     ops->name, text, what);
		}
	}
}

static bool is_for_others(const struct vfv_rule *rule, const struct vfv_machine *machine)
{
	const struct vfv_pred *host = vfv_match_find(&rule->match, VFV_MATCH_HOST);
	struct vfv_facts facts = { .known = 0 };

	vfv_facts_take_names(&machine->host, &facts);
	return host && vfv_pred_test(host, &facts) == VFV_NO;
}

void vfv_lint_machine(const struct vfv_policy *policy, const struct vfv_machine *machine,
		      struct vfv_diags *diags)
{
	for (size_t i = 0; i < policy->n_rules; i++) {
		const struct vfv_rule *rule = &policy->rules[i];

		if (is_for_others(rule, machine))
			continue;
		lint_match(rule, "match", &rule->match, machine, diags);
		lint_match(rule, "match: not", &rule->unless, machine, diags);
	}
}
