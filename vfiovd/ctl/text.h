/* SPDX-License-Identifier: GPL-2.0-only */
/* Text for people: colour, and nothing that could steer a terminal. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "lib/macro.h"

enum cmd_style {
	CMD_PLAIN,
	CMD_BOLD,
	CMD_DIM,
	CMD_GOOD,
	CMD_WARN,
	CMD_BAD,
};

/*
 * --color=WHEN for what is written to @fd; "auto" is only on a terminal and without NO_COLOR.
 * Return: 0 or -EINVAL.
 */
int cmd_color_parse(const char *when, int fd, bool *color);

/*
 * Write @text with "?" for control characters and for what is not UTF-8: names of
 * processes may have any.
 */
void cmd_text_put(FILE *file, const char *text);

/* Longer than any line of ours: two cells and what stands around them. */
enum { CMD_LINE_SIZE = 1024 };

/* A line of it, cut to that size, which ends with a line feed of its own. */
void cmd_text_line(FILE *file, const char *format, ...) _printf_(2, 3);

/* The same in a style, when @color. */
void cmd_text_style(FILE *file, bool color, enum cmd_style style, const char *text);

/* Write @text, as it is, as one word for a shell. */
void cmd_text_quote(FILE *file, const char *text);
