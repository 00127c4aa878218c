// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stops the device of a VF for a migration and starts it again, with the state of the legacy
 * interface that no device part contains.
 */

#include <linux/pci.h>

#include "intx.h"
#include "migration_stop.h"
#include "migration_tell.h"
#include "parts.h"
#include "profiles.h"
#include "regs_migrate.h"
#include "reset.h"
#include "vectors.h"
#include "vf.h"

void vfiov_migration_describe(struct vfiov_vf *vf, struct vfiov_stream *s)
{
	int vectors = pci_msix_vec_count(vf->core.pdev);

	memset(s, 0, sizeof(*s));
	strscpy(s->profile, vfiov_virtio_driver.profiles[vf->profile].name, sizeof(s->profile));
	s->device = vf->core.pdev->device - 0x1040;
	s->vectors = max(vectors, 0);
	if (!vfiov_vf_has_legacy(vf))
		return;
	s->bar0_size = vf->bar0.size;
	s->config_len = vf->bar0.config_len;
}

/* Called with bar0.lock held. */
static int flush_legacy(struct vfiov_vf *vf, bool asleep)
{
	struct vfiov_stream *s = &vf->migration.here;

	spin_lock(&vf->overlay.lock);
	s->bar0 = le32_to_cpu(vf->overlay.bar0);
	spin_unlock(&vf->overlay.lock);
	return vfiov_regs_flush(vf, s, asleep);
}

/*
 * Hold bar0.lock from the flush until the device is stopped, so that no write of the guest comes
 * between them: device config must not be accessed while the device is stopped.
 */
int vfiov_migration_stop(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	struct pci_dev *pdev = vf->core.pdev;
	bool asleep, unknown = false;
	int ret = 0;

	m->since = ktime_get();
	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	vfiov_migration_describe(vf, &m->here);
	/* Only a reset from here on concerns the migration. */
	vfiov_reset_catch_up(vf);
	atomic_set(&m->reset, 0);
	/* VFIO ends runtime suspend for an ioctl, but not a D3 that the guest has set. */
	asleep = pdev->current_state == PCI_D3hot || pdev->current_state == PCI_D3cold;
	if (vfiov_vf_has_legacy(vf))
		ret = flush_legacy(vf, asleep);
	if (!ret)
		ret = vfiov_parts_mode(vf, true, &unknown);
	mutex_unlock(&vf->bar0.lock);
	if (!ret || unknown)
		m->stopped = true;
	if (unknown)
		m->state = VFIO_DEVICE_STATE_ERROR;
	else if (ret)
		vfiov_migration_refuse(vf, ret, asleep ? "the guest has suspended the VF" :
						"the device could not be stopped");
	return ret;
}

int vfiov_migration_restore(struct vfiov_vf *vf)
{
	const struct vfiov_stream *s = &vf->migration.here;

	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	/* First drop what resets have invalidated; otherwise, a later drop would undo this. */
	vfiov_reset_catch_up(vf);
	vfiov_regs_restore(vf, s);
	vfiov_vectors_restored(&vf->intx.told);
	mutex_unlock(&vf->bar0.lock);
	spin_lock(&vf->overlay.lock);
	vf->overlay.bar0 = cpu_to_le32(s->bar0);
	spin_unlock(&vf->overlay.lock);
	return 0;
}

bool vfiov_migration_was_reset(struct vfiov_vf *vf)
{
	/* Some resets show only in the function's own registers. */
	vfiov_reset_catch_up(vf);
	return atomic_read(&vf->migration.reset);
}

/* The device has received its parts and is running. Called with bar0.lock held. */
static int finish_resume(struct vfiov_vf *vf)
{
	int ret;

	if (vfiov_migration_was_reset(vf))
		return -EIO;
	if (!vfiov_vf_has_legacy(vf))
		return 0;
	ret = vfiov_regs_restore_config(vf, &vf->migration.here);
	/* The pin was connected before the device had queues. */
	if (!ret && vf->intx.enabled)
		ret = vfiov_intx_connect(vf);
	return ret;
}

int vfiov_migration_start(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	bool unknown;
	int ret;

	/* Hold bar0.lock, so that the guest does not see device config before it is restored. */
	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	ret = vfiov_parts_mode(vf, false, &unknown);
	if (!ret)
		m->stopped = false;
	if (!ret && m->resumed) {
		ret = finish_resume(vf);
		/* The device runs, but not as the guest left it. */
		unknown = ret;
	}
	mutex_unlock(&vf->bar0.lock);
	if (unknown)
		m->state = VFIO_DEVICE_STATE_ERROR;
	else if (ret)
		vfiov_migration_refuse(vf, ret, "the device could not be started");
	return ret;
}
