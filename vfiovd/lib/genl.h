/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Client of the generic netlink family vfiov (genl-spec/vfiov.yaml).
 *
 * The request socket also carries the owner role. A separate event socket receives multicasts,
 * because a socket that is a member of groups may lose answers. Each dump of the audit has its own
 * socket, because only closing the socket ends a dump early.
 *
 * Every call returns 0 or a negative errno. If the kernel refused the command, it is the kernel's
 * errno, and ERROR, which may be NULL, also has the kernel's sentence and the attribute's name. For
 * a local failure ERROR has only the code. Some of the codes:
 *	-ENOENT		the family does not exist: module not loaded
 *	-EPERM		CAP_NET_ADMIN is missing, or the command is for the owner only
 *	-ENODEV		no such VF
 *	-EBADMSG	the kernel's answer makes no sense
 *	-ETIMEDOUT	the kernel did not answer in 5 s
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "genl-hook.h"
#include "msg.h"
#include "nl-error.h"
#include "macro.h"

struct vfv_genl;

/* Open the request socket. HOOK may be NULL and is copied. Does not look up the family. */
int vfv_genl_open(struct vfv_genl **ret, const struct vfv_genl_hook *hook);

/* Close all sockets, which ends the owner role as well. G may be NULL. */
void vfv_genl_close(struct vfv_genl *g);
VFV_DEFINE_CLEANUP(struct vfv_genl *, vfv_genl_close);

/*
 * Look up the family and its groups. May be called repeatedly: ids change when the module is loaded
 * again. -ENOENT if the module is not loaded; the look-up does not load it.
 */
int vfv_genl_resolve(struct vfv_genl *g);

/* For everybody */
int vfv_genl_status_get(struct vfv_genl *g, struct vfv_status *ret, struct vfv_nl_error *error);

/*
 * Compare the ABI of the module that sent STATUS with that of this build. Messages of another ABI
 * may be unreadable, except those of status-get. Returns 0, or -EPROTONOSUPPORT with a sentence in
 * ERROR that says whether to upgrade the module or PROGRAM.
 */
int vfv_genl_check_abi(const struct vfv_status *status, const char *program,
		       struct vfv_nl_error *error);

int vfv_genl_vf_get(struct vfv_genl *g, const char *bdf, struct vfv_vf *ret,
		    struct vfv_nl_error *error);

/*
 * Get a consistent snapshot of all VFs, in the kernel's order. The caller frees *RET, which is NULL
 * if there are none.
 */
int vfv_genl_vf_dump(struct vfv_genl *g, struct vfv_vf **ret, size_t *n,
		     struct vfv_nl_error *error);

/* Get all registered drivers and their tables. The caller frees *RET. */
int vfv_genl_driver_dump(struct vfv_genl *g, struct vfv_driver_info **ret, size_t *n,
			 struct vfv_nl_error *error);

/* For administrators. REASON may be NULL. -EOPNOTSUPP if the VF cannot have PROFILE. */
int vfv_genl_profile_set(struct vfv_genl *g, const char *bdf, const char *profile, bool migration,
			 const char *reason, uint64_t *ticket, struct vfv_nl_error *error);
int vfv_genl_profile_reset(struct vfv_genl *g, const char *bdf, const char *reason,
			   uint64_t *ticket, struct vfv_nl_error *error);

/*
 * Sets those parameters among open_wait_ms, grace_ms and ring_size whose bits are set in
 * status->present.
 */
int vfv_genl_params_set(struct vfv_genl *g, const struct vfv_status *params,
			struct vfv_nl_error *error);

/*
 * Call FUNC for each audit record after AFTER (0: all), oldest first. If FUNC returns non-zero,
 * reading stops and the call returns that value. Also works while the module is being unloaded.
 */
int vfv_genl_audit_dump(struct vfv_genl *g, uint64_t after,
			int (*func)(const struct vfv_audit_record *record, void *userdata),
			void *userdata, struct vfv_nl_error *error);

/* For the owner. STATUS gets abi and instance. */
int vfv_genl_owner_register(struct vfv_genl *g, const char *name, struct vfv_status *ret,
			    struct vfv_nl_error *error);
int vfv_genl_owner_unregister(struct vfv_genl *g, struct vfv_nl_error *error);
/* HASH is "" if no policy is in force, POLICY_ERROR is "" if the policy's files have no errors. */
int vfv_genl_owner_update(struct vfv_genl *g, uint64_t generation, const char *hash,
			  const char *policy_error, struct vfv_nl_error *error);

/* Gets at most MAX requests; if *N is MAX, there may be more. The caller must free() *RET. */
int vfv_genl_request_dump(struct vfv_genl *g, size_t max, struct vfv_request **ret, size_t *n,
			  struct vfv_nl_error *error);

/*
 * Sends bdf, cookie and verdict, and each of profile, migration, rule, explicit and
 * policy_generation whose bit is set in answer->present.
 */
int vfv_genl_decision_set(struct vfv_genl *g, const struct vfv_request *answer,
			  struct vfv_nl_error *error);
int vfv_genl_audit_ack(struct vfv_genl *g, const uint8_t instance[static VFIOV_INSTANCE_LEN],
		       uint64_t seq, struct vfv_nl_error *error);

/* Events */

enum vfv_notice_type {
	VFV_NOTICE_FAMILY_NEW, /* the module was loaded: resolve and join again */
	VFV_NOTICE_FAMILY_GONE,
	VFV_NOTICE_STATUS,  /* status */
	VFV_NOTICE_VF,	    /* vf */
	VFV_NOTICE_VF_GONE, /* vf; at least bdf is set */
	VFV_NOTICE_REQUEST, /* doorbell */
	VFV_NOTICE_AUDIT,   /* doorbell */
};

struct vfv_notice {
	enum vfv_notice_type type;
	union {
		struct vfv_status status;
		struct vfv_vf vf;
		struct vfv_doorbell doorbell;
	};
};

#define VFV_GROUP_REQUEST (1U << 0)
#define VFV_GROUP_VF (1U << 1)
#define VFV_GROUP_AUDIT (1U << 2)

/*
 * Open the event socket, non-blocking. From then on it reports when the family appears or
 * disappears. Call this before vfv_genl_resolve(); otherwise a module that is loaded in between is
 * missed.
 */
int vfv_genl_events_open(struct vfv_genl *g);

/*
 * Returns the descriptor for poll(), -1 before vfv_genl_events_open(). It does not change; G owns
 * it.
 */
int vfv_genl_events_fd(const struct vfv_genl *g);

/* Join the groups of the mask on the event socket; the family must have been resolved. */
int vfv_genl_join(struct vfv_genl *g, unsigned int groups);
int vfv_genl_leave(struct vfv_genl *g, unsigned int groups);

/*
 * Call FUNC for each event that has arrived, and return when none is left. -ENOBUFS means that
 * events were lost, and the caller must request its state again. Messages that are not from the
 * kernel or are malformed are dropped.
 */
int vfv_genl_events_read(struct vfv_genl *g,
			 void (*func)(const struct vfv_notice *notice, void *userdata),
			 void *userdata);
