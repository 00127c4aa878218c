/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "policy/utf8.h"

#include "option-take.h"
#include "since.h"
#include "text.h"

static int take_bool(const char *text, int *value)
{
	if (strcmp(text, "on") && strcmp(text, "off"))
		return -EINVAL;
	*value = !strcmp(text, "on");
	return 0;
}

static int take_seconds(const char *text, int *value)
{
	size_t length = strlen(text);

	if (!length || length > 4 || strspn(text, "0123456789") != length)
		return -EINVAL;
	*value = atoi(text);
	return 0;
}

/* Take a number of at least 1, with at most @digits digits. */
static int take_number(const char *text, size_t digits, unsigned int *number)
{
	size_t length = strlen(text);

	if (!length || length > digits || strspn(text, "0123456789") != length)
		return -EINVAL;
	*number = (unsigned int)atoi(text);
	return *number ? 0 : -EINVAL;
}

static int take_pid(const char *text, pid_t *pid)
{
	unsigned int number;

	if (take_number(text, 9, &number) < 0)
		return -EINVAL;
	*pid = (pid_t)number;
	return 0;
}

static int take_reason(struct cmd *cmd, const char *text)
{
	if (strlen(text) > VFIOV_TEXT_MAX || !vfv_utf8_is(text))
		return -EINVAL;
	cmd->reason = text;
	return 0;
}

/* "/" also means the running system. */
static int take_root(struct cmd *cmd, char *dir)
{
	size_t length = strlen(dir);
	struct stat st;

	/* A missing directory would silently count as an empty system. */
	if (!length || stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))
		return -EINVAL;
	while (length && dir[length - 1] == '/')
		dir[--length] = '\0';
	cmd->root = dir;
	return 0;
}

static void take_json(struct cmd *cmd, int letter)
{
	cmd->json = true;
	cmd->pretty |= letter == 'p';
}

int cmd_option_take(struct cmd *cmd, int letter, char *argument)
{
	switch (letter) {
	case 'j':
	case 'p':
		take_json(cmd, letter);
		return 0;
	case 'n':
		cmd->legend = false;
		return 0;
	case 'c':
		(void)cmd_color_parse(argument, STDERR_FILENO, &cmd->err_color);
		return cmd_color_parse(argument, STDOUT_FILENO, &cmd->color);
	case 'R':
		return take_root(cmd, argument);
	case 'r':
		return take_reason(cmd, argument);
	case 'P':
		cmd->profile = argument;
		return 0;
	case 'm':
		return take_bool(argument, &cmd->migration);
	case 'w':
		return take_seconds(argument, &cmd->wait_s);
	case 's':
		return cmd_since_parse(argument, time(NULL), &cmd->since_us);
	case 'U':
		return cmd_since_parse(argument, time(NULL), &cmd->until_us);
	case 'N':
		return take_number(argument, 6, &cmd->lines);
	case 'f':
		cmd->follow = true;
		return 0;
	case 'J':
		cmd->journal = argument;
		return 0;
	case 'q':
		cmd->quiet = true;
		return 0;
	case 'd':
		cmd->denied = true;
		return 0;
	case 'u':
		cmd->rule = argument;
		return 0;
	case 'I':
		cmd->inventory = argument;
		return 0;
	case 'H':
		cmd->host = argument;
		return 0;
	case 'y':
		cmd->verify = true;
		return 0;
	case 'v':
		cmd->verbose = true;
		return 0;
	case 'Q':
	case 'L':
		/* For these, cmd->seen is enough. */
		return 0;
	case 'k':
		cmd->persist = true;
		return 0;
	case 'i':
		return take_pid(argument, &cmd->main_pid);
	default:
		return 0;
	}
}
