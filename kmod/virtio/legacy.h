/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_LEGACY_H
#define VFIOV_LEGACY_H

/*
 * The state of an open VF that is not native, in addition to vfio_pci_core's.
 */

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/*
 * The legacy commands of virtio 1.3 section 2.12.1.2, and those for device parts of virtio 1.4.
 */
enum vfiov_admin_op {
	VFIOV_ADMIN_COMMON_WRITE,
	VFIOV_ADMIN_COMMON_READ,
	VFIOV_ADMIN_DEVICE_WRITE,
	VFIOV_ADMIN_DEVICE_READ,
	VFIOV_ADMIN_NOTIFY_INFO,
	VFIOV_ADMIN_MODE_SET,
	VFIOV_ADMIN_OBJECT_CREATE,
	VFIOV_ADMIN_OBJECT_DESTROY,
	VFIOV_ADMIN_PARTS_SIZE,
	VFIOV_ADMIN_PARTS_GET,
	VFIOV_ADMIN_PARTS_SET,
};

/* Size of the largest field, and so the maximum size of the data in a legacy admin command. */
#define VFIOV_ADMIN_DATA_MAX	8

struct eventfd_ctx;
struct virqfd;

/**
 * struct vfiov_overlay - config registers that a VF does not implement
 * @lock: protects the members below; innermost of all locks
 * @command: PCI_COMMAND as the guest wrote it; also read without @lock
 * @bar0: BAR0 as the guest wrote it
 */
struct vfiov_overlay {
	spinlock_t lock; /* innermost */
	__le16 command;
	__le32 bar0;
};

/*
 * A device has five virtio capabilities, and one more for each region of shared memory. Hiding each
 * changes at most one link.
 */
#define VFIOV_CAPS_MAX	16

/**
 * struct vfiov_caps - capabilities that are hidden from the guest
 * @nr_hidden: number of entries in @hidden
 * @hidden: hidden ranges; they read as zero, and writes are dropped
 * @nr_links: number of entries in @links
 * @links: next pointers of the list that skip them
 *
 * Set at open and constant until close.
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

/* Queues with cached registers. A net VF with 31 queue pairs has 63 queues. */
#define VFIOV_QUEUES_KEPT	64

/**
 * struct vfiov_queue_regs - cached registers of a queue
 * @size_known: @size was read from the device
 * @size: Queue Size
 * @address_known: @address is what the device would return
 * @address: Queue Address, in pages of 4096 bytes
 */
struct vfiov_queue_regs {
	bool size_known;
	u16 size;
	bool address_known;
	__le32 address;
};

/* How long data that was read ahead or just written stays valid. */
#define VFIOV_AHEAD_TIME	(HZ / 10)

/**
 * struct vfiov_ahead - a device config field that the guest reads in parts
 * @fresh: mask of the bytes of @data that the guest has not read yet
 * @until: jiffies up to which they are valid
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
 * struct vfiov_regs - cached registers of the legacy interface
 * @features_known: @features was read from the device
 * @features: Device Features
 * @driver_features: Driver Features written since the last reset
 * @sizes_for: the Driver Features for which the sizes in @queues are valid
 * @status_known: @status is what a read must return
 * @status_held: @status has not been sent to the device yet
 * @status_fresh: @status was just written and has not been read back yet
 * @status: Device Status
 * @status_until: jiffies up to which @status_fresh is valid
 * @select: Queue Select as the guest wrote it
 * @selected_known: @selected is the device's Queue Select
 * @selected: Queue Select as the device has it
 * @queues: the first queues
 * @ahead: device config that was read ahead
 *
 * Protected by bar0.lock. regs.c explains why each register may be cached, and for how long.
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
 * @lock: serializes accesses of the guest
 * @size: size of the region; fixed while the VF is open
 * @config_len: bytes of device config; fixed while the VF is open
 * @guest_status: last Device Status that the guest wrote or read, 0 after a reset; written under
 *	@lock or without an access in progress, read without it
 * @guest_legacy: a legacy driver has used the device since the last reset of the function; like
 *	@guest_status
 * @resets: counts the events that invalidate @regs; written without @lock
 * @seen: value of @resets for which @regs is valid; under @lock
 * @regs: cached registers; under @lock
 * @written: bytes of device config that the guest has written, one bit each, for the first 64;
 *	kept across resets, because a device may keep its config; under @lock
 */
