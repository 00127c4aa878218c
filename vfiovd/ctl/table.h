/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables whose columns are as wide as their widest cell. */
#pragma once

#include "lib/macro.h"

#include "cmd.h"
#include "text.h"

enum { CMD_COLUMNS_MAX = 8 };

struct cmd_table {
	const char *const *headers; /* NULL at the end */
	size_t n_columns;
	struct {
		char *text;
		enum cmd_style style;
	} * cells;
	size_t n_cells;
	bool failed; /* memory ran out: a cell is missing, and those after it are in the wrong
		      * columns */
};

/* @headers are borrowed until the table is printed. */
void cmd_table_init(struct cmd_table *table, const char *const *headers);

/* Add a cell; rows fill from left to right. */
_printf_(3, 4) void cmd_table_add(struct cmd_table *table, enum cmd_style style, const char *format,
				  ...);

/* Free the cells of a table that will not be printed. */
void cmd_table_done(struct cmd_table *table);

/*
 * Print to stdout and free. Return: CMD_OK, or CMD_FAILED, reported, if out of memory; in that case
 * nothing is printed.
 */
enum cmd_exit cmd_table_print(const struct cmd *cmd, struct cmd_table *table);
