/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Has a VF bound whenever it appears, after a boot or when VFs are created again. driverctl does
 * this if it is installed, otherwise the udev rule of this package. Both have a directory with one
 * file per device, which is named after the device's PCI address and contains the name of the
 * driver.
 */
#pragma once

#include "cmd.h"

enum cmd_keeper {
	CMD_KEEPER_NONE,
	CMD_KEEPER_DRIVERCTL,
	CMD_KEEPER_UDEV,
};

/* Return: what binds the VF to our driver whenever it appears. */
enum cmd_keeper cmd_keeper_find(const struct cmd *cmd, const char *bdf);

/**
 * cmd_keeper_check - check whether cmd_keeper_add() is possible
 *
 * Return: CMD_OK; CMD_FAILED, reported, if driverctl keeps another driver for the VF.
 */
enum cmd_exit cmd_keeper_check(const struct cmd *cmd, const char *bdf);

/**
 * cmd_keeper_add - have the VF bound to our driver whenever it appears
 *
 * It changes nothing if that is already the case. Return: CMD_OK, or the reported error.
 */
enum cmd_exit cmd_keeper_add(const struct cmd *cmd, const char *bdf);

/* Stop keeping the VF bound. Return: CMD_OK, even if nothing was kept, or the reported error. */
enum cmd_exit cmd_keeper_remove(const struct cmd *cmd, const char *bdf);

/* Return the name for JSON, and the directory for people; NULL for CMD_KEEPER_NONE. */
const char *cmd_keeper_name(enum cmd_keeper keeper);
const char *cmd_keeper_dir(enum cmd_keeper keeper);
