/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads systemd unit files: systemd.unit(5) and systemd.syntax(7). */
#pragma once

#include <stddef.h>

/* Called for each assignment in the section [Service], in order. */
typedef void cmd_service_take_fn(const char *key, const char *value, void *userdata);

/**
 * cmd_service_read - read a unit and its drop-ins
 * @root: directory that stands for "/", "" for "/" itself
 * @unit: its name, such as "vfiovd.service"
 *
 * Return: 0, -ENOENT if it is not installed, or -ENOMEM. A file that cannot be read is skipped.
 */
int cmd_service_read(const char *root, const char *unit, cmd_service_take_fn *take, void *userdata);
