/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "policy/suggest.h"
#include "policy/utf8.h"

#include "fail.h"
#include "option-take.h"
#include "options.h"

struct option_row {
	const char *name;
	char letter; /* 0 for none */
	const char *argument;
	unsigned int bit;
	const char *help;
	const char *takes; /* the valid arguments, unless any argument is valid */
};

static const char a_time[] = "a time such as \"2026-11-23 14:02\", @1795442531, now, today or -2h";

static const struct option_row rows[] = {
	{ "json", 'j', NULL, CMD_OPT_GLOBAL, "print JSON, one object per line" },
	{ "pretty", 'p', NULL, CMD_OPT_GLOBAL, "print indented JSON" },
	{ "no-legend", 'n', NULL, CMD_OPT_GLOBAL, "print no headers and no summary" },
	{ "color", 'c', "WHEN", CMD_OPT_GLOBAL,
	  "use colors: always, never, or auto (on a terminal)", "always, never or auto" },
	{ "root", 'R', "DIR", CMD_OPT_GLOBAL, "use the files below DIR instead of the kernel",
	  "a directory" },
	{ "help", 'h', NULL, CMD_OPT_GLOBAL, "print this help" },
	{ "version", 'V', NULL, CMD_OPT_GLOBAL, "print the version" },
	{ "reason", 'r', "TEXT", CMD_OPT_REASON, "give a reason, which is recorded",
	  "text in UTF-8 of at most 127 bytes" },
	{ "profile", 'P', "PROFILE", CMD_OPT_PROFILE, "show whether setting PROFILE is allowed" },
	{ "migration", 'm', "on|off", CMD_OPT_MIGRATION,
	  "turn migration on or off; unchanged by default", "on or off" },
	{ "wait", 'w', "SECONDS", CMD_OPT_WAIT, "wait at most this long for the answer",
	  "0 to 9999 seconds" },
	{ "once", 'o', NULL, CMD_OPT_ONCE, "keep until the VF is unbound (the default)" },
	{ "since", 's', "TIME", CMD_OPT_SINCE, "start at TIME: 2026-11-23 14:02, today, -2h",
	  a_time },
	{ "until", 'U', "TIME", CMD_OPT_UNTIL, "end at TIME", a_time },
	{ "lines", 'N', "NUMBER", CMD_OPT_LINES, "print only the last NUMBER records",
	  "a number from 1 to 999999" },
	{ "follow", 'f', NULL, CMD_OPT_FOLLOW, "print new records until interrupted" },
	{ "journal", 'J', "PATH", CMD_OPT_JOURNAL, "read this journal file or directory" },
	{ "host", 'H', "HOST", CMD_OPT_HOST, "print only records of this host" },
	{ "verify", 'y', NULL, CMD_OPT_VERIFY, "print which audit records are missing, if any" },
	{ "denied", 'd', NULL, CMD_OPT_DENIED, "print only refusals and failures" },
	{ "rule", 'u', "RULE", CMD_OPT_RULE, "print only decisions of this rule" },
	{ "main-pid", 'i', "PID", CMD_OPT_MAIN_PID, "signal this process if the kernel knows no daemon",
	  "a process ID" },
	{ "inventory", 'I', "PATH", CMD_OPT_INVENTORY,
	  "compare VFs of other hosts, from list -j or report" },
	{ "quiet", 'q', NULL, CMD_OPT_QUIET, "print nothing, only set the exit status" },
	{ "persist", 'k', NULL, CMD_OPT_PERSIST,
	  "keep this across reboots and VF re-creation" },
	{ "qemu", 'Q', NULL, CMD_OPT_QEMU, "print options for QEMU's command line" },
	{ "libvirt", 'L', NULL, CMD_OPT_LIBVIRT, "print an element for a libvirt domain" },
	{ "verbose", 'v', NULL, CMD_OPT_VERBOSE, "print the journalctl command on stderr" },
};

static const char *option_name(size_t n, const void *data)
{
	return n < ARRAY_SIZE(rows) ? rows[n].name : NULL;
}

static const struct option_row *find_row(int letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

static void fill_getopt(struct option longs[static ARRAY_SIZE(rows) + 1],
			char shorts[static 2 * ARRAY_SIZE(rows) + 2])
{
	*shorts++ = ':';
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		longs[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].argument ? required_argument : no_argument,
			.val = rows[i].letter,
		};
		*shorts++ = rows[i].letter;
		if (rows[i].argument)
			*shorts++ = ':';
	}
	longs[ARRAY_SIZE(rows)] = (struct option){ 0 };
	*shorts = '\0';
}

