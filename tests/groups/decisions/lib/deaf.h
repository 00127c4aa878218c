/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <sys/types.h>

/*
 * Shrinks the receive buffers of all multicast netlink sockets of the process. Without this, no
 * doorbell would be lost, because the kernel sends few of them. Errors end the test with "Bail
 * out!".
 */
void deaf_make(pid_t pid);
