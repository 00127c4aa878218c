/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_AUDIT_H
#define VFIOV_AUDIT_H

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct vfiov_entry;
struct vfiov_record;

/*
 * The functions are called with vfiov.lock held, unless noted.
 *
 * A grant is recorded before it takes effect, and must not take effect without its record. Any
 * other event happens anyway, and is counted as lost if there is no place for it.
 */

/*
 * @vf may be NULL. Return: a record with time, requester (current) and the VF's identity, and with
 * a place in the ring if there is one; NULL if out of memory. The caller owns it until it adds or
 * frees it.
 */
struct vfiov_record *vfiov_audit_new(enum vfiov_event event, struct vfiov_entry *vf);

/* Use the prepared record of an open or a close, or else call vfiov_audit_new(). */
struct vfiov_record *vfiov_audit_use(enum vfiov_event event, struct vfiov_entry *vf,
				     struct vfiov_record **prepared);

/*
 * Take ownership of @rec: add it to the ring, or count its event in a record already in the ring.
 * Return: false if there is neither a place nor such a record, or @rec is NULL. Then nothing has
 * changed, and the caller still owns @rec.
 */
bool vfiov_audit_try(struct vfiov_record *rec);

/* Take ownership of @rec in any case. The event is counted as lost if vfiov_audit_try() fails. */
void vfiov_audit_add(struct vfiov_record *rec);

/* @rec may be NULL. */
void vfiov_audit_free(struct vfiov_record *rec);

/* Prepare records for the next open of the VF and its close. Return: false if one is missing. */
bool vfiov_audit_prepare(struct vfiov_entry *vf);

/* Free the prepared records, except those still needed while the VF is open with a grant. */
void vfiov_audit_unprepare(struct vfiov_entry *vf);

/* Return: 0, or -ERANGE if no record has been assigned @seq yet. */
int vfiov_audit_ack(u64 seq);

/* Count a refused command of the family, and record it unless there are too many. */
void vfiov_audit_refused(struct vfiov_entry *vf, int error, const char *text);

/* Adds the first record without its doorbell, because the family does not exist yet. */
void vfiov_audit_init(void);

/*
 * Called at unload, without vfiov.lock: give the owner, if any, a moment to read the last records.
 */
void vfiov_audit_drain(void);

/* Called at unload, after the family is gone: write unacknowledged records to the kernel log. */
void vfiov_audit_exit(void);

#endif
