// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "daemon/reload.h"
#include "daemon/status.h"
#include "fixture.h"
#include "unit.h"

void write_file(struct fixture *f, const char *name, const char *text)
{
	tree_put(f->root, name, text);
}

const char open_gate[] = "version = 1; allow_transitional = true; open_wait_ms = 700;";
static const char rule_file[] =
	"version = 1;\n"
	"rules = ( { name = \"first\"; match = { vf = \"0-1\"; }; profile = \"transitional\"; } );\n";

int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	tree_make(f->root);
	write_file(f, "etc/vfiovd/vfiovd.conf", open_gate);
	write_file(f, "etc/vfiovd/policy.d/10-test.conf", rule_file);

	peer_init(&f->peer);
	sink_init(&f->sink);
	f->m.options.root = f->root;
	f->m.options.log_level = LOG_ERR;
	f->m.hook = peer_hook(&f->peer);
	f->m.sink = sink_hook(&f->sink);
	*state = f;
	return 0;
}

int teardown(void **state)
{
	struct fixture *f = *state;
	int r;

	sink_set(&f->sink, &f->sink.stuck, false);
	sink_set(&f->sink, &f->sink.delayed, false);
	vd_manager_finish(&f->m);
	peer_done(&f->peer);
	r = tree_remove(f->root);
	free(f);
	return r;
}

/* Run the daemon for at least MS milliseconds, until no event is pending. */
void run(struct fixture *f, unsigned int ms)
{
	struct timespec start, now;
	long passed;
	int r;

	if (f->m.genl)
		peer_wake(&f->peer, vfv_genl_events_fd(f->m.genl));
	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		r = sd_event_run(f->m.event, 5000);
		assert_true(r >= 0);
		clock_gettime(CLOCK_MONOTONIC, &now);
		passed = (now.tv_sec - start.tv_sec) * 1000 +
			 (now.tv_nsec - start.tv_nsec) / 1000000;
	} while (passed < (long)ms || r > 0 || f->m.audit.busy);
}

void reload(struct fixture *f)
{
	vd_policy_reload(&f->m);
	while (f->m.policy.loading)
		assert_true(sd_event_run(f->m.event, UINT64_MAX) >= 0);
}

void start_as_owner(struct fixture *f)
{
	peer_load(&f->peer);
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	run(f, 20);
}

const char *status(struct fixture *f)
{
	static char text[512];

	vd_status_text(&f->m, true, text, sizeof(text));
	return text;
}

void assert_status(struct fixture *f, const char *part)
{
	const char *text = status(f);

	if (!strstr(text, part))
		fail_msg("status is \"%s\", without \"%s\"", text, part);
}

void block_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
