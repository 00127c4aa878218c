/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A guest with a block VF of this profile writes to a file system on it, migrates, reboots at the
 * destination, and migrates back. @append is added to its kernel's command line. Returns the exit
 * status for main().
 */
int disk_moves(const char *profile, const char *append);
