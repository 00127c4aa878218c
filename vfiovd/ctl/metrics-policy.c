/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "lib/macro.h"

#include "facts.h"
#include "metric.h"
#include "metrics.h"

/*
 * Set whether the VF differs from the policy of the files, and whether that policy would give it
 * another profile if no rule had log_only.
 */
static void compare(const struct cmd *cmd, const struct vfv_policy *policy,
		    const struct cmd_vf *item, bool *drifted, bool *would_change)
{
	const struct vfv_vf *vf = &item->vf;
	struct vfv_decision decision, would;
	struct cmd silent = *cmd;
	struct vfv_facts facts;
	bool assumed;

	silent.silent = true;
	*drifted = *would_change = false;
	if (!item->bound || cmd_facts(&silent, policy, item, &facts, &assumed) != CMD_OK)
		return;
	vfv_policy_decide(policy, &facts, &decision);
	*drifted = decision.migration != (vf->migration != 0) ||
		   strcmp(decision.profile,
			  vfv_has(vf, VFIOV_A_VF_PENDING) ? vf->pending : vf->current) != 0;
	*would_change = vfv_policy_would_decide(policy, &facts, NULL, &decision, &would) &&
			(would.migration != decision.migration ||
			 strcmp(would.profile, decision.profile) != 0);
}

static void print_drift(const struct cmd *cmd, const struct cmd_metrics *metrics, FILE *file)
{
	static const struct cmd_metric_family family = {
		"vfs_drifted", CMD_GAUGE,
		"VFs that differ from the policy, or that it does not cover."
	};
	static const char *const kinds[] = { "profile", "foreign", "altered" };
	uint64_t n[ARRAY_SIZE(kinds)] = { 0 }, n_would_change = 0;

	for (size_t i = 0; i < metrics->inventory.n; i++) {
		const struct cmd_vf *item = &metrics->inventory.items[i];

		bool drifted = false, would_change = false;

		if (metrics->policy)
			compare(cmd, metrics->policy, item, &drifted, &would_change);
		n[0] += drifted;
		n_would_change += would_change;
		n[1] += item->reach == CMD_REACH_FOREIGN;
		n[2] += item->reach == CMD_REACH_ALTERED;
	}
	cmd_metric_begin(file, &family);
	/* Without a policy, it is unknown whether a VF has drifted. */
	for (size_t i = metrics->policy ? 0 : 1; i < ARRAY_SIZE(kinds); i++)
		cmd_metric_put(file, &family, (const char *const[]){ "kind", kinds[i], NULL },
			       n[i]);
	if (metrics->policy)
		cmd_metric_gauge(file, "vfs_would_change",
				 "VFs whose profile would change if no rule had log_only.",
				 n_would_change);
}

static void print_policy(const struct cmd_metrics *metrics, FILE *file)
{
	const struct cmd_inventory *inventory = &metrics->inventory;

	cmd_metric_gauge(file, "policy_valid",
			 "Whether the policy's files have no errors, and vfiovd found none.",
			 metrics->policy &&
				 !(inventory->has_status && *inventory->status.policy_error));
	cmd_metric_gauge(file, "policy_errors", "Errors in the policy's files.", metrics->errors);
	cmd_metric_gauge(file, "policy_warnings", "Warnings about the policy's files.",
			 metrics->warnings);
	if (metrics->policy) {
		cmd_metric_gauge(file, "policy_rules", "Rules in the policy's files.",
				 vfv_policy_n_rules(metrics->policy));
		cmd_metric_gauge(file, "policy_rules_log_only",
				 "Rules in the policy's files that have log_only.",
				 vfv_policy_n_log_only(metrics->policy));
	}
	if (!inventory->has_status)
		return;
	cmd_metric_gauge(file, "policy_generation",
			 "Number of the policy in force; 0 before the first one.",
			 inventory->status.policy_generation);
	cmd_metric_gauge(file, "policy_in_force",
			 "Whether the policy in force is the one in the files.",
			 metrics->policy && !strcmp(vfv_policy_hash(metrics->policy),
						    inventory->status.policy_hash));
}

void cmd_metrics_print_policy(const struct cmd *cmd, const struct cmd_metrics *metrics, FILE *file)
{
	print_drift(cmd, metrics, file);
	print_policy(metrics, file);
}
