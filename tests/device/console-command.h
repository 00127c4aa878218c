/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the files that implement a test's commands; console.c finds the command. */
#pragma once

#include "device.h"

struct vfdev_console {
	struct vfdev_pf *pf;
	char **words; /* the words after those of the command itself */
	size_t room;
	GString *out;
};

/* console-fault.c */
bool vfdev_console_fault_add(struct vfdev_console *c, Error **errp);
bool vfdev_console_fault_list(struct vfdev_console *c, Error **errp);
bool vfdev_console_fault_delete(struct vfdev_console *c, Error **errp);
bool vfdev_console_fault_clear(struct vfdev_console *c, Error **errp);

/* console-pf.c */
bool vfdev_console_break(struct vfdev_console *c, Error **errp);
bool vfdev_console_notify_info(struct vfdev_console *c, Error **errp);
bool vfdev_console_vf_queues(struct vfdev_console *c, Error **errp);
bool vfdev_console_commands(struct vfdev_console *c, Error **errp);
bool vfdev_console_vf_property(struct vfdev_console *c, Error **errp);
bool vfdev_console_queue_size(struct vfdev_console *c, Error **errp);
bool vfdev_console_link(struct vfdev_console *c, Error **errp);
bool vfdev_console_error(struct vfdev_console *c, Error **errp);
bool vfdev_console_unplug(struct vfdev_console *c, Error **errp);
bool vfdev_console_plug(struct vfdev_console *c, Error **errp);

/* console-parts.c */
bool vfdev_console_parts(struct vfdev_console *c, Error **errp);
