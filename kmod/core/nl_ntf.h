/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_NTF_H
#define VFIOV_NL_NTF_H

#include <linux/types.h>

struct vfiov_entry;

/* All functions below are called with vfiov.lock held. */

/*
 * Multicasts, which vfiov_unlock() sends. A lost multicast only delays what readers learn, because
 * commands return the same information.
 */
void vfiov_nl_vf_ntf(struct vfiov_entry *vf, u8 cmd);
void vfiov_nl_status_ntf(void);
void vfiov_nl_doorbell_ntf(u8 cmd, unsigned int group, u32 count, u64 seq);

#endif
