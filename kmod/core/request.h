/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REQUEST_H
#define VFIOV_REQUEST_H

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct vfiov_entry;
struct vfiov_record;
struct vfiov_request;

/* All functions below are called with vfiov.lock held. */

void vfiov_request_init(struct vfiov_entry *vf);

/* Start the first request of a VF, at bind. */
void vfiov_request_bind(struct vfiov_entry *vf);

/* Make the request live. The caller has set its kind and the fields of that kind. */
void vfiov_request_start(struct vfiov_entry *vf, const char *reason);

/* End the request, and wake up opens that wait for it. */
void vfiov_request_end(struct vfiov_entry *vf);

/* Refuse the request if it is not answered in time, so that its requester does not wait forever. */
void vfiov_request_expire_later(struct vfiov_request *r);

/* Like vfiov_audit_new(), with the request in the record. */
struct vfiov_record *vfiov_request_record(struct vfiov_entry *vf, enum vfiov_event event);

/*
 * The result for the requester: vfiov_result_start() marks it as unanswered, vfiov_result_end()
 * sets it.
 */
void vfiov_result_start(struct vfiov_entry *vf, unsigned int profile, u64 *ticket);
void vfiov_result_end(struct vfiov_entry *vf, enum vfiov_verdict verdict, enum vfiov_cause cause,
		      const char *rule);

/* An open has timed out: the old cookie becomes invalid, and the request gets a new one. */
void vfiov_request_renew(struct vfiov_entry *vf);

/* Drop the request at unbind, without an answer. */
void vfiov_request_drop(struct vfiov_entry *vf);

/* Refuse a request of kind set, if there is one. */
void vfiov_request_refuse(struct vfiov_entry *vf, enum vfiov_cause cause);

#endif
