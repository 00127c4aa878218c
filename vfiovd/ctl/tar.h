/* SPDX-License-Identifier: GPL-2.0-only */
/* A tar archive of small files (POSIX.1-1988, "ustar"). */
#pragma once

#include <stdio.h>
#include <time.h>

/**
 * cmd_tar_put - append one file
 * @name: at most 99 bytes
 *
 * Return: 0 or a negative errno.
 */
int cmd_tar_put(FILE *archive, const char *name, const char *data, size_t size, time_t time);

/* Write the end of the archive. Return: 0 or a negative errno. */
int cmd_tar_end(FILE *archive);
