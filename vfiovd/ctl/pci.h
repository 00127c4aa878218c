/* SPDX-License-Identifier: GPL-2.0-only */
/* What /sys says of VFs, whatever driver they have. */
#pragma once

#include "lib/msg.h"

enum { CMD_DRIVER_SIZE = 64 };

struct cmd_pci {
	struct vfv_vf vf;	      /* with the attributes that /sys knows */
	char driver[CMD_DRIVER_SIZE]; /* "" when it has none */
};

/**
 * cmd_pci_scan - find all VFs of virtio devices
 * @root: directory that stands for "/", "" for "/" itself
 * @ret: set to an array that the caller frees, in no order
 *
 * Return: 0, also when there is no PCI bus; -ENOMEM.
 */
int cmd_pci_scan(const char *root, struct cmd_pci **ret, size_t *n);
