/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdarg.h>
#include <string.h>

#include "fail.h"
#include "table.h"

void cmd_table_init(struct cmd_table *table, const char *const *headers)
{
	*table = (struct cmd_table){ .headers = headers };
	while (headers[table->n_columns])
		table->n_columns++;
}

void cmd_table_add(struct cmd_table *table, enum cmd_style style, const char *format, ...)
{
	void *cells = reallocarray(table->cells, table->n_cells + 1, sizeof(*table->cells));
	va_list args;
	char *text;
	int r;

	if (cells)
		table->cells = cells;
	va_start(args, format);
	r = vasprintf(&text, format, args);
	va_end(args);
	if (!cells || r < 0) {
		table->failed = true;
		if (r >= 0)
			free(text);
		return;
	}
	table->cells[table->n_cells].text = text;
	table->cells[table->n_cells++].style = style;
}

/* Cells are stored row by row. */
static size_t next_column(const struct cmd_table *table, size_t column)
{
	return column + 1 < table->n_columns ? column + 1 : 0;
}

static void measure(const struct cmd *cmd, const struct cmd_table *table, size_t *widths)
{
	for (size_t i = 0; i < table->n_columns; i++)
		widths[i] = cmd->legend ? strlen(table->headers[i]) : 0;
	for (size_t i = 0, column = 0; i < table->n_cells; i++) {
		size_t width = strlen(table->cells[i].text);

		if (width > widths[column])
			widths[column] = width;
		column = next_column(table, column);
	}
}

/*
 * Print two blanks before each column except the first, so that an empty last column does not add
 * trailing blanks.
 */
static void put_cell(const struct cmd *cmd, const struct cmd_table *table, size_t column,
		     const size_t *widths, size_t *gap, enum cmd_style style, const char *text)
{
	size_t length = strlen(text);

	if (length) {
		printf("%*s", (int)*gap, "");
		cmd_text_style(stdout, cmd->color, style, text);
		*gap = 0;
	}
	*gap += widths[column] - length + 2;
	if (column + 1 == table->n_columns) {
		putchar('\n');
		*gap = 0;
	}
}

void cmd_table_done(struct cmd_table *table)
{
	for (size_t i = 0; i < table->n_cells; i++)
		free(table->cells[i].text);
	free(table->cells);
}

static void print(const struct cmd *cmd, const struct cmd_table *table)
{
	size_t widths[CMD_COLUMNS_MAX] = { 0 }, gap = 0;

	measure(cmd, table, widths);
	for (size_t i = 0; cmd->legend && i < table->n_columns; i++)
		put_cell(cmd, table, i, widths, &gap, CMD_BOLD, table->headers[i]);
	for (size_t i = 0, column = 0; i < table->n_cells; i++) {
		put_cell(cmd, table, column, widths, &gap, table->cells[i].style,
			 table->cells[i].text);
		column = next_column(table, column);
	}
}

enum cmd_exit cmd_table_print(const struct cmd *cmd, struct cmd_table *table)
{
	if (!table->failed)
		print(cmd, table);
	cmd_table_done(table);
	return table->failed ? cmd_fail_memory(cmd) : CMD_OK;
}
