/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What binds a VF again whenever it appears, after a boot or in a new set of VFs: driverctl where it
 * is installed, otherwise the udev rule of this package. Both have a file for each device that is
 * named after its PCI address and has the name of the driver in it, in a directory of their own.
 */
#pragma once

#include "cmd.h"

enum cmd_keeper {
	CMD_KEEPER_NONE,
	CMD_KEEPER_DRIVERCTL,
	CMD_KEEPER_UDEV,
};

/* Who binds the VF to our driver whenever it appears. */
enum cmd_keeper cmd_keeper_find(const struct cmd *cmd, const char *bdf);

/**
 * cmd_keeper_check - is there anything against cmd_keeper_add()?
 *
 * Return: CMD_OK; CMD_FAILED, reported, when driverctl keeps another driver for the VF.
 */
enum cmd_exit cmd_keeper_check(const struct cmd *cmd, const char *bdf);

/**
 * cmd_keeper_add - have the VF bound to our driver whenever it appears
 *
 * Nothing changes when it is already so. Return: CMD_OK, or what was reported.
 */
enum cmd_exit cmd_keeper_add(const struct cmd *cmd, const char *bdf);

/* No longer. Return: CMD_OK, also when nothing was kept, or what was reported. */
enum cmd_exit cmd_keeper_remove(const struct cmd *cmd, const char *bdf);

/* For JSON, and the directory for people; NULL for CMD_KEEPER_NONE. */
const char *cmd_keeper_name(enum cmd_keeper keeper);
const char *cmd_keeper_dir(enum cmd_keeper keeper);
