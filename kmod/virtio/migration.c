// SPDX-License-Identifier: GPL-2.0-only
/*
 * Live migration of an open VF with VFIO's protocol v2: the states, and what each transition does.
 *
 *	RUNNING -> RUNNING_P2P	Send the registers that were held back, read the device config that
 *				the guest wrote, and stop the device.
 *	RUNNING_P2P -> STOP	Nothing: the device is stopped in both states.
 *	STOP -> STOP_COPY	Read the device parts and return a file with the stream.
 *	STOP -> RESUMING	Return a file for the stream. Its write() sends the device parts.
 *	RESUMING -> STOP	Set the legacy interface as the stream says.
 *	RUNNING_P2P -> RUNNING	Let the device run, and write its device config.
 *
 * User space restores config space, BARs and interrupts, as QEMU does.
 *
 * PRE_COPY is not supported: parts may change until the device is stopped, so all of them would
 * have to be read again then. Only the object would be created earlier. With upstream's driver that
 * is an eighth of the time in which the device is stopped (tests/figures/migration.c).
 *
 * mig_ops is NULL when the VF is registered, is set in open and cleared in close, so a VF without
 * the grant answers as with vfio-pci. VFIO reads it only in ioctls of an open device, and in
 * debugfs, whose files exist only if it was set at registration.
 *
 * If a command gets no answer, the state of the device is unknown: the state is then ERROR, until
 * the function is reset.
 *
 * Locks: migration.lock -> lock of the transfer -> bar0.lock. User memory is accessed with none of
 * them, because the access may never end. A reset may run under memory_lock, which is inside
 * bar0.lock, so it only sets migration.reset. The file of a transfer checks it, and whoever takes
 * migration.lock next handles it.
 */

#include <linux/pci.h>

#include "migration.h"
#include "migration_step.h"
#include "migration_tell.h"
#include "parts.h"
#include "profiles.h"
#include "vf.h"

static struct vfiov_vf *to_vf(struct vfio_device *vdev)
{
	return container_of(vdev, struct vfiov_vf, core.vdev);
}

/*
 * Handle a reset. VFIO expects the device to run after it; the specification does not say so.
 * m->stopped is kept, so close lets the device run in any case. Called with m->lock held.
 */
static void catch_up(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;

	if (!atomic_read(&m->reset))
		return;
	/* The file fails while @reset is set, so end its transfer before clearing it. */
	vfiov_migration_abandon(vf);
	atomic_set(&m->reset, 0);
	m->state = VFIO_DEVICE_STATE_RUNNING;
}

/* Return: 0 or -EINTR. */
static int lock(struct vfiov_vf *vf)
{
	if (mutex_lock_killable(&vf->migration.lock))
		return -EINTR;
	catch_up(vf);
	return 0;
}

/* Return: what failed when the state became ERROR. */
static const char *failure(enum vfio_device_mig_state was)
{
	switch (was) {
	case VFIO_DEVICE_STATE_RUNNING:
		return "could not stop the device";
	case VFIO_DEVICE_STATE_RESUMING:
		return "the device did not get its state";
	default:
		return "could not let the device run";
	}
}

static struct file *set_state(struct vfio_device *vdev, enum vfio_device_mig_state new)
{
	struct vfiov_vf *vf = to_vf(vdev);
	struct vfiov_migration *m = &vf->migration;
	enum vfio_device_mig_state next, was;
	struct file *file = NULL;
	int ret;

	if (lock(vf))
		return ERR_PTR(-EINTR);
	was = m->state;
	while (m->state != new) {
		was = m->state;
		ret = vfio_mig_get_next_state(vdev, m->state, new, &next);
		if (!ret && WARN_ON(file))
			ret = -EINVAL;
		if (ret) {
			file = ERR_PTR(ret);
			break;
		}
		file = vfiov_migration_step(vf, next);
		if (IS_ERR(file))
			break;
		m->state = next;
	}
	if (IS_ERR(file) && m->state == VFIO_DEVICE_STATE_ERROR && was != m->state)
		vfiov_migration_fail(vf, PTR_ERR(file), failure(was));
	mutex_unlock(&m->lock);
	return file;
}

static int get_state(struct vfio_device *vdev, enum vfio_device_mig_state *state)
{
	struct vfiov_vf *vf = to_vf(vdev);

	if (lock(vf))
		return -EINTR;
	*state = vf->migration.state;
	mutex_unlock(&vf->migration.lock);
	return 0;
}

/* An upper bound, because it is read while the device runs, and without a command. */
static int get_data_size(struct vfio_device *vdev, unsigned long *len)
{
	*len = VFIOV_STREAM_HEADER + VFIOV_STREAM_PARTS_MAX;
	return 0;
}

static const struct vfio_migration_ops migration_ops = {
	.migration_set_state = set_state,
	.migration_get_state = get_state,
	.migration_get_data_size = get_data_size,
};

void vfiov_migration_init(struct vfiov_vf *vf)
{
	mutex_init(&vf->migration.lock);
	atomic_set(&vf->migration.reset, 0);
	vf->migration.state = VFIO_DEVICE_STATE_RUNNING;
}

bool vfiov_migration_possible(struct vfiov_vf *vf)
{
	return vfiov_virtio_driver.migratable(&vf->dev);
}

void vfiov_migration_open(struct vfiov_vf *vf)
{
	struct vfio_device *vdev = &vf->core.vdev;

	vdev->migration_flags = VFIO_MIGRATION_STOP_COPY | VFIO_MIGRATION_P2P;
	vdev->mig_ops = &migration_ops;
}

void vfiov_migration_close(struct vfiov_vf *vf)
{
	struct vfio_device *vdev = &vf->core.vdev;
	struct vfiov_migration *m = &vf->migration;

	if (!vdev->mig_ops)
		return;
	mutex_lock(&m->lock);
	vfiov_migration_abandon(vf);
	m->state = VFIO_DEVICE_STATE_RUNNING;
	mutex_unlock(&m->lock);
	vdev->mig_ops = NULL;
	vdev->migration_flags = 0;
}

void vfiov_migration_run(struct vfiov_vf *vf)
{
	struct vfiov_migration *m = &vf->migration;
	bool unknown;
	int ret = 0;

	mutex_lock(&m->lock);
	/* The transfer ended in close. */
	atomic_set(&m->reset, 0);
	if (m->stopped)
		ret = vfiov_parts_mode(vf, false, &unknown);
	m->stopped = !!ret;
	mutex_unlock(&m->lock);
	if (ret)
		dev_warn_ratelimited(&vf->core.pdev->dev, "the device may still be stopped (%d)\n",
				     ret);
}
