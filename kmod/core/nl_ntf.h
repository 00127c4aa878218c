/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_NTF_H
#define VFIOV_NL_NTF_H

#include <linux/types.h>

struct vfiov_entry;

/* All of these are called with vfiov.lock held. */

/*
 * Multicasts, which are sent when vfiov.lock is given up by vfiov_unlock(). A loss is
 * nothing worse than a late reader: all of it can be pulled.
 */
void vfiov_nl_vf_ntf(struct vfiov_entry *vf, u8 cmd);
void vfiov_nl_status_ntf(void);
void vfiov_nl_doorbell_ntf(u8 cmd, unsigned int group, u32 count, u64 seq);

#endif
