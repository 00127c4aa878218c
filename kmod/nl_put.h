/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_PUT_H
#define VFIOV_NL_PUT_H

#include <linux/types.h>

#include "genl.h"

struct sk_buff;
struct vfiov_record;
struct vfiov_vf;

/* All of these are called with vfiov.lock held. */

/*
 * Fill a message with one object.
 * @admin: for an administrator only: serial number, process that has the VF open, counters.
 * Return: 0, or -EMSGSIZE when it does not fit, and then @skb is as it was.
 */
int vfiov_nl_put_status(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd, bool admin);
int vfiov_nl_put_vf(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd,
		    struct vfiov_vf *vf, bool admin);
int vfiov_nl_put_request(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_vf *vf);
int vfiov_nl_put_record(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			const struct vfiov_record *rec);

/*
 * Multicasts, which are sent when vfiov.lock is given up by vfiov_unlock(). A loss is
 * nothing worse than a late reader: all of it can be pulled.
 */
void vfiov_nl_vf_ntf(struct vfiov_vf *vf, u8 cmd);
void vfiov_nl_status_ntf(void);
void vfiov_nl_doorbell_ntf(u8 cmd, unsigned int group, u32 count, u64 seq);

#endif
