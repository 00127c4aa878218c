// SPDX-License-Identifier: GPL-2.0-only
/*
 * The transitions between two states of a migration; see migration.c.
 */

#include <linux/file.h>

#include "migration_step.h"
#include "migration_stop.h"
#include "migration_tell.h"
#include "transfer.h"
#include "vf.h"

/* End the transfer, if there is one. Return: same as vfiov_transfer_end(). */
static int end_transfer(struct vfiov_migration *m)
{
	struct vfiov_transfer *t = m->transfer;

	m->transfer = NULL;
	return t ? vfiov_transfer_end(t, &m->here, &m->bytes) : 0;
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

static int check_reset(struct vfiov_vf *vf)
{
	bool lost;

	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	lost = vfiov_migration_was_reset(vf);
	mutex_unlock(&vf->bar0.lock);
	if (!lost)
		return 0;
	vfiov_migration_refuse(vf, -EIO, "the function was reset after it was stopped");
	return -EIO;
}

/* Return: the file, with a reference for user space, or ERR_PTR. */
static struct file *begin_save(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	struct vfiov_transfer *t;
	int ret;

	/*
	 * The stream does not contain the state of the pin: the driver's own vectors, and whether
	 * user space has seen the level. QEMU 10.0 could not use it: vfio_intx_enable() routes the
	 * pin while the machine has its initial routes. Neither vfio_pci_load_config() nor
	 * piix_post_load() and ich9_lpc_post_load() route it again when the source's routes arrive.
	 * KVM then has the source's interrupt pending (kvm_set_ioapic()) on a GSI without the
	 * resampler that would end it, and injects it after each EOI
	 * (kvm_ioapic_update_eoi_one()). If QEMU emulates the pin, it forgets that the interrupt is
	 * pending, and vfio_intx_eoi() does not deassert it.
	 */
	if (READ_ONCE(vf->intx.vectors)) {
		vfiov_migration_refuse(vf, -EOPNOTSUPP, "the guest uses the interrupt pin");
		return ERR_PTR(-EOPNOTSUPP);
	}
	t = vfiov_transfer_save(vf, &m->here);
	if (IS_ERR(t)) {
		vfiov_migration_refuse(vf, PTR_ERR(t), "the device did not return its state");
		return ERR_CAST(t);
	}
	m->transfer = t;
	/* Check last: what the device returned may be the state after a reset. */
	ret = check_reset(vf);
	if (ret) {
		end_transfer(m);
		return ERR_PTR(ret);
	}
	return vfiov_transfer_file(t);
}

/* Return: the file, with a reference for user space, or ERR_PTR. */
static struct file *begin_resume(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	struct vfiov_transfer *t;
	struct vfiov_stream here;

	/* m->here may be the header of an earlier stream, valid until another arrives. */
	vfiov_migration_describe(vf, &here);
	t = vfiov_transfer_resume(vf, &here);
	if (IS_ERR(t))
		return ERR_CAST(t);
	m->since = ktime_get();
	m->transfer = t;
	return vfiov_transfer_file(t);
}

static void end_save(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;

	m->saved = !end_transfer(m);
	vfiov_migration_tell(vf, m->saved ? VFIOV_EVENT_MIGRATION_SAVED :
					    VFIOV_EVENT_MIGRATION_CANCELLED,
			     m->bytes, time_us(m));
}

static int end_resume(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	int ret = end_transfer(m);

	if (ret == -ENODATA) {
		ret = -EINVAL;
		vfiov_migration_refuse(vf, ret, "the state is too short");
	}
	if (!ret && vfiov_vf_has_legacy(vf))
		ret = vfiov_migration_restore(vf);
	m->resumed = !ret;
	return ret;
}

void vfiov_migration_abandon(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	int ret;

	if (m->transfer && m->state == VFIO_DEVICE_STATE_STOP_COPY) {
		end_save(vf);
	} else if (m->transfer || m->resumed) {
		ret = end_transfer(m);
		/* A stream that was refused is recorded. */
		if (!ret || ret == -ENODATA)
			vfiov_migration_tell(vf, VFIOV_EVENT_MIGRATION_CANCELLED, m->bytes,
					     time_us(m));
	}
	m->saved = false;
	m->resumed = false;
}

struct file *vfiov_migration_step(struct vfiov_vf *vf, enum vfio_device_mig_state new)
{
	struct vfiov_migration *m = &vf->migration;
	int ret = 0;

	switch (m->state) {
	case VFIO_DEVICE_STATE_RUNNING:
		ret = vfiov_migration_stop(vf);
		break;
	case VFIO_DEVICE_STATE_RUNNING_P2P:
		if (new != VFIO_DEVICE_STATE_RUNNING)
			break;
		ret = vfiov_migration_start(vf);
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
		end_save(vf);
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
