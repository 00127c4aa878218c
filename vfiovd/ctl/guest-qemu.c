/* SPDX-License-Identifier: GPL-2.0-only */
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "guest.h"

/* The first version that has iommufd= for vfio-pci. */
enum { QEMU_WITH_IOMMUFD = 9 };

/* Every QEMU can use the group, but a kernel may have only the cdev. */
static bool has_group(const struct cmd *cmd, const struct cmd_vf *vf)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/dev/vfio/%d", cmd->root,
			vf->attachment.iommu_group) < PATH_MAX &&
	       access(path, F_OK) >= 0;
}

void cmd_guest_qemu(const struct cmd *cmd, struct cmd_guest *guest)
{
	const struct cmd_vf *vf = guest->vf;
	bool by_cdev = *vf->attachment.cdev && !has_group(cmd, vf);

	if (!by_cdev) {
		snprintf(guest->text, sizeof(guest->text), "-device vfio-pci,host=%s\n",
			 vf->vf.bdf);
		return;
	}
	snprintf(guest->text, sizeof(guest->text),
		 "-object iommufd,id=iommufd0\n-device vfio-pci,host=%s,iommufd=iommufd0\n",
		 vf->vf.bdf);
	cmd_guest_note(guest, "one -object iommufd serves all devices of the guest");
	if (guest->version.major && guest->version.major < QEMU_WITH_IOMMUFD)
		cmd_guest_note(guest,
			       "this kernel has VFIO devices without groups, which QEMU %u.%u "
			       "does not support: QEMU %d.0 or later is required",
			       guest->version.major, guest->version.minor, QEMU_WITH_IOMMUFD);
}
