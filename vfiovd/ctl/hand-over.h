/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking a VF from one driver to another, and back when that fails. */
#pragma once

#include "driver.h"
#include "inventory.h"

/**
 * cmd_hand_over - take the VF from the driver that it has and offer it to others
 * @override: the only driver that may have it from now on; "": any
 * @driver: set to the one that has it then, "" for none
 *
 * A VF that is in use is left alone.
 *
 * Return: CMD_OK when it was offered, CMD_BUSY when it is in use, or what else was reported. Then
 * the driver of before has been offered the VF again.
 */
enum cmd_exit cmd_hand_over(const struct cmd *cmd, int devices, const struct cmd_vf *vf,
			    const char *override, char driver[static CMD_DRIVER_SIZE]);

/* The driver of before gets the VF again, with the driver_override of before. */
void cmd_hand_back(int devices, const struct cmd_vf *vf);
