/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OUTBOX_H
#define VFIOV_OUTBOX_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct device;
struct sk_buff;

/**
 * struct vfiov_outbox - multicasts and uevents that are sent without vfiov.lock
 * @lock: protects @messages
 * @messages: of struct message, oldest first
 * @sending: held while messages are sent, so that their order stays; protects @open. Taken
 *	outside of all other locks of the module
 * @open: the family is there
 * @dirty: whoever holds vfiov.lock has put something; under vfiov.lock
 *
 * Messages are made and put here with vfiov.lock held, so they are in the order of the
 * events. Whoever gives up the lock sends them, and those of others that wait.
 */
struct vfiov_outbox {
	spinlock_t lock; /* messages */
	struct list_head messages;
	struct mutex sending; /* open, and the order of what is sent */
	bool open;
	bool dirty;
};

void vfiov_outbox_init(void);

/* Multicasts go out from the first to the second of these; then none is on its way. */
void vfiov_outbox_open(void);
void vfiov_outbox_close(void);

/* Both with vfiov.lock held. Takes @skb over. Without memory there is no message. */
void vfiov_outbox_multicast(struct sk_buff *skb, unsigned int group);
void vfiov_outbox_uevent(struct device *dev, enum vfiov_profile profile);

/* Without vfiov.lock: on return all that was put before has been sent. Sleeps. */
void vfiov_outbox_send(void);

#endif
