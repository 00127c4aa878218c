/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What udev has done with a network interface so far. */

#include <stdbool.h>

/*
 * Is the interface's name final? Until udev is done with an interface it may rename it. Without udev
 * nobody does. Below a ROOT ("" for the running system) its database there is looked at. When it cannot
 * be told the name is not final.
 */
bool vfv_udev_is_done(const char *root, int ifindex);
