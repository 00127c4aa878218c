/* SPDX-License-Identifier: GPL-2.0-only */
/* Parses points in time, in journalctl's formats. */
#pragma once

#include <stdint.h>
#include <time.h>

/**
 * cmd_since_parse - read "2026-11-23 14:02:11", "2026-11-23", "14:02", "now", "today", "yesterday",
 *	"@1795442531" or "-2h"
 * @now: in seconds since the epoch
 * @us: set to microseconds since the epoch, on success only
 *
 * Units after a number are s, m, h, d and w. A date that does not exist is -EINVAL. Times are
 * local. Return: 0 or -EINVAL.
 */
int cmd_since_parse(const char *text, time_t now, uint64_t *us);
