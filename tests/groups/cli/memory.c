// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs vfiovctl repeatedly, with a different allocation failing each time. It must report the
 * failure, exit with the code for a failure, and print nothing wrong. Timeout: 300 s
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cases.h"
#include "cli/root.h"
#include "cli/scene.h"
#include "cli/vfs.h"
#include "ctl/cmd.h"
#include "lib/macro.h"
#include "unit/fed-peer.h"
#include "unit/unit.h"

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t n, size_t size), (n, size))
WRAP(void *, reallocarray, (void *old, size_t n, size_t size), (old, n, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(char *, strndup, (const char *text, size_t size), (text, size))
WRAP(FILE *, open_memstream, (char **text, size_t *size), (text, size))
WRAP(FILE *, fdopen, (int fd, const char *mode), (fd, mode))
WRAP_ASPRINTF

/* The cases that end quickly and without a signal. */
static const struct golden cases[] = {
	{ "list", RUNNING, { "list" } },
	{ "list of one", RUNNING, { "list", "ens1f0np0#1", "3b:00.1" } },
	{ "list by sysfs", ATTRIBUTES, { "list" } },
	{ "show", RUNNING, { "show", "ens1f0np0#0-2" } },
	{ "profiles", RUNNING, { "profiles" } },
	{ "status", RUNNING, { "status" } },
	{ "set", RUNNING, { "set", "ens1f0np0#4", "transitional" } },
	{ "explain", RUNNING, { "explain", "ens1f0np0#1" } },
	{ "define", OFFLINE, { "define", "3b:00.0#30", "ens1f0np0#1", "legacy", "-r", "why" } },
	{ "define without words", DEFINED, { "define" } },
	{ "undefine", DEFINED, { "undefine", "ens1f0np0#1" } },
	{ "policy check", BAD_POLICY, { "policy", "check" } },
	{ "policy check of a file", OFFLINE, { "policy", "check", "@/etc/vfiovd/vfiovd.conf" } },
	{ "policy show", DEFINED, { "policy", "show" } },
	{ "policy diff", DEFINED, { "policy", "diff", "@/other" } },
	{ "policy diff of others", HOSTS, { "policy", "diff", "-I", "@/hosts" } },
	{ "policy reload", UNCHANGED, { "policy", "reload" } },
	{ "audit", NO_JOURNAL, { "audit", "3b:00.1", "ens1f0np0#1" } },
	{ "report", EMPTY, { "report", "@/report.tar" } },
};

struct output {
	char *out, *err;
	int status;
	bool failed; /* set if an allocation failed */
};

static void output_done(struct output *output)
{
	free(output->out);
	free(output->err);
}

/* Restores the state from before the first run. */
static void renew(const struct golden *golden, const char *root)
{
	static const char *const made[] = { "report.tar", "var/lib/vfiovd/defined.conf" };
	char path[ROOT_SIZE + 32];

	for (size_t i = 0; i < ARRAY_SIZE(made); i++) {
		snprintf(path, sizeof(path), "%s/%s", root, made[i]);
		assert_true(unlink(path) == 0 || errno == ENOENT);
	}
	golden_fill(root, golden->scene);
}

static struct output run(const struct golden *golden, char *root, bool json, unsigned int n)
{
	struct vfv_genl_hook hook;
	char *words[WORDS_MAX] = { NULL }, *argv[WORDS_MAX + 4];
	FILE *out = stdout, *err = stderr;
	struct output output = { NULL };
	struct vfs vfs = { 0 };
	struct peer peer;
	size_t sizes[2];
	int argc = 0;

	renew(golden, root);
	argv[argc++] = (char *)"vfiovctl";
	argv[argc++] = (char *)"--root";
	argv[argc++] = root;
	if (json)
		argv[argc++] = (char *)"--json";
	for (size_t i = 0; i < WORDS_MAX && golden->words[i]; i++) {
		bool is_path = golden->words[i][0] == '@';

		assert_true(asprintf(&words[i], "%s%s", is_path ? root : "",
				     golden->words[i] + is_path) >= 0);
		argv[argc++] = words[i];
	}
	scene_fill(&peer, &vfs, golden->scene, root);
	hook = fed_hook(&peer);
	stdout = open_memstream(&output.out, &sizes[0]);
	stderr = open_memstream(&output.err, &sizes[1]);
	until_failure = n;
	output.status = cmd_main(argc, argv, scene_has(golden->scene, IS_OFFLINE) ? NULL : &hook);
	output.failed = until_failure == NEVER && n != NEVER;
	until_failure = NEVER;
	fclose(stdout);
	fclose(stderr);
	stdout = out;
	stderr = err;
	peer_done(&peer);
	for (size_t i = 0; i < WORDS_MAX; i++)
		free(words[i]);
	return output;
}

/*
 * Return: true if each line of @text but the last, which is a count, is a line of @good. If an
 * inventory cannot be read, this is reported, and those of other hosts are still compared.
 */
static bool is_selection(const char *good, const char *text)
{
	const char *end;

	for (; (end = strchr(text, '\n')) && end[1]; text = end + 1) {
		_cleanup_free_ char *line = NULL;

		if (asprintf(&line, "%.*s", (int)(end + 1 - text), text) < 0 || !strstr(good, line))
			return false;
	}
	return true;
}

static void compare(const char *name, bool of_hosts, unsigned int n, const struct output *good,
		    const struct output *output)
{
	if (output->status == CMD_FAILED && good->status != CMD_FAILED) {
		if (!strstr(output->err, "emory"))
			fail_msg("%s: allocation %u: \"%s\"", name, n, output->err);
		/*
		 * The output before the failure is the beginning of the correct output; JSON has an
		 * error object instead.
		 */
		if (output->out[0] != '{' && !(of_hosts && is_selection(good->out, output->out)) &&
		    strncmp(good->out, output->out, strlen(output->out)) != 0)
			fail_msg("%s: allocation %u: \"%s\"", name, n, output->out);
		return;
	}
	if (output->status != good->status)
		fail_msg("%s: allocation %u: status %d: \"%s\"", name, n, output->status,
			 output->err);
	/* The output may count an error without naming it. */
	if (good->status != CMD_POLICY && strcmp(output->out, good->out))
		fail_msg("%s: allocation %u: \"%s\"", name, n, output->out);
}

static void every_allocation_fails_once(void **state)
{
	const struct golden *golden = *state;
	char root[ROOT_SIZE];

	root_make(root, golden->scene != EMPTY);
	for (int json = 0; json <= 1; json++) {
		struct output good = run(golden, root, json, NEVER), output;
		bool is_last = false;
		unsigned int n;

		for (n = 0; !is_last; n++) {
			output = run(golden, root, json, n);
			is_last = !output.failed;
			compare(golden->name, golden->scene == HOSTS, n, &good, &output);
			output_done(&output);
		}
		print_message("%s: %u allocations\n", golden->name, n - 1);
		assert_true(n > 1);
		output_done(&good);
	}
	root_remove(root);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_SIZE(cases)];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		tests[i] = (struct CMUnitTest){ cases[i].name, every_allocation_fails_once, NULL,
						NULL, (void *)&cases[i] };
	return _cmocka_run_group_tests("memory", tests, ARRAY_SIZE(tests), NULL, NULL);
}
