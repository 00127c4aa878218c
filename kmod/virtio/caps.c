// SPDX-License-Identifier: GPL-2.0-only
/*
 * The capability list of the legacy profile. It hides virtio's own capabilities, so a driver that
 * supports both interfaces finds only the legacy one. MSI-X and all other capabilities, including
 * those of the device's vendor, keep their offsets.
 */

#include <linux/pci.h>
#include <linux/uaccess.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_pci.h>

#include "caps.h"
#include "vf.h"

static int hide(struct vfiov_caps *c, u8 pos, u8 len)
{
	if (c->nr_hidden == VFIOV_CAPS_MAX)
		return -E2BIG;
	c->hidden[c->nr_hidden].pos = pos;
	c->hidden[c->nr_hidden].len = len;
	c->nr_hidden++;
	return 0;
}

static int link_to(struct vfiov_caps *c, u8 pos, u8 next)
{
	if (c->nr_links == VFIOV_CAPS_MAX)
		return -E2BIG;
	c->links[c->nr_links].pos = pos;
	c->links[c->nr_links].next = next;
	c->nr_links++;
	return 0;
}

/*
 * Return: true if a vendor capability describes the modern interface (virtio 1.3 section 4.1.4).
 * Type 9 is the vendor's own data, and a driver must ignore reserved types. Like drivers, this
 * function checks only the type, not the length.
 */
static bool is_modern(u8 cfg_type)
{
	switch (cfg_type) {
	case VIRTIO_PCI_CAP_COMMON_CFG:
	case VIRTIO_PCI_CAP_NOTIFY_CFG:
	case VIRTIO_PCI_CAP_ISR_CFG:
	case VIRTIO_PCI_CAP_DEVICE_CFG:
	case VIRTIO_PCI_CAP_PCI_CFG:
	case VIRTIO_PCI_CAP_SHARED_MEMORY_CFG:
		return true;
	}
	return false;
}

int vfiov_caps_hide(struct vfiov_vf *vf)
{
	/* Use the list as the core presents it, because the core may hide capabilities, too. */
	const u8 *config = vf->core.vconfig;
	struct vfiov_caps *c = &vf->caps;
	u8 link = PCI_CAPABILITY_LIST;
	bool skipped = false;
	int ret = 0;
	u8 pos;

	vfiov_caps_show(vf);
	/* Config space has room for 48 capabilities. The bound also ends a circular list. */
	pos = config[link] & ~3;
	for (int i = 0; i < 48 && pos >= PCI_STD_HEADER_SIZEOF && !ret; i++) {
		if (config[pos] == PCI_CAP_ID_VNDR &&
		    is_modern(config[pos + offsetof(struct virtio_pci_cap, cfg_type)])) {
			ret = hide(c, pos, min(config[pos + PCI_CAP_FLAGS], 256 - pos));
			skipped = true;
		} else {
			if (skipped)
				ret = link_to(c, link, pos);
			skipped = false;
			link = pos + PCI_CAP_LIST_NEXT;
		}
		pos = config[pos + PCI_CAP_LIST_NEXT] & ~3;
	}
	if (!ret && skipped)
		ret = link_to(c, link, 0);
	if (ret)
		vfiov_caps_show(vf);
	return ret;
}

void vfiov_caps_show(struct vfiov_vf *vf)
{
	vf->caps.nr_hidden = 0;
	vf->caps.nr_links = 0;
}

static bool is_hidden(const struct vfiov_caps *c, loff_t pos)
{
	for (unsigned int i = 0; i < c->nr_hidden; i++)
		if (pos >= c->hidden[i].pos && pos < c->hidden[i].pos + c->hidden[i].len)
			return true;
	return false;
}

size_t vfiov_caps_run(struct vfiov_vf *vf, loff_t pos, size_t count, bool *hidden)
{
	size_t n;

	*hidden = is_hidden(&vf->caps, pos);
	if (!vf->caps.nr_hidden)
		return count;
	for (n = 1; n < count && is_hidden(&vf->caps, pos + n) == *hidden; n++)
		;
	return n;
}

int vfiov_caps_overlay(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos)
{
	const struct vfiov_caps *c = &vf->caps;
	size_t n;
	bool hidden;

	for (unsigned int i = 0; i < c->nr_links; i++) {
		loff_t at = c->links[i].pos - pos;

		if (at >= 0 && at < count && put_user(c->links[i].next, (u8 __user *)buf + at))
			return -EFAULT;
	}
	for (; count; pos += n, buf += n, count -= n) {
		n = vfiov_caps_run(vf, pos, count, &hidden);
		if (hidden && clear_user(buf, n))
			return -EFAULT;
	}
	return 0;
}
