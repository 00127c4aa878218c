/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ACCOUNT_H
#define VFIOV_ACCOUNT_H

#include <linux/types.h>

struct vfiov_account;
struct vfiov_entry;

/* All functions below are called with vfiov.lock held. */

void vfiov_account_init(struct vfiov_account *acc);

/* Called at bind. Return: 0 with vf->account set, or -ENOMEM. */
int vfiov_account_bind(struct vfiov_entry *vf);

/* Called at unbind, after the last record of the VF was added. */
void vfiov_account_unbind(struct vfiov_entry *vf);

/*
 * Take one place. @for_loss: take the place reserved for a record of losses.
 * Return: false if the account may not take another place.
 */
bool vfiov_account_take(struct vfiov_account *acc, bool for_loss);

/* Release one place. Frees the account if this was its last place and its VF is not bound. */
void vfiov_account_give(struct vfiov_account *acc);

#endif
