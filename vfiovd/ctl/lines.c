/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "lib/macro.h"

#include "lines.h"

struct line {
	char text[CMD_LINES_LINE];
	size_t length;
	bool (*is_it)(const char *line, void *userdata);
	void *userdata;
};

static bool ends(struct line *line)
{
	line->text[line->length] = '\0';
	line->length = 0;
	return line->is_it(line->text, line->userdata);
}

static bool take(struct line *line, const char *data, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (data[i] == '\n') {
			if (ends(line))
				return true;
		} else if (line->length < CMD_LINES_LINE - 1) {
			line->text[line->length++] = data[i];
		}
	}
	return false;
}

int cmd_lines_find(int opened, bool (*is_it)(const char *line, void *userdata), void *userdata)
{
	_cleanup_close_ int fd = opened;
	struct line line = { .is_it = is_it, .userdata = userdata };
	char data[16384];
	size_t total = 0;
	ssize_t n;

	if (fd < 0)
		return fd;
	while ((n = read(fd, data, sizeof(data))) > 0) {
		if (take(&line, data, (size_t)n))
			return 1;
		total += (size_t)n;
		if (total > CMD_LINES_MAX)
			return -EFBIG;
	}
	if (n < 0)
		return -errno;
	return line.length && ends(&line);
}
