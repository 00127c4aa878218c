/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ENTRY_H
#define VFIOV_ENTRY_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/pci.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/vfiov.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "record.h"

/**
 * struct vfiov_decision - a decision about a VF, or the default
 * @profile: native unless another one was granted
 * @migration: off unless granted
 * @source: who decided
 * @cause: why nobody decided, or why the request was not granted
 * @explicit_rule: the decision comes from a rule of the policy, not from its default
 * @policy_generation: generation of the owner's policy
 * @level: level of its audit records
 * @rule: the rule's name, as reported by the owner
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

/* Return: true for a grant, which must not take effect without an audit record. */
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
 * struct vfiov_choice - the decision about a VF, and its effect
 * @next: what the next open latches
 * @latched: the decision in effect while the VF is open. Written under vfiov.lock before the
 *	open returns; the data path reads it without the lock.
 * @prepared: audit records for the next open and its close while @next is a grant; the record
 *	for the close also while @latched is a grant
 * @use: closed, opening or open
 * @leaving: the VF is being unbound, so no open waits
 * @open_pid: process that opened it
 * @shown: current profile at the last uevent
 * @shown_next: profile of @next at the last uevent
 * @wait: tasks that open the VF, woken when their condition may have changed
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
 * struct vfiov_request - a request to the owner about a VF
 * @live: the request is unanswered
 * @kind: bind, set or reset
 * @cookie: random, valid for one answer
 * @ticket: identifies the request to the requester, 0 for a bind
 * @born: time of its creation
 * @profile: requested profile, for kind set
 * @migration: migration was requested, for kind set
 * @who: the requester
 * @reason: free text from the requester
 * @expire: ends an unanswered request of kind set
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

/* Result of the last profile-set or profile-reset. */
struct vfiov_set_result {
	u64 ticket;
	bool answered;
	enum vfiov_verdict verdict;
	unsigned int profile;
	enum vfiov_cause cause;
	char rule[VFIOV_TEXT_MAX + 1];
};

/**
 * struct vfiov_entry - the core's state of a bound VF
 * @dev: the driver's part
 * @driver: the driver's table
 * @pdev: the VF
 * @physfn: its PF, or NULL if the device is not a VF
 * @index: number of the VF under its PF, 0 if the device is not a VF
 * @serial: PCIe Device Serial Number of the PF, 0 if it has none
 * @request: its request, if live
 * @set_result: result of the last profile-set or profile-reset
 * @choice: the decision about it
 * @account: its places in the audit ring
 *
 * In vfiov.vfs from vfiov_device_bind(), which creates it, to vfiov_device_unbind(), which frees
 * it. The fields after @serial are protected by vfiov.lock, the others are constant.
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

/* Return: key of a device in vfiov.vfs. A domain may have more than 16 bits. */
static inline unsigned long vfiov_key(unsigned int domain, u16 devid)
{
	static_assert(sizeof(unsigned long) >= sizeof(u64));
	return (unsigned long)domain << 16 | devid;
}

static inline unsigned long vfiov_pci_key(struct pci_dev *pdev)
{
	return vfiov_key(pci_domain_nr(pdev->bus), pci_dev_id(pdev));
}

/*
 * Called with vfiov.lock held. Return: the decision in effect if the VF is open, or else the one
 * that an open would latch now.
 */
static inline const struct vfiov_decision *vfiov_current(const struct vfiov_entry *vf)
{
	return vf->choice.use == VFIOV_OPEN ? &vf->choice.latched : &vf->choice.next;
}

/* Return: the name of a profile of the VF's driver. */
static inline const char *vfiov_profile_name(const struct vfiov_entry *vf, unsigned int profile)
{
	return vf->driver->profiles[profile].name;
}

/* Return: the index of a profile of the VF's driver, nr_profiles if it has none of that name. */
static inline unsigned int vfiov_profile_find(const struct vfiov_entry *vf, const char *name)
{
	unsigned int i;

	for (i = 0; i < vf->driver->nr_profiles; i++)
		if (!strcmp(vfiov_profile_name(vf, i), name))
			break;
	return i;
}

/* A record has names, because it may outlive the driver. */
static inline void vfiov_record_profile_old(struct vfiov_record *rec, const struct vfiov_entry *vf,
					    unsigned int profile)
{
	strscpy_pad(rec->profile_old, vfiov_profile_name(vf, profile), sizeof(rec->profile_old));
}

static inline void vfiov_record_profile(struct vfiov_record *rec, const struct vfiov_entry *vf,
					unsigned int profile)
{
	strscpy_pad(rec->profile, vfiov_profile_name(vf, profile), sizeof(rec->profile));
}

/*
 * Called with vfiov.lock held.
 * Return: a mask of the profiles that the VF can have now; @missing is set to a mask of the reasons
 * why it cannot have the others.
 */
static inline u32 vfiov_available(struct vfiov_entry *vf, u32 *missing)
{
	*missing = 0;
	return (vf->driver->available(vf->dev, missing) & GENMASK(vf->driver->nr_profiles - 1, 0)) |
	       BIT(VFIOV_NATIVE);
}

/* Called with vfiov.lock held. */
static inline bool vfiov_migratable(struct vfiov_entry *vf)
{
	return vf->driver->migratable && vf->driver->migratable(vf->dev);
}

#endif
