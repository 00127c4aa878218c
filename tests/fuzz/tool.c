// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes vfiovctl with a kernel that sends arbitrary messages. The first byte selects the command
 * line, the rest is the kernel's messages. The output must have no control characters, and JSON
 * must be valid.
 */
#include <netlink/errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "ctl/cmd.h"
#include "fuzz.h"
#include "kernel.h"
#include "lib/macro.h"
#include "policy/utf8.h"

enum { WORDS_MAX = 6 };

/* Verbs that signal the owner or write files are left out. */
static const char *const commands[][WORDS_MAX] = {
	{ "list" },
	{ "show", "3b:00.1" },
	{ "profiles" },
	{ "status" },
	{ "monitor" },
	{ "set", "3b:00.1", "transitional", "--wait=0" },
	{ "reset", "3b:00.1", "--wait=0" },
	{ "explain", "3b:00.1", "--profile=legacy" },
};

/*
 * Do not wait for events: the input is always ready, and no message follows its end.
 */
int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	for (nfds_t i = 0; i < n; i++)
		fds[i].revents = fds[i].events;
	return (int)n;
}

struct ending {
	struct kernel kernel;
	struct vfv_genl_hook hook;
	size_t left; /* number of bytes left the last time that there was no event */
};

/* Fails if there was no event twice in a row, so that a monitor exits. */
static int answer(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **ret,
		  void *userdata)
{
	struct ending *e = userdata;
	int r = e->hook.receive(socket, from, ret, &e->kernel);

	if (r || !kernel_is_event_socket(socket))
		return r;
	if (e->left == e->kernel.left)
		return -NLE_FAILURE;
	e->left = e->kernel.left;
	return 0;
}

static int send_command(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	struct ending *e = userdata;

	return e->hook.send(socket, msg, &e->kernel);
}

static void check_text(const char *text, bool json)
{
	if (!vfv_utf8_is(text))
		abort();
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if ((*at < 0x20 && *at != '\n') || (*at == 0x7f && !json) ||
		    (*at == 0xc2 && at[1] < 0xa0))
			abort();
}

static void check_json(const char *text)
{
	json_error_t error;

	while (*text) {
		json_t *object = json_loads(text, JSON_DISABLE_EOF_CHECK, &error);

		if (!json_is_integer(json_object_get(object, "schema")))
			abort();
		json_decref(object);
		text += error.position;
		if (*text++ != '\n')
			abort();
	}
}

static int run(const char *const words[WORDS_MAX], bool json, const uint8_t *data, size_t size)
{
	char *argv[WORDS_MAX + 4] = { (char *)"vfiovctl", (char *)"--root=/dev",
				      (char *)(json ? "--json" : "--color=never") };
	FILE *out = stdout, *err = stderr;
	struct ending ending = { .left = SIZE_MAX };
	struct vfv_genl_hook hook = { send_command, answer, &ending };
	char *texts[2] = { NULL };
	size_t sizes[2];
	int argc = 3, status;

	ending.hook = kernel_hook(&ending.kernel, data, size);
	for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
		argv[argc++] = (char *)words[i];
	stdout = open_memstream(&texts[0], &sizes[0]);
	stderr = open_memstream(&texts[1], &sizes[1]);
	status = cmd_main(argc, argv, &hook);
	fclose(stdout);
	fclose(stderr);
	stdout = out;
	stderr = err;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		/* A NUL would hide the text after it. */
		if (strlen(texts[i]) != sizes[i])
			abort();
		check_text(texts[i], json);
		if (json)
			check_json(texts[i]);
		free(texts[i]);
	}
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const *words;
	int text, json;

	if (!size)
		return 0;
	words = commands[data[0] % ARRAY_SIZE(commands)];
	text = run(words, false, data + 1, size - 1);
	json = run(words, true, data + 1, size - 1);
	if (text < CMD_OK || text > CMD_UNJUDGED || text != json)
		abort();
	return 0;
}
