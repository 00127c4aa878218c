/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OUTBOX_H
#define VFIOV_OUTBOX_H

struct device;
struct sk_buff;

void vfiov_outbox_init(void);

/* Multicasts are sent only between these two calls. After the second none is in flight. */
void vfiov_outbox_open(void);
void vfiov_outbox_close(void);

/*
 * Both are called with vfiov.lock held. The first takes ownership of @skb. @profile is a name in a
 * driver's table, which is valid while the device is bound. The message is dropped if there is no
 * memory for it.
 */
void vfiov_outbox_multicast(struct sk_buff *skb, unsigned int group);
void vfiov_outbox_uevent(struct device *dev, const char *profile);

/*
 * Called without vfiov.lock. Sleeps. On return, all messages added before the call have been sent.
 */
void vfiov_outbox_send(void);

#endif
