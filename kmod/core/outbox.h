/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OUTBOX_H
#define VFIOV_OUTBOX_H

struct device;
struct sk_buff;

void vfiov_outbox_init(void);

/* Multicasts go out from the first to the second of these; then none is on its way. */
void vfiov_outbox_open(void);
void vfiov_outbox_close(void);

/*
 * Both with vfiov.lock held. Takes @skb over. @profile is a name of a driver's table, which is
 * there as long as the device is bound. Without memory there is no message.
 */
void vfiov_outbox_multicast(struct sk_buff *skb, unsigned int group);
void vfiov_outbox_uevent(struct device *dev, const char *profile);

/* Without vfiov.lock: on return all that was put before has been sent. Sleeps. */
void vfiov_outbox_send(void);

#endif
