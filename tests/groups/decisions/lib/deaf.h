/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <sys/types.h>

/*
 * Shrinks the receive buffers of all netlink sockets of the process that are in a multicast group.
 * The kernel sends so few doorbells that none would be lost otherwise. Gives up with "Bail out!".
 */
void deaf_make(pid_t pid);
