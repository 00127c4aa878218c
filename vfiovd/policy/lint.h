/* SPDX-License-Identifier: GPL-2.0-only */
/* Errors and doubts about a policy as a whole, after each file was read. */
#pragma once

#include "diag.h"
#include "state.h"

/* Errors for names that are used twice. Return: 0 or -ENOMEM. */
int vfv_lint_names(const struct vfv_policy *policy, struct vfv_diags *diags);

/* A warning for rules that the site gates make pointless. */
void vfv_lint_gates(const struct vfv_policy *policy, struct vfv_diags *diags);

/* A warning for each rule that never decides because an earlier one covers it. Needs the index. */
void vfv_lint_shadows(const struct vfv_policy *policy, struct vfv_diags *diags);
