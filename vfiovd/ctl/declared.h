/* SPDX-License-Identifier: GPL-2.0-only */
/* Compares the files of drivers.d with the drivers that are loaded. */
#pragma once

#include "policy/policy.h"

#include "cmd.h"

/*
 * Add a warning for each loaded driver that is not declared, and for each profile that only the
 * driver or only its declaration has. Adds nothing if the kernel cannot be queried.
 */
void cmd_declared_check(struct cmd *cmd, const struct vfv_policy *policy, struct vfv_diags *diags);