static enum cmd_options_result wrong(const struct cmd *cmd, const char *what, const char *word)
{
	cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .hint = "vfiovctl --help" }, "%s: %s", word,
		 what);
	return CMD_OPTIONS_WRONG;
}

static enum cmd_options_result wrong_argument(const struct cmd *cmd, const struct option_row *row,
					      const char *argument)
{
	cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .hint = "vfiovctl --help" },
		 "--%s: \"%s\" is not %s", row->name, argument, row->takes);
	return CMD_OPTIONS_WRONG;
}

/* @letter and @word: getopt's return value, and the last word that it has processed. */
static enum cmd_options_result wrong_option(const struct cmd *cmd, int letter, const char *word)
{
	const char single[] = { '-', (char)optopt, '\0' };
	const char *better;
	char name[64];

	/*
	 * Short options may be combined in one word, in which case the last processed word is a
	 * different one.
	 */
	if (letter == ':')
		return wrong(cmd, "an argument is missing", strncmp(word, "--", 2) ? single : word);
	if (optopt && find_row(optopt))
		return wrong(cmd, "this option takes no argument", word);
	if (optopt)
		return wrong(cmd, "no such option", single);
	/* The name after the dashes, without an argument. */
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	better = vfv_suggest(name, option_name, NULL);
	if (!better)
		return wrong(cmd, "no such option", word);
	snprintf(name, sizeof(name), "no such option (did you mean --%s?)", better);
	return wrong(cmd, name, word);
}

/* Find --json first, because it determines the form of error reports. */
static void find_json(struct cmd *cmd, int argc, char **argv, const char *shorts,
		      const struct option *longs)
{
	/*
	 * Use a copy: getopt moves words, so an option that lacks its argument would get one in the
	 * second pass.
	 */
	_cleanup_free_ char **copy = calloc((size_t)argc + 1, sizeof(*copy));
	int letter;

	if (!copy)
		return;
	memcpy(copy, argv, (size_t)argc * sizeof(*copy));
	optind = 0; /* restart and permute, in case tests call this again */
	opterr = 0;
	while ((letter = getopt_long(argc, copy, shorts, longs, NULL)) != -1)
		if (letter == 'j' || letter == 'p')
			(void)cmd_option_take(cmd, letter, NULL);
}

enum cmd_options_result cmd_options_parse(struct cmd *cmd, int argc, char **argv,
					  unsigned int *seen, int *first)
{
	enum cmd_options_result result = CMD_OPTIONS_RUN;
	struct option longs[ARRAY_SIZE(rows) + 1];
	char shorts[2 * ARRAY_SIZE(rows) + 2];
	int letter;

	fill_getopt(longs, shorts);
	*seen = 0;
	find_json(cmd, argc, argv, shorts, longs);
	optind = 0;
	opterr = 0;
	while ((letter = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_row *row = find_row(letter);

		if (!row) /* the letter is '?' or ':' */
			return wrong_option(cmd, letter, argv[optind - 1]);
		if (cmd_option_take(cmd, letter, optarg) < 0)
			return wrong_argument(cmd, row, optarg);
		if (letter == 'h')
			result = CMD_OPTIONS_HELP;
		if (letter == 'V')
			result = CMD_OPTIONS_VERSION;
		*seen |= row->bit;
	}
	*first = optind;
	return result;
}

enum cmd_exit cmd_options_check(const struct cmd *cmd, unsigned int seen, unsigned int taken)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].bit & seen & ~(taken | CMD_OPT_GLOBAL))
			return cmd_fail(cmd, CMD_USAGE, NULL, "%s takes no --%s", cmd->verb,
					rows[i].name);
	return CMD_OK;
}

void cmd_options_help(unsigned int which)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char left[32];

		if (!(rows[i].bit & which))
			continue;
		snprintf(left, sizeof(left), "-%c, --%s%s%s", rows[i].letter, rows[i].name,
			 rows[i].argument ? "=" : "", rows[i].argument ? rows[i].argument : "");
		printf("  %-26s%s\n", left, rows[i].help);
	}
}
