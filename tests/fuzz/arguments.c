// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the command line of vfiovctl, one word per line, below an empty root: every command must
 * exit with a code from the manual. Verbs that write files are left out.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/cmd.h"
#include "fuzz.h"

enum { WORDS_MAX = 16 };

static void be_quiet(void)
{
	static int null = -1;

	if (null >= 0)
		return;
	null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null < 0 || !freopen("/dev/null", "w", stdout))
		abort();
	/*
	 * Sanitizer reports must be visible, so stderr is replaced only during the call.
	 */
	stderr = fopen("/dev/null", "w");
}

static int is_harmless(const char *word)
{
	return strcmp(word, "define") && strcmp(word, "undefine") && strcmp(word, "report") &&
	       strncmp(word, "--ro", 4) && !strstr(word, "R");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[] = "vfiovctl", root[] = "--root=/dev";
	char *argv[WORDS_MAX + 3] = { name, root };
	char *text = strndup((const char *)data, size), *rest = text, *word;
	int argc = 2, status;

	be_quiet();
	while (argc < WORDS_MAX && (word = strsep(&rest, "\n")))
		if (is_harmless(word))
			argv[argc++] = word;
	status = cmd_main(argc, argv, NULL);
	if (status < CMD_OK || status > CMD_UNJUDGED)
		abort();
	free(text);
	return 0;
}
