/* SPDX-License-Identifier: GPL-2.0-only */
/* Moves a VF from one driver to another, and back if that fails. */
#pragma once

#include "driver.h"
#include "inventory.h"

/**
 * cmd_hand_over - unbind the VF from its driver and offer it to others
 * @override: the only driver allowed from now on; "" allows any
 * @driver: set to the driver that has the VF afterwards, "" if none has
 *
 * A VF that is in use is not touched.
 *
 * Return: CMD_OK if it was offered, CMD_BUSY if it is in use, or another reported error. On an
 * error the VF has been offered to its previous driver again.
 */
enum cmd_exit cmd_hand_over(const struct cmd *cmd, int devices, const struct cmd_vf *vf,
			    const char *override, char driver[static CMD_DRIVER_SIZE]);

/* Give the VF back to its previous driver, with the previous driver_override. */
void cmd_hand_back(int devices, const struct cmd_vf *vf);
