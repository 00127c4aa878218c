/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/plural.h"

#include "fail.h"
#include "options.h"
#include "policy-load.h"
#include "text.h"

void cmd_policy_print_diags(FILE *file, const struct cmd *cmd, const struct vfv_diags *diags)
{
	bool color = file == stderr ? cmd->err_color : cmd->color;

	for (size_t i = 0; i < diags->n; i++) {
		_cleanup_free_ char *text = vfv_diag_format(&diags->items[i]);
		enum cmd_style style = diags->items[i].severity == VFV_ERROR ? CMD_BAD : CMD_WARN;

		cmd_text_style(file, color, style, text ? text : diags->items[i].text);
		fputc('\n', file);
	}
	if (diags->dropped)
		fprintf(file, "and %zu more\n", diags->dropped);
}

enum cmd_exit cmd_policy_load(const struct cmd *cmd, struct vfv_policy **ret)
{
	return cmd_policy_load_with(cmd, NULL, 0, ret);
}

enum cmd_exit cmd_policy_load_with(const struct cmd *cmd, const char *defined, size_t size,
				   struct vfv_policy **ret)
{
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	int r = vfv_policy_load_with(*cmd->root ? cmd->root : NULL, defined, size, 0, &diags, ret);

	if (r >= 0)
		return CMD_OK;
	if (r != -EINVAL)
		return cmd_fail(cmd, CMD_FAILED, NULL, "cannot read the policy: %s", strerror(-r));
	if (!cmd->json)
		cmd_policy_print_diags(stderr, cmd, &diags);
	return cmd_fail(cmd, CMD_POLICY, &(struct cmd_error){ .hint = "vfiovctl policy check" },
			"the policy has %zu %s", diags.errors,
			vfv_plural(diags.errors, "error", "errors"));
}

static const struct {
	const char *name, *whole;
	cmd_verb_fn *run;
	unsigned int options;
} verbs[] = {
	{ "check", "policy check", cmd_policy_check, 0 },
	{ "diff", "policy diff", cmd_policy_diff, CMD_OPT_QUIET | CMD_OPT_INVENTORY },
	{ "reload", "policy reload", cmd_policy_reload, CMD_OPT_WAIT | CMD_OPT_MAIN_PID },
	{ "show", "policy show", cmd_policy_show, 0 },
};

static const char *verb_name(size_t n, const void *data)
{
	return n < ARRAY_SIZE(verbs) ? verbs[n].name : NULL;
}

enum cmd_exit cmd_policy(struct cmd *cmd, int argc, char **argv)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		enum cmd_exit code;

		if (strcmp(argv[0], verbs[i].name))
			continue;
		cmd->verb = verbs[i].whole;
		code = cmd_options_check(cmd, cmd->seen, verbs[i].options);
		return code == CMD_OK ? verbs[i].run(cmd, argc - 1, argv + 1) : code;
	}
	return cmd_fail_word(cmd, "unknown policy command", argv[0], verb_name, NULL);
}
