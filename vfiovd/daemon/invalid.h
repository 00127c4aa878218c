/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Reports the errors in the policy's files: to the kernel, in the journal and in decisions. */

#include <linux/vfiov.h>

#include "policy/diag.h"

struct vd_invalid;
struct vd_manager;

/* DIAGS and ERROR, a negative errno, are those of a load that failed. */
void vd_invalid_set(struct vd_invalid *invalid, const struct vfv_diags *diags, int error);

/* Returns the label that replaces a rule's in a decision without a policy, see lib/label.h. */
void vd_invalid_label(const struct vd_invalid *invalid, char label[static VFIOV_TEXT_MAX + 1]);

/* Log DIAGS, up to a maximum number, and how many more there are. */
void vd_invalid_log_diags(struct vd_manager *m, const struct vfv_diags *diags);

/* Log that the policy was refused, and the consequences. Call it after vd_invalid_set(). */
void vd_invalid_log(struct vd_manager *m, const struct vfv_diags *diags, const char *consequence);
