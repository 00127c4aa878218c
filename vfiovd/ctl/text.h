/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints text for people: with colour, and without anything that could control a terminal. */
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
 * Apply --color=WHEN to output on @fd; "auto" means only on a terminal and without NO_COLOR.
 * Return: 0 or -EINVAL.
 */
int cmd_color_parse(const char *when, int fd, bool *color);

/*
 * Write @text with "?" for control characters and invalid UTF-8, which names of processes may
 * contain.
 */
void cmd_text_put(FILE *file, const char *text);

/* Longer than any line that vfiovctl prints: at most two cells and the text around them. */
enum { CMD_LINE_SIZE = 1024 };

/* Write a line of text, truncated to that size; it always ends with a line feed. */
void cmd_text_line(FILE *file, const char *format, ...) _printf_(2, 3);

/* Write @text, in @style if @color. */
void cmd_text_style(FILE *file, bool color, enum cmd_style style, const char *text);

/* Write @text unchanged, quoted as one word for a shell. */
void cmd_text_quote(FILE *file, const char *text);
