/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the process that has a device open. */
#pragma once

#include <stdbool.h>

#include "cmd.h"

enum { CMD_PROCESS_TEXT = 64 };

/**
 * cmd_process_find - search the descriptors of all processes
 * @root: "" for the running system
 * @is_block: true for a block device, false for a character device
 * @device: its number
 * @text: set to the name and number of the first process that has it open, such as "qemu-kvm
 *	(process 4121)"
 *
 * It does not see processes that the caller may not inspect. Return: true if there is one.
 */
bool cmd_process_find(const char *root, bool is_block, dev_t device,
		      char text[static CMD_PROCESS_TEXT]);

/*
 * Read the device number in the sysfs file @path, such as "511:0". Return: false if there is none.
 */
bool cmd_device_number(dev_t *device, const char *format, ...) _printf_(2, 3);
