/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_LEGACY_H
#define VFIOV_LEGACY_H

/*
 * What an open VF that is not native has beside what vfio_pci_core has of it.
 */

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/* The legacy commands of virtio 1.3 section 2.12.1.2. */
enum vfiov_admin_op {
	VFIOV_ADMIN_COMMON_WRITE,
	VFIOV_ADMIN_COMMON_READ,
	VFIOV_ADMIN_DEVICE_WRITE,
	VFIOV_ADMIN_DEVICE_READ,
	VFIOV_ADMIN_NOTIFY_INFO,
};

/* Bytes of the largest field, and so of the data of a legacy admin command. */
#define VFIOV_ADMIN_DATA_MAX	8

struct eventfd_ctx;
struct virqfd;

/**
 * struct vfiov_overlay - what a VF's own config space has no room for
 * @lock: protects what follows; innermost of all locks
 * @command: PCI_COMMAND as the guest wrote it; also read without @lock
 * @bar0: BAR0 as the guest wrote it
 */
struct vfiov_overlay {
	spinlock_t lock; /* innermost */
	__le16 command;
	__le32 bar0;
};

/*
 * A device has five virtio capabilities, and one more for each region of shared memory; each
 * costs one link at most.
 */
#define VFIOV_CAPS_MAX	16

/**
 * struct vfiov_caps - capabilities that a guest does not see
 * @nr_hidden: entries of @hidden
 * @hidden: where they are; read as zero, writes are dropped
 * @nr_links: entries of @links
 * @links: bytes of the chain that lead around them
 *
 * Made at open, constant until close.
 */
struct vfiov_caps {
	unsigned int nr_hidden;
	struct {
		u8 pos;
		u8 len;
	} hidden[VFIOV_CAPS_MAX];
	unsigned int nr_links;
	struct {
		u8 pos;
		u8 next;
	} links[VFIOV_CAPS_MAX];
};

/* Queues that are remembered. A net VF with 31 queue pairs has 63. */
#define VFIOV_QUEUES_KEPT	64

/**
 * struct vfiov_queue_regs - what is known of one queue
 * @size_known: @size was read from the device
 * @size: Queue Size
 * @address_known: @address is what a read would give
 * @address: Queue Address, in pages of 4096 bytes
 */
struct vfiov_queue_regs {
	bool size_known;
	u16 size;
	bool address_known;
	__le32 address;
};

/* How long what was read ahead, or written just now, is good for. */
#define VFIOV_AHEAD_TIME	(HZ / 10)

/**
 * struct vfiov_ahead - the rest of a device config field that is read in parts
 * @fresh: which bytes of @data nobody has had yet
 * @until: jiffies up to which they are good
 * @off: offset of the field
 * @data: the field
 */
struct vfiov_ahead {
	u8 fresh;
	u8 off;
	unsigned long until;
	u8 data[VFIOV_ADMIN_DATA_MAX];
};

/**
 * struct vfiov_regs - registers of the legacy interface that need no command
 * @features_known: @features was read from the device
 * @features: Device Features
 * @driver_features: what the driver wrote since the last reset
 * @sizes_for: the driver features that @queues has sizes for
 * @status_known: @status is what a read would give
 * @status_held: the device has not been told @status yet
 * @status_fresh: @status was written just now, and not read back yet
 * @status: Device Status
 * @status_until: jiffies up to which @status_fresh holds
 * @select: Queue Select as the guest wrote it
 * @selected_known: the device has @selected
 * @selected: Queue Select as the device has it
 * @queues: the first queues
 * @ahead: of device config
 *
 * Under bar0.lock. regs.c says for each why it may be kept, and until when.
 */
struct vfiov_regs {
	bool features_known;
	__le32 features;
	__le32 driver_features;
	__le32 sizes_for;
	bool status_known;
	bool status_held;
	bool status_fresh;
	u8 status;
	unsigned long status_until;
	u16 select;
	bool selected_known;
	u16 selected;
	struct vfiov_queue_regs queues[VFIOV_QUEUES_KEPT];
	struct vfiov_ahead ahead;
};