struct vfiov_bar0 {
	struct mutex lock; /* one access at a time */
	unsigned int size;
	unsigned int config_len;
	u8 guest_status;
	bool guest_legacy;
	atomic_t resets;
	int seen;
	struct vfiov_regs regs;
	u64 written;
};

/**
 * struct vfiov_doorbell - destination of writes to Queue Notify of BAR0
 * @address: in a BAR of the VF, mapped by the core until close; NULL if a kick takes an admin
 *	command
 */
struct vfiov_doorbell {
	void __iomem *address;
};

/**
 * struct vfiov_ioeventfds - eventfds that kick queues of a VF
 * @lock: protects the members below; never taken inside another lock of this driver; its
 *	holder may wait for a kick to end
 * @list: list of struct ioeventfd
 * @nr: number of entries in @list
 */
struct vfiov_ioeventfds {
	struct mutex lock; /* the list */
	struct list_head list;
	unsigned int nr;
};

/* Queues that the interrupt pin serves. A net VF with 127 queue pairs has 255 queues. */
#define VFIOV_VECTORS_KEPT	256

/**
 * struct vfiov_vectors - the MSI-X vectors that were written to the device
 * @config: vector of configuration changes as the guest wrote it
 * @config_ours: the device has the vector of the pin instead
 * @queue: vector of each queue as the guest wrote it
 * @used: queues that have an address
 * @ours: queues for which the device has the vector of the pin instead
 * @unknown: the device was restored, so @config, @queue and @used must be read from it
 *
 * Protected by bar0.lock. A reset sets all vectors to VIRTIO_MSI_NO_VECTOR.
 */
struct vfiov_vectors {
	u16 config;
	bool config_ours;
	u16 queue[VFIOV_VECTORS_KEPT];
	DECLARE_BITMAP(used, VFIOV_VECTORS_KEPT);
	DECLARE_BITMAP(ours, VFIOV_VECTORS_KEPT);
	bool unknown;
};

/**
 * struct vfiov_intx - the interrupt pin of an open VF with the legacy profile
 * @enabled: user space uses the pin, with or without a trigger; under bar0.lock
 * @lock: protects @isr and @masked, and @trigger together with bar0.lock; taken in interrupts
 * @trigger: eventfd that signals user space, or NULL; valid in an RCU read-side critical section
 * @unmask: eventfd by which user space unmasks the pin, or NULL; under bar0.lock
 * @isr: the ISR bits that the guest will read; the pin is asserted while they are not 0
 * @masked: user space masked the pin, or has not unmasked it since @trigger was signalled
 * @vectors: number of MSI-X vectors that the pin uses; under bar0.lock
 * @resets: counts resets of the device; written without bar0.lock
 * @seen: value of @resets for which @told is valid; under bar0.lock
 * @told: the vectors that were written to the device; under bar0.lock
 */
struct vfiov_intx {
	bool enabled;
	spinlock_t lock; /* protects @trigger, @isr and @masked */
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
 * struct vfiov_reset - state to detect that a function was reset or suspended
 * @writing: serializes writes to config space; inside bar0.lock
 * @slept: time in runtime suspend, in ns, for which bar0.regs is valid; under bar0.lock
 * @behind: the function was reset without notice, so MSI-X is off; atomic
 * @frozen: an error recovery that resets the link is in progress; used only by its callbacks
 */
struct vfiov_reset {
	struct mutex writing; /* serializes writes to config space */
	u64 slept;
	atomic_t behind;
	bool frozen;
};

#endif
