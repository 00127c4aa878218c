/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "policy/ascii.h"

#include "text.h"

static bool terminal_has_color(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color && *no_color)
		return false;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb");
}

int cmd_color_parse(const char *when, bool *color)
{
	if (!strcmp(when, "auto"))
		*color = terminal_has_color();
	else if (!strcmp(when, "always"))
		*color = true;
	else if (!strcmp(when, "never"))
		*color = false;
	else
		return -EINVAL;
	return 0;
}

void cmd_text_put(FILE *file, const char *text)
{
	for (; *text; text++)
		fputc(vfv_is_control((unsigned char)*text) ? '?' : *text, file);
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
