/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A real journald in a mount namespace of this process, with its journal in memory. It needs root,
 * or unprivileged user namespaces.
 */

#include <stdbool.h>
#include <sys/types.h>

/* The file for settings of journald that a test needs. */
#define OWN_JOURNALD_DROP_IN "/run/systemd/journald.conf.d/z.conf"

/* Creates the namespace, and starts journald. Returns false if that is not possible here. */
bool own_journald_begin(void);

/* Starts journald, and waits until it listens. */
bool own_journald_start(void);
/* Kills journald. Afterwards, nobody listens on its socket. */
void own_journald_end(void);
void own_journald_signal(int signal);

/* Writes a file, and returns false if that fails. */
bool own_journald_write(const char *path, const char *text);
