// SPDX-License-Identifier: GPL-2.0-only
/* QEMU sends each message on its own line, so a search for strings in the line is enough here. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "client/util.h"
#include "guest.h"
#include "machine.h"
#include "scene/tap.h"

#define QMP_MS 60000
#define UNPLUG_MS 60000

static int wait_word(struct guest *guest, const char *word, const char *other,
		     unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	int r = 0;

	while (r == 0) {
		if (strstr(guest->messages, word))
			return 0;
		if (other && strstr(guest->messages, other))
			return -EINVAL;
		r = guest_receive(guest->qmp, guest->messages, &guest->messages_len, deadline);
	}
	return r;
}

static int send_line(struct guest *guest, const char *command)
{
	guest->messages_len = 0;
	guest->messages[0] = '\0';
	if (dprintf(guest->qmp, "%s\n", command) < 0)
		return -EPIPE;
	return wait_word(guest, "\"return\": ", "\"error\": ", QMP_MS);
}

/* A QEMU that has just started has no socket yet. */
static int connect_to(struct guest *guest)
{
	uint64_t deadline = util_now_ns() + QMP_MS * 1000000ull;
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int r;

	snprintf(addr.sun_path, sizeof(addr.sun_path), "/run/guest-%s.qmp", guest->name);
	guest->qmp = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	r = util_errno(connect(guest->qmp, (struct sockaddr *)&addr, sizeof(addr)));
	while ((r == -ENOENT || r == -ECONNREFUSED) && util_now_ns() < deadline) {
		util_sleep_ms(100);
		r = util_errno(connect(guest->qmp, (struct sockaddr *)&addr, sizeof(addr)));
	}
	if (r == 0)
		r = wait_word(guest, "\"QMP\": ", NULL, QMP_MS);
	return r < 0 ? r : send_line(guest, "{ \"execute\": \"qmp_capabilities\" }");
}

int guest_qmp(struct guest *guest, const char *command)
{
	int r = guest->qmp < 0 ? connect_to(guest) : 0;

	if (r == 0)
		r = send_line(guest, command);
	if (r < 0)
		tap_note("QMP %s: %s", command, guest->messages);
	return r;
}

int guest_qmp_event(struct guest *guest, const char *event, unsigned int timeout_ms)
{
	_cleanup_free_ char *word = NULL;

	if (asprintf(&word, "\"event\": \"%s\"", event) < 0)
		return -ENOMEM;
	return wait_word(guest, word, NULL, timeout_ms);
}

int guest_plug(struct guest *guest, const char *bdf, const char *place)
{
	_cleanup_free_ char *command = NULL;
	const char *equals;

	place = place ?: machine_vf_place();
	equals = strchr(place, '=');
	if (!equals)
		return -EINVAL;
	if (asprintf(&command,
		     "{ \"execute\": \"device_add\", \"arguments\": { \"driver\": \"vfio-pci\", "
		     "\"host\": \"%s\", \"id\": \"vf\", \"%.*s\": \"%s\" } }",
		     bdf, (int)(equals - place), place, equals + 1) < 0)
		return -ENOMEM;
	return guest_qmp(guest, command);
}

int guest_unplug(struct guest *guest)
{
	int r = guest_qmp(guest,
			  "{ \"execute\": \"device_del\", \"arguments\": { \"id\": \"vf\" } }");

	return r ?: guest_qmp_event(guest, "DEVICE_DELETED", UNPLUG_MS);
}
