/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_AUDIT_H
#define VFIOV_AUDIT_H

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct vfiov_entry;
struct vfiov_record;

/*
 * What follows is called with vfiov.lock held.
 *
 * An event that is a grant is recorded before it takes effect, and must not happen without
 * its record. Any other event happens, and is counted as lost when it finds no place.
 */

/*
 * @vf may be NULL. Return: a record with time, requester (current) and the VF's identity,
 * and with a place in the ring if there is one. It is the caller's until it is added or
 * freed. NULL without memory.
 */
struct vfiov_record *vfiov_audit_new(enum vfiov_event event, struct vfiov_entry *vf);

/* Takes the record that was prepared for an open or a close, or else as vfiov_audit_new(). */
struct vfiov_record *vfiov_audit_use(enum vfiov_event event, struct vfiov_entry *vf,
				     struct vfiov_record **prepared);

/*
 * Take over a record, as one of the ring or as one more event of a record that is there.
 * Return: false when there is neither place nor such a record, or @rec is NULL; nothing has
 * happened then, and @rec is still the caller's.
 */
bool vfiov_audit_try(struct vfiov_record *rec);

/* Takes @rec over in any case; the event is counted as lost where vfiov_audit_try() fails. */
void vfiov_audit_add(struct vfiov_record *rec);

/* @rec may be NULL. */
void vfiov_audit_free(struct vfiov_record *rec);

/* Have records for the next open of the VF and its close. Return: false when not both are there. */
bool vfiov_audit_prepare(struct vfiov_entry *vf);

/* The next open needs none. What an open that was granted still needs stays. */
void vfiov_audit_unprepare(struct vfiov_entry *vf);

/* Return: 0, or -ERANGE when @seq was not given out yet. */
int vfiov_audit_ack(u64 seq);

/* A command of the family was refused: count it, and record it unless too many are. */
void vfiov_audit_refused(struct vfiov_entry *vf, int error, const char *text);

/* The first record, before the family exists whose doorbell it would ring. */
void vfiov_audit_init(void);

/* At unload, without vfiov.lock: give an owner that is there a moment to take the rest. */
void vfiov_audit_drain(void);

/* At unload, when nobody can ask any more: what nobody has acknowledged goes to the kernel log. */
void vfiov_audit_exit(void);

#endif
