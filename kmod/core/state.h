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

/* Mark in @vfs of struct vfiov_state: the VF has an unanswered request. */
#define VFIOV_WAITING	XA_MARK_1

/* The netlink policy has the limits. There is deliberately no parameter for the default. */
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
 * @sk: netlink socket that registered, reference held, or NULL
 * @portid: port id of @sk, 0 if there is none; also read without vfiov.lock
 * @tgid: process that registered, reference held
 * @name: as reported by the owner
 * @policy_generation: as reported by the owner
 * @policy_hash: as reported by the owner
 * @policy_error: error in the policy's files, as reported by the owner, or empty
 * @grace: the last owner is gone, and its requests wait for the next one
 * @grace_end: ends @grace
 *
 * All fields are protected by vfiov.lock. The socket identifies the owner. Its port id does not,
 * because another socket may get it as soon as it is free. While a reference is held, no other
 * socket has the same address. (Generic netlink has private data for each socket of a family, but
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
 * struct vfiov_nl_doorbell - a doorbell, which tells the owner that something can be read
 * @late: rings it later
 * @group: multicast group, which shows whether it is for requests or for audit records
 *
 * Protected by vfiov.lock, which @late takes.
 */
struct vfiov_nl_doorbell {
	struct delayed_work late;
	unsigned int group;
};

/**
 * struct vfiov_outbox - multicasts and uevents that are sent without vfiov.lock
 * @lock: protects @messages
 * @messages: of struct message, oldest first
 * @sending: held while messages are sent, to keep their order; protects @open. Taken outside
 *	of all other locks of the module
 * @open: the family is registered
 * @dirty: the holder of vfiov.lock has added a message; protected by vfiov.lock
 *
 * Messages are created and added with vfiov.lock held, so their order is that of the events. The
 * task that releases the lock sends them, together with any pending messages from other tasks.
 */
struct vfiov_outbox {
	spinlock_t lock; /* messages */
	struct list_head messages;
	struct mutex sending; /* protects @open and the order of sending */
	bool open;
	bool dirty;
};

/**
 * struct vfiov_state - all state of the core that does not belong to one VF
 * @lock: protects all fields up to @outbox, and the request, set_result, choice and account of
 *	each VF. Released by vfiov_unlock(). Taken inside the locks of VFIO, of the driver core and
 *	of generic netlink; none of those is taken under it. Never held while waiting for the owner.
 * @drivers: registered drivers, struct registration (driver.c)
 * @vfs: bound VFs, struct vfiov_entry, by vfiov_pci_key() and therefore in order of address
 * @nr_vfs: number of entries in @vfs
 * @nr_waiting: number of VFs with an unanswered request, which have the mark VFIOV_WAITING
 * @generation: changes whenever @vfs changes, for dumps
 * @drivers_generation: changes whenever @drivers changes, for dumps
 * @ticket: last ticket assigned
 * @instance: identifies this load of the module; constant
 * @params: parameters that an administrator may change
 * @stats: counters
 * @owner: the owner, if one is registered
 * @audit: the audit ring and its accounts
 * @request_doorbell: doorbell for requests
 * @audit_doorbell: doorbell for audit records
 * @suspending: the system is suspending, so no open waits for the owner
 * @outbox: messages that are sent without @lock
 */
struct vfiov_state {
	struct mutex lock; /* protects all fields up to @outbox */
	struct list_head drivers;
	struct xarray vfs;
	u32 nr_vfs;
	u32 nr_waiting;
	u32 generation;
	u32 drivers_generation;
	u64 ticket;
	uuid_t instance;
	struct vfiov_params params;
	struct vfiov_stats stats;
	struct vfiov_owner owner;
	struct vfiov_audit audit;
	struct vfiov_nl_doorbell request_doorbell;
	struct vfiov_nl_doorbell audit_doorbell;
	bool suspending;

	struct vfiov_outbox outbox;
};

extern struct vfiov_state vfiov;

/* Release vfiov.lock, and send the messages added to the outbox under it (outbox.c). Sleeps. */
void vfiov_unlock(void);

#endif