/**
 * struct vfiov_bar0 - the legacy I/O BAR of an open VF
 * @lock: one access of the guest at a time
 * @size: of the region; fixed while the VF is open
 * @config_len: bytes of device config; fixed while the VF is open
 * @resets: counts what makes @regs untrue; written without @lock
 * @seen: value of @resets that @regs is good for; under @lock
 * @regs: what is known without asking; under @lock
 */
struct vfiov_bar0 {
	struct mutex lock; /* one access at a time */
	unsigned int size;
	unsigned int config_len;
	atomic_t resets;
	int seen;
	struct vfiov_regs regs;
};

/**
 * struct vfiov_doorbell - where Queue Notify of BAR0 goes to
 * @address: in a BAR of the VF, mapped by the core until close, or NULL: then a
 *	notification is an admin command
 */
struct vfiov_doorbell {
	void __iomem *address;
};

/**
 * struct vfiov_ioeventfds - eventfds that kick queues of a VF
 * @lock: protects what follows; taken under no other lock of ours, and while it is
 *	held a kick may be waited for
 * @list: of struct ioeventfd
 * @nr: entries of @list
 */
struct vfiov_ioeventfds {
	struct mutex lock; /* the list */
	struct list_head list;
	unsigned int nr;
};

/* Queues that the interrupt pin serves. A net VF with 127 queue pairs has 255. */
#define VFIOV_VECTORS_KEPT	256

/**
 * struct vfiov_vectors - the MSI-X vectors that the device was told
 * @config: of configuration changes, as the guest wrote it
 * @config_ours: the device has ours instead
 * @queue: of each queue, as the guest wrote it
 * @used: queues that have an address
 * @ours: queues for which the device has ours instead
 *
 * Under bar0.lock. A reset makes all of them VIRTIO_MSI_NO_VECTOR.
 */
struct vfiov_vectors {
	u16 config;
	bool config_ours;
	u16 queue[VFIOV_VECTORS_KEPT];
	DECLARE_BITMAP(used, VFIOV_VECTORS_KEPT);
	DECLARE_BITMAP(ours, VFIOV_VECTORS_KEPT);
};

/**
 * struct vfiov_intx - the interrupt pin of an open VF that is legacy
 * @enabled: user space has the pin in use, with or without a trigger; under bar0.lock
 * @lock: protects @isr and @masked, and @trigger together with bar0.lock; taken in interrupts
 * @trigger: what user space wants to be told, or NULL; stays valid for an RCU read section
 * @unmask: by which user space says that the guest is done, or NULL; under bar0.lock
 * @isr: ISR as the guest will read it; the pin is asserted while it is not 0
 * @masked: @trigger was told, and the guest is not yet done
 * @vectors: MSI-X vectors that are in use here; under bar0.lock
 * @resets: counts resets of the device; written without bar0.lock
 * @seen: value of @resets that @told is good for; under bar0.lock
 * @told: the vectors that the device was told; under bar0.lock
 */
struct vfiov_intx {
	bool enabled;
	spinlock_t lock; /* trigger, isr, masked */
	struct eventfd_ctx *trigger;
	struct virqfd *unmask;
	u8 isr;
	bool masked;
	unsigned int vectors;
	atomic_t resets;
	int seen;
	struct vfiov_vectors told;
};

/**
 * struct vfiov_reset - what tells that a function was reset, or slept
 * @writing: one write of config space at a time; inside bar0.lock
 * @slept: time in runtime suspend, in ns, that bar0.regs is good for; under bar0.lock
 * @behind: the function was reset and nobody told, so MSI-X is off; atomic
 * @frozen: recovery of an error is under way that resets the link; only used by its callbacks
 */
struct vfiov_reset {
	struct mutex writing; /* one write of config space at a time */
	u64 slept;
	atomic_t behind;
	bool frozen;
};

#endif
