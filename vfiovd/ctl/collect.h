/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the inventories of other hosts: output of "list --json", and archives of "report". */
#pragma once

#include "collected.h"

enum {
	CMD_COLLECT_FILES = 4096,	 /* maximum number in a directory */
	CMD_COLLECT_LIST = 16 << 20,	 /* maximum size in bytes of a list, in a file or archive */
	CMD_COLLECT_ARCHIVE = 128 << 20, /* maximum size in bytes of an archive */
};

/* Called for each inventory; @path is its file. */
typedef void cmd_collect_fn(const char *path, const struct cmd_collected *collected,
			    void *userdata);

/**
 * cmd_collect - read a file, or all files of a directory whose names end in ".json" or ".tar"
 * @path: a directory is read in byte order of the names, without its subdirectories
 *
 * Only one inventory is in memory at a time. A file that cannot be used is reported, and the others
 * are still read.
 *
 * Return: CMD_OK, or the first reported error.
 */
enum cmd_exit cmd_collect(const struct cmd *cmd, const char *path, cmd_collect_fn *take,
			  void *userdata);
