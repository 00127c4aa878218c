// SPDX-License-Identifier: GPL-2.0-only
/*
 * The number of places in the audit ring that each account may take.
 *
 * A VF has some places of its own, which no other VF can take. The rest of the ring is shared: an
 * account may take one more place only if at least as many remain free as it would then hold. So
 * the first account can take half of the ring, the next one half of the remainder, and so on.
 */

#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "account.h"
#include "entry.h"
#include "state.h"

/*
 * Room for a decision, its open and close, the next open and close, and a record of losses.
 */
#define OWN_PLACES	8U

void vfiov_account_init(struct vfiov_account *acc)
{
	INIT_LIST_HEAD(&acc->records);
	INIT_LIST_HEAD(&acc->losing);
}

int vfiov_account_bind(struct vfiov_entry *vf)
{
	unsigned long key = vfiov_pci_key(vf->pdev);
	struct vfiov_account *acc;
	int ret;

	lockdep_assert_held(&vfiov.lock);
	acc = xa_load(&vfiov.audit.accounts, key);
	if (!acc) {
		acc = kzalloc(sizeof(*acc), GFP_KERNEL);
		if (!acc)
			return -ENOMEM;
		vfiov_account_init(acc);
		acc->key = key;
		ret = xa_err(xa_store(&vfiov.audit.accounts, key, acc, GFP_KERNEL));
		if (ret) {
			kfree(acc);
			return ret;
		}
	}
	acc->bound = true;
	acc->index = vf->index;
	strscpy(acc->bdf, pci_name(vf->pdev), sizeof(acc->bdf));
	strscpy(acc->pf, vf->physfn ? pci_name(vf->physfn) : "", sizeof(acc->pf));
	vf->account = acc;
	return 0;
}

static void account_put(struct vfiov_account *acc)
{
	/* Losses that are not yet recorded still need a record. */
	if (acc->bound || acc->used || acc->lost || acc == &vfiov.audit.module)
		return;
	xa_erase(&vfiov.audit.accounts, acc->key);
	kfree(acc);
}

void vfiov_account_unbind(struct vfiov_entry *vf)
{
	lockdep_assert_held(&vfiov.lock);
	vf->account->bound = false;
	account_put(vf->account);
	vf->account = NULL;
}

bool vfiov_account_take(struct vfiov_account *acc, bool for_loss)
{
	struct vfiov_audit *a = &vfiov.audit;
	/* While there are unrecorded losses, one place is reserved for their record. */
	u32 wanted = acc->used + 1 + (acc->lost && !for_loss ? 1 : 0);

	lockdep_assert_held(&vfiov.lock);
	if (wanted > OWN_PLACES && wanted - OWN_PLACES + a->shared + 1 > vfiov.params.ring_size)
		return false;
	acc->used++;
	if (acc->used > OWN_PLACES)
		a->shared++;
	return true;
}

void vfiov_account_give(struct vfiov_account *acc)
{
	lockdep_assert_held(&vfiov.lock);
	if (acc->used > OWN_PLACES)
		vfiov.audit.shared--;
	acc->used--;
	account_put(acc);
}
