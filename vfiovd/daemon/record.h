/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Converts an audit record from the kernel to a journal entry: fields for programs, a sentence for
 * people.
 */

#include "entry.h"
#include "lib/msg.h"

/* Add the attributes of RECORD whose fields have the same name, its strings and its requester. */
void vd_record_add_fields(struct vd_entry *entry, const struct vfv_audit_record *record);

/* HASH is that of the policy that the record's generation stands for, NULL if it is not known. */
void vd_record_entry(const struct vfv_audit_record *record, const char *hash, struct vd_entry *ret);
