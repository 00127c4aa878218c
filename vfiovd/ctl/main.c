/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"
#include "options.h"
#include "text.h"

struct verb {
	const char *name;
	const char *arguments;
	const char *help;
	cmd_verb_fn *run;
	int min, max; /* words after the verb */
	unsigned int options;
};

static enum cmd_exit cmd_help(struct cmd *cmd, int argc, char **argv);

static const struct verb verbs[] = {
	{ "list", "[TARGET...]", "list VFs and their profiles (the default)", cmd_list, 0, INT_MAX,
	  0 },
	{ "show", "TARGET...", "show everything about a VF", cmd_show, 1, INT_MAX, 0 },
	{ "profiles", "[TARGET...]", "show which profiles are possible and allowed", cmd_profiles,
	  0, INT_MAX, 0 },
	{ "status", "", "show module, daemon, policy, audit and counters", cmd_status, 0, 0, 0 },
	{ "monitor", "[TARGET...]", "print changes of VFs until interrupted", cmd_monitor, 0,
	  INT_MAX, 0 },
	{ "bind", "TARGET...", "bind VFs to the driver and wait for the decision", cmd_bind, 1,
	  INT_MAX, CMD_OPT_PERSIST | CMD_OPT_WAIT },
	{ "unbind", "TARGET...", "return VFs to the host", cmd_unbind, 1, INT_MAX,
	  CMD_OPT_PERSIST },
	{ "guest", "TARGET...", "print the guest configuration for VFs", cmd_guest, 1, INT_MAX,
	  CMD_OPT_QEMU | CMD_OPT_LIBVIRT },
	{ "set", "TARGET... PROFILE", "request a profile that the policy allows", cmd_set, 2,
	  INT_MAX, CMD_OPT_REASON | CMD_OPT_MIGRATION | CMD_OPT_WAIT | CMD_OPT_ONCE },
	{ "reset", "TARGET...", "drop a set profile and re-evaluate the policy", cmd_reset, 1,
	  INT_MAX, CMD_OPT_REASON | CMD_OPT_WAIT },
	{ "explain", "TARGET...", "show which rule decides, and why", cmd_explain, 1, INT_MAX,
	  CMD_OPT_PROFILE | CMD_OPT_MIGRATION },
	{ "define", "[TARGET... PROFILE]", "set a profile persistently, if the policy allows",
	  cmd_define, 0, INT_MAX, CMD_OPT_REASON | CMD_OPT_MIGRATION | CMD_OPT_WAIT },
	{ "undefine", "TARGET...", "remove a defined profile", cmd_undefine, 1, INT_MAX,
	  CMD_OPT_WAIT },
	{ "policy", "check|show|diff|reload", "check, print, compare or load the policy",
	  cmd_policy, 1, INT_MAX,
	  CMD_OPT_WAIT | CMD_OPT_MAIN_PID | CMD_OPT_QUIET | CMD_OPT_INVENTORY },
	{ "audit", "[TARGET...]", "print audit records from the journal", cmd_audit, 0, INT_MAX,
	  CMD_OPT_SINCE | CMD_OPT_UNTIL | CMD_OPT_LINES | CMD_OPT_FOLLOW | CMD_OPT_JOURNAL |
		  CMD_OPT_HOST | CMD_OPT_VERIFY | CMD_OPT_DENIED | CMD_OPT_RULE | CMD_OPT_VERBOSE },
	{ "metrics", "[FILE]", "print metrics as OpenMetrics text", cmd_metrics, 0, 1,
	  CMD_OPT_JOURNAL },
	{ "report", "[FILE]", "collect data for a bug report", cmd_report, 0, 1, CMD_OPT_SINCE },
	{ "help", "[VERB]", "print this help, or the help of one verb", cmd_help, 0, 1, 0 },
};

static void print_help(void)
{
	printf("Usage: vfiovctl [OPTION...] [VERB] [ARGUMENT...]\n"
	       "Show and set the profiles of virtio VFs.\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		char left[40];

		snprintf(left, sizeof(left), "%s %s", verbs[i].name, verbs[i].arguments);
		printf("  %-34s%s\n", left, verbs[i].help);
	}
	printf("\nTARGET is a VF: 0000:3b:00.2, 3b:00.2, or PF#0-7,12 with the PF's address or\n"
	       "the name of its network interface. PROFILE is native, transitional or legacy.\n\n");
	cmd_options_help(CMD_OPT_GLOBAL);
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (!verbs[i].options)
			continue;
		printf("\n%s:\n", verbs[i].name);
		cmd_options_help(verbs[i].options);
	}
}

