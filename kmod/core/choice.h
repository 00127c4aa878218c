/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_CHOICE_H
#define VFIOV_CHOICE_H

#include <uapi/linux/vfiov.h>

struct vfiov_decision;
struct vfiov_entry;
struct vfiov_record;

/* All of these are called with vfiov.lock held. */

/* All who wait look again. */
void vfiov_choice_wake_all(void);

/*
 * The next open latches @d from now on. Records for it and its close are prepared already if
 * @d is a grant.
 */
void vfiov_choice_next(struct vfiov_entry *vf, const struct vfiov_decision *d);

/* Something of a bound VF is not what it was: tell everybody, by the family and by a uevent. */
void vfiov_choice_changed(struct vfiov_entry *vf);

/* Put @d into @rec, which may be NULL. Return: @rec. */
struct vfiov_record *vfiov_choice_describe(struct vfiov_record *rec,
					   const struct vfiov_decision *d);

/* Return: as vfiov_audit_new(), with @d in it. */
struct vfiov_record *vfiov_choice_record(enum vfiov_event event, struct vfiov_entry *vf,
					 const struct vfiov_decision *d);

#endif
