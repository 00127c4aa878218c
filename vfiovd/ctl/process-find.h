/* SPDX-License-Identifier: GPL-2.0-only */
/* Which process has a device open. */
#pragma once

#include <stdbool.h>

#include "cmd.h"

enum { CMD_PROCESS_TEXT = 64 };

/**
 * cmd_process_find - look through the descriptors of all processes
 * @root: "" for the running system
 * @is_block: a block device; otherwise a character device
 * @device: its number
 * @text: set to the name and number of the first process that has it open, as "qemu-kvm (process 4121)"
 *
 * A process that the caller may not look at is not seen. Return: whether there is one.
 */
bool cmd_process_find(const char *root, bool is_block, dev_t device,
		      char text[static CMD_PROCESS_TEXT]);

/* The number in the file @path of sysfs, as "511:0". Return: false when there is none. */
bool cmd_device_number(dev_t *device, const char *format, ...) _printf_(2, 3);
