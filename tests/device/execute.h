/* SPDX-License-Identifier: GPL-2.0-only */
/* Executes group administration commands. */
#pragma once

#include "command.h"

struct vfdev_pf;

/* Executes the command and fills in its answer. */
void vfdev_command_execute(struct vfdev_pf *pf, struct vfdev_command *command);

/* Returns the list of commands that the PF reports for LIST_QUERY. */
uint64_t vfdev_command_list(const struct vfdev_pf *pf);
