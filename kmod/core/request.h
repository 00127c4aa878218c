/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REQUEST_H
#define VFIOV_REQUEST_H

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct vfiov_entry;
struct vfiov_record;
struct vfiov_request;

/* All of these are called with vfiov.lock held. */

void vfiov_request_init(struct vfiov_entry *vf);

/* The first request of a VF, at bind. */
void vfiov_request_bind(struct vfiov_entry *vf);

/* Make it live. Its kind is filled in, with what belongs to that. */
void vfiov_request_start(struct vfiov_entry *vf, const char *reason);

/* End it, and wake up who waits for that. */
void vfiov_request_end(struct vfiov_entry *vf);

/* End it later. Whoever asked is not kept waiting; a second is nothing to a person. */
void vfiov_request_expire_later(struct vfiov_request *r);

/* Return: as vfiov_audit_new(), with the request in it. */
struct vfiov_record *vfiov_request_record(struct vfiov_entry *vf, enum vfiov_event event);

/* What has become of it, for the one who asked: nothing yet, and then what it is. */
void vfiov_result_start(struct vfiov_entry *vf, unsigned int profile, u64 *ticket);
void vfiov_result_end(struct vfiov_entry *vf, enum vfiov_verdict verdict, enum vfiov_cause cause,
		      const char *rule);

/* An open gave up on it: the old cookie is dead, the request goes on with a new one. */
void vfiov_request_renew(struct vfiov_entry *vf);

/* At unbind: nobody answers any more. */
void vfiov_request_drop(struct vfiov_entry *vf);

/* Refuse a request of kind set, if there is one. */
void vfiov_request_refuse(struct vfiov_entry *vf, enum vfiov_cause cause);

#endif
