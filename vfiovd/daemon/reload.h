/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The policy in force: read at start and on SIGHUP, numbered, made known to the kernel. */

#include <stdint.h>

struct vd_manager;
struct vfv_status;

/* Read the policy for the first time. With a bad one every VF stays native. 0 or -ENOMEM. */
int vd_policy_start(struct vd_manager *m);

/*
 * Begin to read it again, in the loader's thread. When it is read the kernel and the service manager
 * are told. A bad one changes nothing.
 */
void vd_policy_reload(struct vd_manager *m);

/* We have become the owner. BEFORE is the kernel's status from before that. */
void vd_policy_announce(struct vd_manager *m, const struct vfv_status *before);

/* Do not wait for a reload for more than USEC microseconds. */
void vd_policy_done(struct vd_manager *m, uint64_t usec);