static void print_verb_help(const struct verb *verb)
{
	printf("Usage: vfiovctl [OPTION...] %s%s%s\n%s\n", verb->name, *verb->arguments ? " " : "",
	       verb->arguments, verb->help);
	if (verb->options)
		putchar('\n');
	cmd_options_help(verb->options);
	printf("\nSee vfiovctl --help for the options of all verbs and the syntax of TARGET.\n");
}

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static const char *verb_name(size_t n, const void *data)
{
	return n < ARRAY_SIZE(verbs) ? verbs[n].name : NULL;
}

static enum cmd_exit cmd_help(struct cmd *cmd, int argc, char **argv)
{
	const struct verb *verb = argc ? find_verb(argv[0]) : NULL;

	if (argc && !verb)
		return cmd_fail_word(cmd, "no such verb", argv[0], verb_name, NULL);
	if (verb)
		print_verb_help(verb);
	else
		print_help();
	return CMD_OK;
}

bool cmd_is_offline(const struct cmd *cmd)
{
	/* A test's kernel belongs to the test's root. */
	return *cmd->root && !cmd->hook;
}

/* Return: 0, or a negative errno with a sentence in cmd->error. */
static int check_abi(struct cmd *cmd)
{
	struct vfv_status status;
	int r = vfv_genl_status_get(cmd->genl, &status, &cmd->error);

	return r < 0 ? r : vfv_genl_check_abi(&status, "vfiovctl", &cmd->error);
}

int cmd_connect(struct cmd *cmd)
{
	int r = 0;

	if (cmd_is_offline(cmd))
		return -ENOENT;
	if (!cmd->genl)
		r = vfv_genl_open(&cmd->genl, cmd->hook);
	if (r >= 0 && !cmd->resolved) {
		r = vfv_genl_resolve(cmd->genl);
		if (r >= 0)
			r = check_abi(cmd);
	}
	cmd->resolved = r >= 0;
	return r;
}

static enum cmd_exit run_verb(struct cmd *cmd, unsigned int seen, int argc, char **argv)
{
	const struct verb *verb = argc ? find_verb(argv[0]) : &verbs[0];
	int words = argc ? argc - 1 : 0;
	enum cmd_exit code;

	if (!verb)
		return cmd_fail_word(cmd, "no such verb", argv[0], verb_name, NULL);
	cmd->verb = verb->name;
	cmd->seen = seen;
	code = cmd_options_check(cmd, seen, verb->options);
	if (code != CMD_OK)
		return code;
	if (words < verb->min || words > verb->max)
		return cmd_fail(cmd, CMD_USAGE, NULL, "usage: vfiovctl %s%s%s", verb->name,
				*verb->arguments ? " " : "", verb->arguments);
	return verb->run(cmd, words, argv + !!argc);
}

/* A full disk or a closed pipe is also a failure, and only the last flush reveals it. */
static enum cmd_exit flush(const struct cmd *cmd, enum cmd_exit code)
{
	int error = 0;

	errno = 0;
	/* The errno of an earlier failed write that was not reported is lost. */
	if (fflush(stdout) == EOF || ferror(stdout))
		error = errno ? errno : EIO;
	if (error && error != EPIPE && code == CMD_OK)
		return cmd_fail(cmd, CMD_FAILED, NULL, "standard output: %s", strerror(error));
	return code;
}

int cmd_main(int argc, char **argv, const struct vfv_genl_hook *hook)
{
	struct cmd cmd = {
		.verb = verbs[0].name,
		.legend = true,
		.root = "",
		.migration = -1,
		.wait_s = -1,
		.until_us = UINT64_MAX,
		.hook = hook,
	};
	enum cmd_exit code = CMD_OK;
	const struct verb *verb;
	unsigned int seen;
	int first;

	(void)cmd_color_parse("auto", STDOUT_FILENO, &cmd.color);
	(void)cmd_color_parse("auto", STDERR_FILENO, &cmd.err_color);
	switch (cmd_options_parse(&cmd, argc, argv, &seen, &first)) {
	case CMD_OPTIONS_HELP:
		verb = first < argc ? find_verb(argv[first]) : NULL;
		if (verb)
			print_verb_help(verb);
		else
			print_help();
		break;
	case CMD_OPTIONS_VERSION:
		printf("vfiovctl %s\n", VFV_VERSION);
		break;
	case CMD_OPTIONS_WRONG:
		code = CMD_USAGE;
		break;
	case CMD_OPTIONS_RUN:
		code = run_verb(&cmd, seen, argc - first, argv + first);
		break;
	}
	vfv_genl_close(cmd.genl);
	return (int)flush(&cmd, code);
}
