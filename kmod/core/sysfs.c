// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netlink data of a VF as files, for users without netlink: scripts, udev, libvirt.
 */

#include <linux/device.h>
#include <linux/pci.h>
#include <linux/string_choices.h>
#include <linux/sysfs.h>
#include <linux/unaligned.h>

#include "entry.h"
#include "names.h"
#include "state.h"
#include "sysfs.h"

/*
 * Called with vfiov.lock held. The files are created before the VF is in vfiov.vfs.
 * Return: the VF, or NULL.
 */
static struct vfiov_entry *to_vf(struct device *dev)
{
	lockdep_assert_held(&vfiov.lock);
	return xa_load(&vfiov.vfs, vfiov_pci_key(to_pci_dev(dev)));
}

typedef ssize_t (*show_t)(struct vfiov_entry *vf, char *buf);

static ssize_t show(struct device *dev, char *buf, show_t how)
{
	struct vfiov_entry *vf;
	ssize_t ret = -ENODEV;

	mutex_lock(&vfiov.lock);
	vf = to_vf(dev);
	if (vf)
		ret = how(vf, buf);
	vfiov_unlock();
	return ret;
}

static ssize_t show_available(struct vfiov_entry *vf, char *buf)
{
	u32 missing, available = vfiov_available(vf, &missing);
	ssize_t len = 0;

	for (unsigned int i = 0; i < vf->driver->nr_profiles; i++)
		if (available & BIT(i))
			len += sysfs_emit_at(buf, len, "%s%s", len ? " " : "",
					     vfiov_profile_name(vf, i));
	return len + sysfs_emit_at(buf, len, "\n");
}

static ssize_t available_profiles_show(struct device *dev, struct device_attribute *attr,
				       char *buf)
{
	return show(dev, buf, show_available);
}
static DEVICE_ATTR_RO(available_profiles);

static ssize_t show_current(struct vfiov_entry *vf, char *buf)
{
	return sysfs_emit(buf, "%s\n", vfiov_profile_name(vf, vfiov_current(vf)->profile));
}

static ssize_t current_profile_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show(dev, buf, show_current);
}
static DEVICE_ATTR_RO(current_profile);

static ssize_t show_pending(struct vfiov_entry *vf, char *buf)
{
	unsigned int now = vfiov_current(vf)->profile, next = vf->choice.next.profile;

	return sysfs_emit(buf, "%s\n", now == next ? "" : vfiov_profile_name(vf, next));
}

static ssize_t pending_profile_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show(dev, buf, show_pending);
}
static DEVICE_ATTR_RO(pending_profile);

static ssize_t show_reason(struct vfiov_entry *vf, char *buf)
{
	const struct vfiov_decision *d = vfiov_current(vf);

	return sysfs_emit(buf, "%s: %s\n", vfiov_source_name(d->source),
			  d->rule[0] ? d->rule : vfiov_cause_name(d->cause));
}

static ssize_t reason_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show(dev, buf, show_reason);
}
static DEVICE_ATTR_RO(reason);

static ssize_t show_migration(struct vfiov_entry *vf, char *buf)
{
	return sysfs_emit(buf, "%s\n", str_on_off(vfiov_current(vf)->migration));
}

static ssize_t migration_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show(dev, buf, show_migration);
}
static DEVICE_ATTR_RO(migration);

/* Formatted as in lspci. */
static ssize_t show_serial(struct vfiov_entry *vf, char *buf)
{
	u8 bytes[sizeof(vf->serial)];

	if (!vf->serial)
		return sysfs_emit(buf, "\n");
	put_unaligned_be64(vf->serial, bytes);
	return sysfs_emit(buf, "%*phD\n", (int)sizeof(bytes), bytes);
}

/* Readable only by root, as in the PCI core. */
static ssize_t serial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show(dev, buf, show_serial);
}
static DEVICE_ATTR_ADMIN_RO(serial);

static struct attribute *vfiov_attrs[] = {
	&dev_attr_available_profiles.attr,
	&dev_attr_current_profile.attr,
	&dev_attr_pending_profile.attr,
	&dev_attr_reason.attr,
	&dev_attr_migration.attr,
	&dev_attr_serial.attr,
	NULL
};

static const struct attribute_group vfiov_group = {
	.name = "vfiov",
	.attrs = vfiov_attrs,
};

int vfiov_sysfs_add(struct pci_dev *pdev)
{
	return sysfs_create_group(&pdev->dev.kobj, &vfiov_group);
}

void vfiov_sysfs_remove(struct pci_dev *pdev)
{
	sysfs_remove_group(&pdev->dev.kobj, &vfiov_group);
}
