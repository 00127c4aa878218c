/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ENTRY_H
#define VFIOV_ENTRY_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/pci.h>
#include <linux/types.h>
#include <linux/vfiov.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "record.h"

/**
 * struct vfiov_decision - what a VF is to be
 * @profile: native unless somebody granted something else
 * @migration: off unless somebody granted it
 * @source: who decided
 * @cause: why nobody did, or why not what was asked for
 * @explicit_rule: a rule of the policy decided, not its default
 * @policy_generation: of the owner's policy
 * @level: for the records that are about it
 * @rule: as the owner names it
 */
struct vfiov_decision {
	unsigned int profile;
	bool migration;
	enum vfiov_source source;
	enum vfiov_cause cause;
	bool explicit_rule;
	u64 policy_generation;
	enum vfiov_level level;
	char rule[VFIOV_TEXT_MAX + 1];
};

/* Return: true for what must not happen without a record. */
static inline bool vfiov_decision_is_grant(const struct vfiov_decision *d)
{
	return d->profile != VFIOV_NATIVE || d->migration;
}

enum vfiov_use {
	VFIOV_CLOSED,
	VFIOV_OPENING,
	VFIOV_OPEN,
};

/**
 * struct vfiov_choice - the decision about a VF, and what came of it
 * @next: what the next open latches
 * @latched: what the VF is while it is open. Written under vfiov.lock before the
 *	open returns; the data path reads it without.
 * @prepared: records of the next open and its close, while @next is not native; the one of the
 *	close as well while what is @latched is not
 * @use: who may change what
 * @leaving: the VF is being unbound: nobody waits any more
 * @open_pid: process that opened it
 * @shown: current profile at the last uevent
 * @shown_next: what @next was then
 * @wait: openers, woken when something they wait for has changed
 */
struct vfiov_choice {
	struct vfiov_decision next;
	struct vfiov_decision latched;
	struct vfiov_prepared prepared;
	enum vfiov_use use;
	bool leaving;
	u32 open_pid;
	unsigned int shown;
	unsigned int shown_next;
	wait_queue_head_t wait;
};

/**
 * struct vfiov_request - what a VF wants to know from the owner
 * @live: it waits for an answer
 * @kind: what it is about
 * @cookie: random, good for one answer
 * @ticket: names it to the one who asked, 0 for a bind
 * @born: when it was made
 * @profile: asked for, with kind set
 * @migration: asked for, with kind set
 * @who: who asked
 * @reason: free text of the one who asked
 * @expire: ends a request of kind set that nobody answers
 */
struct vfiov_request {
	bool live;
	enum vfiov_request_kind kind;
	u64 cookie;
	u64 ticket;
	ktime_t born;
	unsigned int profile;
	bool migration;
	struct vfiov_who who;
	char reason[VFIOV_TEXT_MAX + 1];
	struct delayed_work expire;
};

/* What has become of the last profile-set or profile-reset. */
struct vfiov_set_result {
	u64 ticket;
	bool answered;
	enum vfiov_verdict verdict;
	unsigned int profile;
	enum vfiov_cause cause;
	char rule[VFIOV_TEXT_MAX + 1];
};

/**
 * struct vfiov_entry - a VF that is bound, as the core has it
 * @dev: the driver's part
 * @driver: table of the driver
 * @pdev: the VF
 * @physfn: its PF, or NULL when the device is not a VF
 * @index: number of the VF under its PF, 0 for what is not a VF
 * @serial: PCIe Device Serial Number of the PF, 0 without one
 * @request: what it waits for
 * @set_result: the last thing somebody asked for
 * @choice: what it is to be
 * @account: its places in the audit ring
 *
 * In vfiov.vfs from vfiov_device_bind() to vfiov_device_unbind(), which makes and frees it. What
 * comes after @serial is under vfiov.lock, the rest is constant.
 */
struct vfiov_entry {
	struct vfiov_device *dev;
	const struct vfiov_driver *driver;
	struct pci_dev *pdev;
	struct pci_dev *physfn;
	u32 index;
	u64 serial;
	struct vfiov_request request;
	struct vfiov_set_result set_result;
	struct vfiov_choice choice;
	struct vfiov_account *account;
};

/* Return: what a device is found by. A domain may have more than 16 bits. */
static inline unsigned long vfiov_key(unsigned int domain, u16 devid)
{
	static_assert(sizeof(unsigned long) >= sizeof(u64));
	return (unsigned long)domain << 16 | devid;
}

static inline unsigned long vfiov_pci_key(struct pci_dev *pdev)
{
	return vfiov_key(pci_domain_nr(pdev->bus), pci_dev_id(pdev));
}

/* With vfiov.lock held. Return: what the VF is now, or would be if it were opened. */
static inline const struct vfiov_decision *vfiov_current(const struct vfiov_entry *vf)
{
	return vf->choice.use == VFIOV_OPEN ? &vf->choice.latched : &vf->choice.next;
}

/* Return: the name of a profile of the VF. */
static inline const char *vfiov_profile_name(const struct vfiov_entry *vf, unsigned int profile)
{
	return vf->driver->profiles[profile].name;
}

/*
 * With vfiov.lock held: what the VF can be at this moment.
 * Return: profiles, as bits; @missing gets the reasons for the others, as bits.
 */
static inline u32 vfiov_available(struct vfiov_entry *vf, u32 *missing)
{
	*missing = 0;
	return (vf->driver->available(vf->dev, missing) & GENMASK(vf->driver->nr_profiles - 1, 0)) |
	       BIT(VFIOV_NATIVE);
}

/* With vfiov.lock held. */
static inline bool vfiov_migratable(struct vfiov_entry *vf)
{
	return vf->driver->migratable && vf->driver->migratable(vf->dev);
}

#endif
