/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "policy/ascii.h"
#include "policy/utf8.h"

#include "text.h"

static bool terminal_has_color(int fd)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color && *no_color)
		return false;
	return isatty(fd) && term && strcmp(term, "dumb");
}

int cmd_color_parse(const char *when, int fd, bool *color)
{
	if (!strcmp(when, "auto"))
		*color = terminal_has_color(fd);
	else if (!strcmp(when, "always"))
		*color = true;
	else if (!strcmp(when, "never"))
		*color = false;
	else
		return -EINVAL;
	return 0;
}

/* C1, U+0080 to U+009F, controls a terminal like C0: U+009B is ESC and "[" in one character. */
static bool is_control(const unsigned char *text)
{
	return vfv_is_control(text[0]) || (text[0] == 0xc2 && text[1] < 0xa0);
}

void cmd_text_put(FILE *file, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		size_t length = vfv_utf8_length((const unsigned char *)text, left);

		if (!length || is_control((const unsigned char *)text)) {
			fputc('?', file);
			length += !length;
		} else {
			fwrite(text, 1, length, file);
		}
		text += length;
		left -= length;
	}
}

void cmd_text_line(FILE *file, const char *format, ...)
{
	char text[CMD_LINE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	cmd_text_put(file, text);
	fputc('\n', file);
}

void cmd_text_style(FILE *file, bool color, enum cmd_style style, const char *text)
{
	static const char *const codes[] = {
		[CMD_PLAIN] = "",	 [CMD_BOLD] = "\033[1m",  [CMD_DIM] = "\033[2m",
		[CMD_GOOD] = "\033[32m", [CMD_WARN] = "\033[33m", [CMD_BAD] = "\033[31m",
	};

	if (!color || style == CMD_PLAIN) {
		cmd_text_put(file, text);
		return;
	}
	fputs(codes[style], file);
	cmd_text_put(file, text);
	fputs("\033[0m", file);
}

void cmd_text_quote(FILE *file, const char *text)
{
	fputc('\'', file);
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", file);
		else
			fputc(*text, file);
	fputc('\'', file);
}
