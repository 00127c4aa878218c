/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* journald as a sink: sd_journal_sendv() to write, sd_journal_*() to find stored entries. */

#include "lib/macro.h"
#include "sink.h"

struct vd_journald;

/* SOCKET is the path of journald's socket, /run/systemd/journal/socket except in tests. */
int vd_journald_new(const char *socket, struct vd_journald **ret);
void vd_journald_free(struct vd_journald *journald);
VFV_DEFINE_CLEANUP(struct vd_journald *, vd_journald_free);

/* The sink is valid as long as JOURNALD is. */
struct vd_sink vd_journald_sink(struct vd_journald *journald);

/* Returns whether a process is listening on this datagram socket. */
bool vd_journald_present(const char *socket);
