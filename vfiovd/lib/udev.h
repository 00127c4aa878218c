/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The state of a network interface in udev. */

#include <stdbool.h>

/*
 * Returns true if the interface's name is final. udev may rename an interface until it is done with
 * it; without udev, names are final. Reads udev's database below ROOT; "" is the running system. If
 * that fails, the name counts as not final.
 */
bool vfv_udev_is_done(const char *root, int ifindex);
