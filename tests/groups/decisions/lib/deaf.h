/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <sys/types.h>

/*
 * Leave the process next to no room for events: of all its netlink sockets that are in a multicast
 * group. The kernel rings seldom enough that no event is lost otherwise. Gives up with "Bail out!".
 */
void deaf_make(pid_t pid);
