/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ACCOUNT_H
#define VFIOV_ACCOUNT_H

#include <linux/list.h>
#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct vfiov_vf;

/**
 * struct vfiov_account - places of one VF, or of the module, in the audit ring
 * @key: of the VF, see vfiov_vf_key()
 * @bound: the VF is bound
 * @used: places that are taken, by records in the ring and by those that are prepared
 * @records: of struct vfiov_record, in the ring, oldest first
 * @start: first step of the cycle that goes on, in @records, or NULL
 * @next: step of it that comes next, or NULL when no cycle goes on
 * @closed: last step of the last cycle, in @records, or NULL
 * @lost: events without a record since the last record of event lost
 * @losing: in vfiov.audit.losing while @lost is not 0
 * @index: number of the VF under its PF
 * @bdf: of the VF, or empty for the module's account
 * @pf: of its PF
 *
 * An account outlives the binding of its VF for as long as the ring has records of it: to
 * be bound again gives a VF no new places. All under vfiov.lock.
 */
struct vfiov_account {
	unsigned long key;
	bool bound;
	u32 used;
	struct list_head records;
	struct vfiov_record *start;
	struct vfiov_record *next;
	struct vfiov_record *closed;
	u64 lost;
	struct list_head losing;
	u32 index;
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
};

/* What follows is called with vfiov.lock held. */

void vfiov_account_init(struct vfiov_account *acc);

/* At bind. Return: 0 with vf->account set, or -ENOMEM. */
int vfiov_account_bind(struct vfiov_vf *vf);

/* At unbind, after the last record of the VF was added. */
void vfiov_account_unbind(struct vfiov_vf *vf);

/*
 * Take one place. @for_loss: it is the one that is kept to tell of a loss.
 * Return: false when the account may not have one more.
 */
bool vfiov_account_take(struct vfiov_account *acc, bool for_loss);

/* Give one place back. Frees the account with its last place when its VF is not bound. */
void vfiov_account_give(struct vfiov_account *acc);

#endif
