/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of a test, one line of text each, from the guest or from QMP. README.md lists them.
 *
 *	WORD... [KEY=VALUE]...
 */
#pragma once

#include "device.h"

/*
 * Executes one line and appends its answer, of at most `room` bytes, to `out`. On an error it
 * returns false, sets errp and changes nothing.
 */
bool vfdev_console(struct vfdev_pf *pf, const char *line, size_t room, GString *out, Error **errp);
