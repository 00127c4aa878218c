// SPDX-License-Identifier: GPL-2.0-only
/*
 * The transitions between two states of a migration; see migration.c.
 */

#include <linux/file.h>
#include <linux/pci.h>

#include "intx.h"
#include "migration_step.h"
#include "migration_tell.h"
#include "parts.h"
#include "profiles.h"
#include "regs_migrate.h"
#include "reset.h"
#include "transfer.h"
#include "vectors.h"
#include "vf.h"

int vfiov_migration_end_transfer(struct vfiov_migration *m)
{
	struct vfiov_transfer *t = m->transfer;

	m->transfer = NULL;
	return t ? vfiov_transfer_end(t, &m->here, &m->bytes) : 0;
}

/* Set the fields of the header that must be the same at both ends, and clear the others. */
static void describe(struct vfiov_vf *vf, struct vfiov_stream *s)
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

	vfiov_reset_catch_up(vf);
	spin_lock(&vf->overlay.lock);
	s->bar0 = le32_to_cpu(vf->overlay.bar0);
	spin_unlock(&vf->overlay.lock);
	return vfiov_regs_flush(vf, s, asleep);
}

/*
 * Hold bar0.lock from the flush until the device is stopped, so that no write of the guest comes
 * between them: device config must not be accessed while the device is stopped.
 */
static int stop_device(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	struct pci_dev *pdev = vf->core.pdev;
	bool asleep, unknown = false;
	int ret = 0;

	m->since = ktime_get();
	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	describe(vf, &m->here);
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
	else if (ret && ret != -EINTR)
		vfiov_migration_refuse(vf, ret, asleep ? "the guest has suspended the VF" :
						"the device could not be stopped");
	return ret;
}

/* Set the legacy interface as the source left it. */
static int restore_legacy(struct vfiov_vf *vf)
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

static int run_device(struct vfiov_vf *vf)
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
	if (!ret && m->resumed && vfiov_vf_has_legacy(vf)) {
		ret = vfiov_regs_restore_config(vf, &m->here);
		/* Some of the device config may have been written. */
		unknown = ret;
	}
	mutex_unlock(&vf->bar0.lock);
	if (unknown)
		m->state = VFIO_DEVICE_STATE_ERROR;
	return ret;
}

static s64 time_us(const struct vfiov_migration *m)
{
	return ktime_us_delta(ktime_get(), m->since);
}

static void tell_running(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;

	if (m->resumed)
		vfiov_migration_tell(vf, VFIOV_EVENT_MIGRATION_RESUMED, m->bytes, time_us(m));
	else if (m->saved)
		vfiov_migration_tell(vf, VFIOV_EVENT_MIGRATION_CANCELLED, m->bytes, time_us(m));
	m->saved = false;
	m->resumed = false;
}

/* Return: the file, with a reference for user space, or ERR_PTR. */
static struct file *begin_save(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	struct vfiov_transfer *t;

	/*
	 * The stream does not contain the state of the pin: the driver's own vectors, and whether
	 * user space has seen the level.
	 */
	if (READ_ONCE(vf->intx.vectors) || vfiov_intx_pending(vf)) {
		vfiov_migration_refuse(vf, -EOPNOTSUPP, "the guest uses the interrupt pin");
		return ERR_PTR(-EOPNOTSUPP);
	}
	t = vfiov_transfer_save(vf, &m->here);
	if (IS_ERR(t)) {
		vfiov_migration_refuse(vf, PTR_ERR(t), "the device did not return its state");
		return ERR_CAST(t);
	}
	m->transfer = t;
	return vfiov_transfer_file(t);
}

/* Return: the file, with a reference for user space, or ERR_PTR. */
static struct file *begin_resume(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	struct vfiov_transfer *t;
	struct vfiov_stream here;

	/* m->here may have the stream of an earlier transfer, valid until another arrives. */
	describe(vf, &here);
	t = vfiov_transfer_resume(vf, &here);
	if (IS_ERR(t))
		return ERR_CAST(t);
	m->since = ktime_get();
	m->transfer = t;
	return vfiov_transfer_file(t);
}

static int end_save(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	int ret = vfiov_migration_end_transfer(m);

	/* A stream that was not read to its end is recorded when the VF continues. */
	if (!ret)
		vfiov_migration_tell(vf, VFIOV_EVENT_MIGRATION_SAVED, m->bytes, time_us(m));
	m->saved = true;
	return 0;
}

static int end_resume(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	int ret = vfiov_migration_end_transfer(m);

	if (ret == -ENODATA) {
		ret = -EINVAL;
		vfiov_migration_refuse(vf, ret, "the state is too short");
	}
	if (!ret && vfiov_vf_has_legacy(vf))
		ret = restore_legacy(vf);
	m->resumed = !ret;
	return ret;
}

struct file *vfiov_migration_step(struct vfiov_vf *vf, enum vfio_device_mig_state new)
{
	struct vfiov_migration *m = &vf->migration;
	int ret = 0;

	switch (m->state) {
	case VFIO_DEVICE_STATE_RUNNING:
		ret = stop_device(vf);
		break;
	case VFIO_DEVICE_STATE_RUNNING_P2P:
		if (new != VFIO_DEVICE_STATE_RUNNING)
			break;
		ret = run_device(vf);
		if (!ret)
			tell_running(vf);
		break;
	case VFIO_DEVICE_STATE_STOP:
		if (new == VFIO_DEVICE_STATE_STOP_COPY)
			return begin_save(vf);
		if (new == VFIO_DEVICE_STATE_RESUMING)
			return begin_resume(vf);
		break;
	case VFIO_DEVICE_STATE_STOP_COPY:
		ret = end_save(vf);
		break;
	case VFIO_DEVICE_STATE_RESUMING:
		ret = end_resume(vf);
		if (ret)
			m->state = VFIO_DEVICE_STATE_ERROR;
		break;
	default:
		ret = -EINVAL;
	}
	return ERR_PTR(ret);
}
