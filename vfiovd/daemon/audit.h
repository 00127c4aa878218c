/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Moves audit records from the kernel's ring to the writer, and acknowledges them afterwards. */

#include <stdbool.h>

struct vd_manager;

int vd_audit_start(struct vd_manager *m);
void vd_audit_stop(struct vd_manager *m);

/* vfiovd has become the owner, possibly after another owner, and possibly of another instance. */
void vd_audit_new_owner(struct vd_manager *m);

/* There may be records: fetch them once nothing more urgent is left to do. */
void vd_audit_kick(struct vd_manager *m);

/* Returns whether the writer has had its batch for longer than a healthy journald would take. */
bool vd_audit_is_slow(const struct vd_manager *m);
