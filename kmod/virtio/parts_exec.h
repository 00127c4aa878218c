/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_PARTS_EXEC_H
#define VFIOV_PARTS_EXEC_H

#include <linux/types.h>

struct pci_dev;
struct vfiov_command;

/* Bytes before the parts in the data of VFIOV_ADMIN_PARTS_SET; vfiov_parts_exec() sets them. */
#define VFIOV_PARTS_HEADER	8

/* Return: true if both the kernel and the PF of a VF support device parts now. */
bool vfiov_parts_possible(struct pci_dev *pdev);

/* Execute a command in its worker. Return: same as virtio_pci's call. */
int vfiov_parts_exec(struct vfiov_command *cmd);

/*
 * Called by the worker if nobody waits for the command, or the caller has given up: destroy the
 * object that the command used.
 */
void vfiov_parts_orphan(struct vfiov_command *cmd);

/* Report that an object was not destroyed. @error: negative errno. */
void vfiov_parts_kept(struct pci_dev *pdev, u32 object, int error);

#endif
