// SPDX-License-Identifier: GPL-2.0-only
/* Tests the daemon's status for the service manager. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/status.h"
#include "fixture.h"
#include "unit.h"

static void status_shows_an_unreadable_journal(void **state)
{
	struct fixture *f = *state;

	sink_set(&f->sink, &f->sink.unreadable, true);
	start_as_owner(f);
	assert_status(f, "; cannot read the journal: audit records are not checked");
}

static void status_shows_a_journald_that_drops_records(void **state)
{
	struct fixture *f = *state;

	sink_set_level(&f->sink, LOG_ERR);
	start_as_owner(f);
	assert_status(f, "; journald drops audit records (MaxLevelStore=, LogLevelMax=)");
}

/* Creates the socket of a service manager. */
static int manager_socket(struct fixture *f)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify", f->root);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(setenv("NOTIFY_SOCKET", address.sun_path, true), 0);
	return fd;
}

/* Returns the number of messages to the manager that contain the word. */
static unsigned int manager_got(int fd, const char *word)
{
	unsigned int told = 0;
	char message[1024];
	ssize_t n;

	while ((n = recv(fd, message, sizeof(message) - 1, 0)) > 0) {
		message[n] = 0;
		told += strstr(message, word) != NULL;
	}
	return told;
}

static void unchanged_status_is_not_sent(void **state)
{
	struct fixture *f = *state;
	int fd = manager_socket(f);
	uint64_t now;

	start_as_owner(f);
	vd_status_ready(&f->m);
	assert_int_equal(manager_got(fd, "READY=1"), 1);
	/* The counts at the start may be reported late. */
	run(f, 1500);
	(void)manager_got(fd, "");

	/*
	 * Tick only once, not for all missed ticks, because nobody reads the socket in the
	 * meantime.
	 */
	assert_true(sd_event_now(f->m.event, CLOCK_MONOTONIC, &now) >= 0);
	assert_true(sd_event_source_set_time(f->m.server.tick, now) >= 0);
	run(f, 1500);
	assert_int_equal(manager_got(fd, "STATUS="), 0);

	peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 1500);
	assert_true(manager_got(fd, "1 decided") > 0);
	unsetenv("NOTIFY_SOCKET");
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(status_shows_an_unreadable_journal),
		TEST(status_shows_a_journald_that_drops_records),
		TEST(unchanged_status_is_not_sent),
	};

	block_signals();
	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
