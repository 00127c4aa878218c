/* SPDX-License-Identifier: GPL-2.0-only */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"

#include "capture.h"
#include "program-version.h"

struct cmd_version cmd_version_parse(const char *text)
{
	struct cmd_version version;

	for (const char *at = text; *at; at++)
		if (isdigit((unsigned char)*at) && (at == text || strchr(" \tv", at[-1])) &&
		    sscanf(at, "%4u.%4u", &version.major, &version.minor) == 2)
			return version;
	return (struct cmd_version){ 0 };
}

static struct cmd_version ask(const char *program)
{
	char name[PATH_MAX], option[] = "--version";
	char *argv[] = { name, option, NULL };
	_cleanup_free_ char *said = NULL;
	size_t size;
	int status = -1;

	snprintf(name, sizeof(name), "%s", program);
	said = cmd_capture(cmd_capture_program, argv, &size, &status);
	/* The output of a failed program may contain other numbers. */
	return said && status == 0 ? cmd_version_parse(said) : (struct cmd_version){ 0 };
}

struct cmd_version cmd_version_find(const struct cmd *cmd, const char *const programs[])
{
	struct cmd_version version = { 0 };

	for (size_t i = 0; !*cmd->root && !version.major && programs[i]; i++) {
		char path[PATH_MAX];

		version = ask(programs[i]);
		snprintf(path, sizeof(path), "/usr/sbin/%s", programs[i]);
		if (!version.major)
			version = ask(path);
	}
	return version;
}
