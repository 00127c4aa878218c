/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_CHOICE_H
#define VFIOV_CHOICE_H

#include <uapi/linux/vfiov.h>

struct vfiov_decision;
struct vfiov_entry;
struct vfiov_record;

/* All functions below are called with vfiov.lock held. */

/* Wake all waiting opens, so that they check their condition again. */
void vfiov_choice_wake_all(void);

/*
 * Make @d what the next open latches. If @d is a grant, the caller has prepared the records for
 * that open and its close.
 */
void vfiov_choice_next(struct vfiov_entry *vf, const struct vfiov_decision *d);

/* A bound VF has changed: send a multicast and, if its profiles in sysfs changed, a uevent. */
void vfiov_choice_changed(struct vfiov_entry *vf);

/* Put @d into @rec, a record of @vf or NULL. Return: @rec. */
struct vfiov_record *vfiov_choice_describe(struct vfiov_record *rec, const struct vfiov_entry *vf,
					   const struct vfiov_decision *d);

/* Like vfiov_audit_new(), with @d in the record. */
struct vfiov_record *vfiov_choice_record(enum vfiov_event event, struct vfiov_entry *vf,
					 const struct vfiov_decision *d);

#endif
