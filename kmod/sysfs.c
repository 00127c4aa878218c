// SPDX-License-Identifier: GPL-2.0-only
/*
 * What netlink tells of a VF, for those who have no netlink: scripts, udev, libvirt.
 */

#include <linux/device.h>
#include <linux/pci.h>
#include <linux/string_choices.h>
#include <linux/unaligned.h>

#include "names.h"
#include "pf.h"
#include "state.h"
#include "sysfs.h"
#include "vf.h"

/* Attributes exist only while the driver is bound, and drvdata with it. */
static struct vfiov_vf *to_vf(struct device *dev)
{
	struct vfio_pci_core_device *core = dev_get_drvdata(dev);

	return container_of(core, struct vfiov_vf, core);
}

static ssize_t available_profiles_show(struct device *dev, struct device_attribute *attr,
				       char *buf)
{
	u32 missing, available;
	ssize_t len = 0;

	available = vfiov_vf_available(to_vf(dev), &missing);
	for (unsigned int i = 0; i <= VFIOV_PROFILE_MAX; i++)
		if (available & BIT(i))
			len += sysfs_emit_at(buf, len, "%s%s", len ? " " : "",
					     vfiov_profile_name(i));
	return len + sysfs_emit_at(buf, len, "\n");
}
static DEVICE_ATTR_RO(available_profiles);

static ssize_t current_profile_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	enum vfiov_profile profile;

	mutex_lock(&vfiov.lock);
	profile = vfiov_decide_current(to_vf(dev))->profile;
	vfiov_unlock();
	return sysfs_emit(buf, "%s\n", vfiov_profile_name(profile));
}
static DEVICE_ATTR_RO(current_profile);

static ssize_t pending_profile_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct vfiov_vf *vf = to_vf(dev);
	enum vfiov_profile now, next;

	mutex_lock(&vfiov.lock);
	now = vfiov_decide_current(vf)->profile;
	next = vf->choice.next.profile;
	vfiov_unlock();
	return sysfs_emit(buf, "%s\n", now == next ? "" : vfiov_profile_name(next));
}
static DEVICE_ATTR_RO(pending_profile);

static ssize_t reason_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct vfiov_decision d;

	mutex_lock(&vfiov.lock);
	d = *vfiov_decide_current(to_vf(dev));
	vfiov_unlock();
	return sysfs_emit(buf, "%s: %s\n", vfiov_source_name(d.source),
			  d.rule[0] ? d.rule : vfiov_cause_name(d.cause));
}
static DEVICE_ATTR_RO(reason);

static ssize_t migration_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	bool on;

	mutex_lock(&vfiov.lock);
	on = vfiov_decide_current(to_vf(dev))->migration;
	vfiov_unlock();
	return sysfs_emit(buf, "%s\n", str_on_off(on));
}
static DEVICE_ATTR_RO(migration);

/* As lspci writes it. For root, as the PCI core has it. */
static ssize_t serial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct vfiov_pf *pf = to_vf(dev)->pf;
	u8 bytes[sizeof(pf->serial)];

	if (!pf || !pf->serial)
		return sysfs_emit(buf, "\n");
	put_unaligned_be64(pf->serial, bytes);
	return sysfs_emit(buf, "%*phD\n", (int)sizeof(bytes), bytes);
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

const struct attribute_group *vfiov_sysfs_groups[] = {
	&vfiov_group,
	NULL
};

void vfiov_sysfs_changed(struct vfiov_vf *vf)
{
	struct vfiov_choice *c = &vf->choice;
	enum vfiov_profile now = vfiov_decide_current(vf)->profile;

	lockdep_assert_held(&vfiov.lock);
	if (c->shown == now && c->shown_next == c->next.profile)
		return;
	c->shown = now;
	c->shown_next = c->next.profile;
	vfiov_outbox_uevent(&vf->core.pdev->dev, now);
}
