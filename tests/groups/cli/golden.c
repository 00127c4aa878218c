// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the output of vfiovctl, as text and as JSON, and its exit status, with a fake sysfs in a
 * directory and a fake kernel. Each case has a file in tests/cli/expect.
 *
 * With --update [NAME...], the test writes the files of the named cases, or of all cases, instead
 * of comparing them; read them before you commit them. Timeout: 400 s
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <jansson.h>

#include "cli/cases.h"
#include "cli/root.h"
#include "cli/scene.h"
#include "cli/vfs.h"
#include "ctl/cmd.h"
#include "unit/unit.h"

enum { LONG_ENOUGH_S = 1 };

/* Replaces the placeholders in a word with values that are known only at run time. */
static char *filled_in(const char *word, const char *root)
{
	size_t length = strlen(word);
	char *text = (char *)word;

	if (*word == '@')
		assert_true(asprintf(&text, "%s%s", root, word + 1) > 0);
	else if (length && word[length - 1] == '@')
		assert_true(asprintf(&text, "%.*s%d", (int)length - 1, word, getpid()) > 0);
	return text;
}

/*
 * Switches to the user nobody, who may neither write nor signal. The previous user can be restored,
 * which is necessary for the line counter and the leak checker.
 */
static void drop(void)
{
	enum { NOBODY = 65534 };

	if (getuid() == 0)
		assert_int_equal(setresuid(NOBODY, NOBODY, 0), 0);
}

static void drop_no_more(void)
{
	if (getuid() == 65534 && setresuid(0, 0, 0) == 0)
		assert_int_equal(prctl(PR_SET_DUMPABLE, 1), 0);
}

/* This function exists only in coverage builds, see tests/coverage-user. */
__attribute__((weak)) void __gcov_dump(void);

/* Ends a monitor in the same way as an unhandled signal. */
static void end(int signal)
{
	if (__gcov_dump)
		__gcov_dump();
	raise(signal);
}

static void end_later(unsigned int seconds)
{
	const struct sigaction action = { .sa_handler = end, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGALRM, &action, NULL);
	alarm(seconds);
}

/* Runs in a separate process, so that a case that never ends can be killed. */
_Noreturn static void run_here(const struct golden *golden, bool json, char *root, int out, int err)
{
	char *argv[WORDS_MAX + 8] = { (char *)"vfiovctl", (char *)"--root", root };
	struct vfs vfs = { 0 };
	struct peer peer;
	struct vfv_genl_hook hook;
	int argc = 3, status;

	if (json)
		argv[argc++] = (char *)"--json";
	for (size_t i = 0; i < WORDS_MAX && golden->words[i]; i++)
		argv[argc++] = filled_in(golden->words[i], root);
	scene_fill(&peer, &vfs, golden->scene, root);
	/* A monitor of selected VFs lists them before it starts. */
	if (golden->scene == STORY || golden->scene == FULL || golden->scene == GAP)
		vfs.story = golden->words[1] ? 2 : 1;
	vfs.gap = golden->scene == GAP;
	if ((golden->scene == ALONE || golden->scene == BAD_ALONE) &&
	    (prctl(PR_SET_NAME, "vfiovd") < 0 || signal(SIGHUP, SIG_IGN) == SIG_ERR))
		abort();
	hook = peer_hook(&peer);
	dup2(golden->scene == FULL ? open("/dev/full", O_WRONLY | O_CLOEXEC) : out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	setenv("TERM", "dumb", 1);
	setenv("TZ", "UTC", 1);
	if (!strcmp(argv[argc - 1], "monitor") || !strncmp(golden->name, "monitor", 7))
		end_later(LONG_ENOUGH_S);
	close(out);
	close(err);
	if (scene_has(golden->scene, IS_DROPPED))
		drop();
	status = cmd_main(argc, argv, scene_has(golden->scene, IS_OFFLINE) ? NULL : &hook);
	drop_no_more();
	peer_done(&peer);
	/* Do not use _exit(), because the leak check runs at exit. */
	exit(status);
}

static char *slurp(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = calloc((size_t)size + 1, 1);

	assert_true(pread(fd, text, (size_t)size, 0) == size);
	close(fd);
	return text;
}

/* Replaces names and times that differ between runs. */
static void put_constant(FILE *stream, const char *text, const char *root)
{
	size_t length = strlen(root);

	while (*text) {
		unsigned int h, m, s, ms;
		int used = 0;

		if (!strncmp(text, root, length)) {
			fputs("ROOT", stream);
			text += length;
		} else if (sscanf(text, "%2u:%2u:%2u.%3u%n", &h, &m, &s, &ms, &used) == 4 &&
			   used == 12) {
			fputs("HH:MM:SS.mmm", stream);
			text += used;
		} else if (sscanf(text, "20%2u-%2u-%2uT%n", &h, &m, &s, &used) == 3 && used == 11) {
			fputs("YYYY-MM-DDT", stream);
			text += used;
		} else if (sscanf(text, "\"uid\":%u%n", &h, &used) == 1 && h == getuid()) {
			fputs("\"uid\":0", stream);
			text += used;
		} else {
			fputc(*text++, stream);
		}
	}
}

struct output {
	char *out, *err;
	int status; /* -1 if the process was killed */
};

static struct output run(const struct golden *golden, bool json, char *root)
{
	int out = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int err = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	struct output output;
	int status;
	pid_t pid;

	assert_true(out >= 0 && err >= 0);
	fflush(NULL);
	pid = fork();
	if (!pid)
		run_here(golden, json, root, out, err);
	assert_true(waitpid(pid, &status, 0) == pid);
	output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM)
		fail_msg("%s: signal %d", golden->name, WTERMSIG(status));
	output.out = slurp(out);
	output.err = slurp(err);
	return output;
}

