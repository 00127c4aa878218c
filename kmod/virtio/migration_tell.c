// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports migrations to the kernel log and the audit ring.
 */

#include <linux/pci.h>
#include <linux/vfiov.h>

#include "migration_tell.h"
#include "vf.h"

void vfiov_migration_tell(struct vfiov_vf *vf, enum vfiov_event event, size_t bytes, s64 time_us)
{
	struct vfiov_migrated what = { .event = event, .bytes = bytes, .time_us = max(time_us, 0) };

	vfiov_device_migrated(&vf->dev, &what);
}

void vfiov_migration_refuse(struct vfiov_vf *vf, int error, const char *why)
{
	struct vfiov_migrated what = {
		.event = VFIOV_EVENT_MIGRATION_REFUSED,
		.error = -error,
		.text = why,
	};

	if (error == -EINTR)
		return;
	dev_warn_ratelimited(&vf->core.pdev->dev, "migration refused: %s (%d)\n", why, error);
	vfiov_device_migrated(&vf->dev, &what);
}

void vfiov_migration_fail(struct vfiov_vf *vf, int error, const char *why)
{
	struct vfiov_migrated what = {
		.event = VFIOV_EVENT_MIGRATION_FAILED,
		.error = -error,
		.text = why,
	};

	dev_warn_ratelimited(&vf->core.pdev->dev,
			     "migration failed: %s (%d); the VF must be reset\n", why, error);
	vfiov_device_migrated(&vf->dev, &what);
}
