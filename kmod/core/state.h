/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_STATE_H
#define VFIOV_STATE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <uapi/linux/vfiov.h>

#include "record.h"

struct pid;
struct sock;

#define VFIOV_VERSION	"0.1"

/* Of @vfs in struct vfiov_state. */
#define VFIOV_WAITING	XA_MARK_1

/* Limits are in the netlink policy. Default-on is not among them. */
struct vfiov_params {
	u32 open_wait_ms;
	u32 grace_ms;
	u32 ring_size;
};

struct vfiov_stats {
	u64 requests;
	u64 decisions;
	u64 defaults;
	u64 refused;
	u64 stale;
	u64 opens;
	u64 owners;
};

/**
 * struct vfiov_owner - the daemon that answers requests
 * @sk: netlink socket that registered, with a reference, or NULL
 * @portid: of @sk, 0 without one; also read without vfiov.lock
 * @tgid: process that registered, with a reference
 * @name: as it calls itself
 * @policy_generation: as it says
 * @policy_hash: as it says
 * @policy_error: what is wrong with the policy's files, as it says, or empty
 * @grace: the last owner is gone, and the next may find its requests waiting
 * @grace_end: ends @grace
 *
 * All under vfiov.lock. The socket is the owner, not its port id, which another
 * may get as soon as it is free: with a reference held, no other socket has its
 * address. (Generic netlink has private data for each socket of a family, but
 * does not export it to modules.)
 */
struct vfiov_owner {
	struct sock *sk;
	u32 portid;
	struct pid *tgid;
	char name[VFIOV_TEXT_MAX + 1];
	u64 policy_generation;
	char policy_hash[VFIOV_TEXT_MAX + 1];
	char policy_error[VFIOV_TEXT_MAX + 1];
	bool grace;
	struct delayed_work grace_end;
};

/**
 * struct vfiov_nl_bell - tells the owner that there is something to be read
 * @late: rings it
 * @group: who hears it, and so what it is about
 *
 * Under vfiov.lock, which @late takes.
 */
struct vfiov_nl_bell {
	struct delayed_work late;
	unsigned int group;
};

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

/**
 * struct vfiov_state - all state of the core that is not about one VF
 * @lock: protects all that follows up to @outbox, and in each VF its request,
 *	set_result, choice and account. Given up by vfiov_unlock(). Taken inside the locks of
 *	VFIO, of the driver core and of generic netlink; none of those is taken under it.
 *	Nobody waits for the owner with it held.
 * @drivers: that are registered, of struct registration (driver.c)
 * @vfs: VFs that are bound, by vfiov_pci_key(), so in the order of their addresses; of
 *	struct vfiov_entry
 * @nr_vfs: entries of @vfs
 * @nr_waiting: VFs with a request that waits, those that have the mark VFIOV_WAITING
 * @generation: changes when @vfs does, for dumps
 * @ticket: given out last
 * @instance: of this load of the module; constant
 * @params: what an administrator may change
 * @stats: counters
 * @owner: who answers
 * @audit: what is to be written down
 * @request_bell: tells the owner of requests
 * @audit_bell: tells it of audit records
 * @suspending: nobody waits for the owner now
 * @outbox: what is sent without @lock
 */
struct vfiov_state {
	struct mutex lock; /* all up to outbox */
	struct list_head drivers;
	struct xarray vfs;
	u32 nr_vfs;
	u32 nr_waiting;
	u32 generation;
	u64 ticket;
	uuid_t instance;
	struct vfiov_params params;
	struct vfiov_stats stats;
	struct vfiov_owner owner;
	struct vfiov_audit audit;
	struct vfiov_nl_bell request_bell;
	struct vfiov_nl_bell audit_bell;
	bool suspending;

	struct vfiov_outbox outbox;
};

extern struct vfiov_state vfiov;

/* Give vfiov.lock up, and send what was put into the outbox with it held (outbox.c). Sleeps. */
void vfiov_unlock(void);

#endif
