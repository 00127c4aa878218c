/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_PUT_H
#define VFIOV_NL_PUT_H

#include <linux/types.h>

struct sk_buff;
struct vfiov_entry;
struct vfiov_record;
struct vfiov_who;

/* All functions below are called with vfiov.lock held. */

/* Put @who as the nest @attr. Return: 0 or -EMSGSIZE. */
int vfiov_nl_put_who(struct sk_buff *skb, int attr, const struct vfiov_who *who);

/*
 * Fill a message with one object.
 * @admin: add what only an administrator may see: serial number, process that has the VF open,
 *	counters.
 * Return: 0, or -EMSGSIZE if it does not fit; @skb is unchanged then.
 */
int vfiov_nl_put_status(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd, bool admin);
int vfiov_nl_put_vf(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd,
		    struct vfiov_entry *vf, bool admin);
int vfiov_nl_put_request(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			 struct vfiov_entry *vf);
int vfiov_nl_put_record(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			const struct vfiov_record *rec);

#endif
