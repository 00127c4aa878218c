/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds errors and warnings about the policy as a whole, after all files have been read. */
#pragma once

#include "diag.h"
#include "state.h"

/* Add an error for each name that is used twice. Return: 0 or -ENOMEM. */
int vfv_lint_names(const struct vfv_policy *policy, struct vfv_diags *diags);

/* Add a warning for each grant that no gate of the site allows. */
void vfv_lint_gates(const struct vfv_policy *policy, struct vfv_diags *diags);

/* Add a warning for each value that holds for no device, and for each rule that matches none. */
void vfv_lint_unmatched(const struct vfv_policy *policy, struct vfv_diags *diags);

/*
 * Add a warning for each rule that never decides because an earlier one covers it. Uses the index.
 */
void vfv_lint_shadows(const struct vfv_policy *policy, struct vfv_diags *diags);
