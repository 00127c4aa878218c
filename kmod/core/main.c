// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfiov: profiles of devices that VFIO variant drivers give to guests. The module asks the owner
 * for decisions, latches them at open, and keeps the audit records.
 */

#include <linux/module.h>

#include "audit.h"
#include "genl.h"
#include "grace.h"
#include "nl_doorbell.h"
#include "outbox.h"
#include "owner.h"
#include "state.h"
#include "suspend.h"

struct vfiov_state vfiov;

static void state_init(void)
{
	mutex_init(&vfiov.lock);
	xa_init(&vfiov.vfs);
	INIT_LIST_HEAD(&vfiov.drivers);
	uuid_gen(&vfiov.instance);
	/* 0 means "not set yet" to the consistency check of dumps. */
	vfiov.generation = 1;
	vfiov.drivers_generation = 1;
	vfiov.params = (struct vfiov_params){
		.open_wait_ms = 1000,
		.grace_ms = 3000,
		.ring_size = 4096,
	};
	vfiov_outbox_init();
	vfiov_doorbells_init();
	vfiov_audit_init();
}

static int __init vfiov_init(void)
{
	int ret;

	state_init();
	vfiov_grace_init();
	ret = vfiov_owner_init();
	if (ret)
		goto err_audit;
	ret = vfiov_suspend_init();
	if (ret)
		goto err_owner;
	/* Drivers load later, so the family exists when their first VF rings a doorbell. */
	ret = genl_register_family(&vfiov_nl_family);
	if (ret)
		goto err_suspend;
	vfiov_outbox_open();
	return 0;

err_suspend:
	vfiov_suspend_exit();
err_owner:
	vfiov_owner_exit();
	vfiov_grace_exit();
err_audit:
	vfiov_audit_exit();
	vfiov_doorbells_exit();
	return ret;
}

/*
 * In the reverse order of vfiov_init(). No driver is loaded at this point, because each one depends
 * on this module.
 */
static void __exit vfiov_exit(void)
{
	/* The owner can still read and acknowledge audit records. */
	vfiov_audit_drain();
	/*
	 * Doorbells, the grace period and the end of the owner's socket still create messages.
	 * After the family is gone, its id may belong to another family, which would receive them.
	 */
	vfiov_outbox_close();
	genl_unregister_family(&vfiov_nl_family);
	vfiov_suspend_exit();
	vfiov_owner_exit();
	vfiov_grace_exit();
	vfiov_audit_exit();
	/* Last, because the end of the owner's socket may have scheduled a doorbell. */
	vfiov_doorbells_exit();
}

module_init(vfiov_init);
module_exit(vfiov_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vfiovd developers");
MODULE_DESCRIPTION("Profiles of VFIO devices that are opt-in");
MODULE_VERSION(VFIOV_VERSION);
MODULE_ALIAS_GENL_FAMILY(VFIOV_FAMILY_NAME);
