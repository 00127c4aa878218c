/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* An audit record of the kernel as a journal entry: fields for programs, a sentence for people. */

#include "entry.h"
#include "lib/msg.h"

/* HASH of the policy that the record's generation stands for, NULL when it is not known. */
void vd_record_entry(const struct vfv_audit_record *record, const char *hash, struct vd_entry *ret);