/*
 * Each line of JSON is an object that matches its schema; errors are on stderr, and stdout is then
 * empty, except in the cases listed here.
 */
static void check_json(const struct golden *golden, const struct output *output)
{
	const char *answers_and_fails[] = { "status",
					    "policy-check-bad",
					    "policy-check-dir-bad",
					    "policy-check-gates-bad",
					    "set-several",
					    "explain",
					    "profiles",
					    "policy-diff",
					    "bind" };
	const char *text = output->out;
	json_error_t error;
	bool may_have_both = false;

	/* Help and version have no JSON output. */
	if (golden->words[0] &&
	    (golden->words[0][0] == '-' || (!strcmp(golden->words[0], "help") && !output->status)))
		return;
	while (*text) {
		json_t *object = json_loads(text, JSON_DISABLE_EOF_CHECK, &error);

		if (!object || !json_is_integer(json_object_get(object, "schema")))
			fail_msg("%s: %s", golden->name, text);
		json_decref(object);
		text += error.position;
		text += strspn(text, "\n");
	}
	for (size_t i = 0; i < ARRAY_SIZE(answers_and_fails); i++)
		may_have_both |=
			!strncmp(golden->name, answers_and_fails[i], strlen(answers_and_fails[i]));
	if (output->status > 0 && !may_have_both)
		assert_string_equal(output->out, "");
	for (text = output->err; *text; text += strspn(text, "\n")) {
		json_t *object = json_loads(text, JSON_DISABLE_EOF_CHECK, &error);
		json_t *code = json_object_get(json_object_get(object, "error"), "code");

		if (!json_is_integer(code))
			fail_msg("%s: %s", golden->name, output->err);
		/* The first of several errors determines the exit status. */
		if (text == output->err)
			assert_int_equal(json_integer_value(code), output->status);
		json_decref(object);
		text += error.position;
	}
}

static char *run_both(const struct golden *golden)
{
	char root[ROOT_SIZE], *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	for (int json = 0; json <= 1; json++) {
		struct output output;

		root_make(root, golden->scene != EMPTY);
		golden_fill(root, golden->scene);
		output = run(golden, json, root);
		if (json)
			check_json(golden, &output);
		fputs(json ? "==== JSON\n" : "==== text\n", stream);
		put_constant(stream, output.out, root);
		if (*output.err)
			fputs("---- stderr\n", stream);
		put_constant(stream, output.err, root);
		fprintf(stream, "---- status %d\n", output.status);
		free(output.out);
		free(output.err);
		root_remove(root);
	}
	fclose(stream);
	return text;
}

static char *expectation(const struct golden *golden, const char *mode, FILE **file)
{
	char *path;

	assert_true(asprintf(&path, "%s/expect/%s.txt", CLI_DIR, golden->name) > 0);
	*file = fopen(path, mode);
	return path;
}

static void compare(const struct golden *golden)
{
	_cleanup_free_ char *text = run_both(golden), *expected = NULL;
	_cleanup_fclose_ FILE *file = NULL;
	_cleanup_free_ char *path = expectation(golden, "re", &file);
	size_t size = 0;

	if (!file || getdelim(&expected, &size, '\0', file) < 0)
		fail_msg("%s is missing", path);
	if (strcmp(text, expected))
		fail_msg("%s\n%s", path, text);
}

/* Signalling the daemon requires system calls that valgrind may not support. */
static bool cannot_tell(const struct golden *golden)
{
	bool tells = scene_has(golden->scene, TELLS);

	for (size_t i = 0; i < WORDS_MAX && golden->words[i]; i++)
		tells |= !strncmp(golden->words[i], "--main-pid=", strlen("--main-pid="));
	return tells && syscall(SYS_pidfd_open, getpid(), 0) < 0 && errno == ENOSYS;
}

static void prints_as_expected(void **state)
{
	const struct golden *golden = *state;

	if (cannot_tell(golden) || (golden->scene == FOREIGN && getuid()))
		skip();
	compare(golden);
}

static bool is_named(const char *name, char **names)
{
	if (!*names)
		return true;
	while (*names)
		if (!strcmp(*names++, name))
			return true;
	return false;
}

static int update_one(const struct golden *golden)
{
	_cleanup_fclose_ FILE *file = NULL;
	_cleanup_free_ char *path _unused_ = expectation(golden, "we", &file);
	_cleanup_free_ char *text = run_both(golden);

	if (!file)
		return 1;
	fputs(text, file);
	return 0;
}

static int update(char **names)
{
	int status = 0;

	for (size_t i = 0; i < golden_n; i++)
		if (is_named(golden_cases[i].name, names))
			status |= update_one(&golden_cases[i]);
	return status;
}

int main(int argc, char **argv)
{
	_cleanup_free_ struct CMUnitTest *tests = calloc(golden_n, sizeof(*tests));

	if (argc > 1 && !strcmp(argv[1], "--update"))
		return update(argv + 2);
	for (size_t i = 0; i < golden_n; i++)
		tests[i] = (struct CMUnitTest){ golden_cases[i].name, prints_as_expected, NULL,
						NULL, (void *)&golden_cases[i] };
	/* cmocka's macro uses this as the number of array items. */
	return _cmocka_run_group_tests("golden", tests, golden_n, NULL, NULL);
}
