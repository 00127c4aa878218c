/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A sample audit record, and checks of its journal entry. */

#include "record.h"

/* Returns a record with all fields that an event can have. */
struct vfv_audit_record sample_record(enum vfiov_event event);

/* Asserts that the entry has this field with this value. */
void assert_field(const struct vd_entry *entry, const char *key, const char *value);
