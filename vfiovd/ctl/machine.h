/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the PCI devices of the machine, to compare them with the rules that name some of them. */
#pragma once

#include "policy/machine.h"

#include "cmd.h"

/* Call cmd_machine_done() at the end. */
struct cmd_machine {
	bool readable; /* false below a root without /sys, for example */
	struct vfv_machine machine;
};

/* Read /sys. Return: CMD_OK, even if there is no /sys; or the reported error. */
enum cmd_exit cmd_machine_read(const struct cmd *cmd, struct cmd_machine *machine);

void cmd_machine_done(struct cmd_machine *machine);
