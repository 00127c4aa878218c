// SPDX-License-Identifier: GPL-2.0-only
/* Tests failures around the daemon: its messages, and its recovery. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include <netlink/errno.h>

#include "daemon/audit.h"
#include "daemon/log.h"
#include "fixture.h"
#include "now.h"
#include "unit.h"
#include "writer-internal.h"

/* Start the daemon and log to the journal, as a service does. */
static void start_with_log(struct fixture *f)
{
	start_as_owner(f);
	f->m.log.writer = f->m.writer;
	f->m.log.level = LOG_WARNING;
}

static void assert_logged(struct fixture *f, const char *text)
{
	for (int i = 0; i < 1000 && !sink_grep(&f->sink, text); i++)
		usleep(2000);
	if (sink_grep(&f->sink, text))
		return;
	for (size_t i = 0; i < f->sink.n; i++)
		print_message("%s\n", f->sink.entries[i].text);
	fail_msg("nothing says \"%s\"", text);
}

static void fail_once(struct fixture *f, uint8_t command, int error)
{
	f->peer.fail[command].times = 1;
	f->peer.fail[command].error = error;
}

static struct peer_request *ask(struct fixture *f, const char *bdf, enum vfiov_request_kind kind)
{
	struct peer_request *r = peer_request(&f->peer, bdf, kind, "transitional");

	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	return r;
}

static void unreadable_requests_are_read_again(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_with_log(f);
	fail_once(f, VFIOV_CMD_REQUEST_GET, -ENOMEM);
	r = ask(f, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND);
	run(f, 10);
	assert_false(r->answered);
	assert_logged(f, "Cannot read requests");
	run(f, 200);
	assert_true(r->answered);
}

static void invalid_request(void **state)
{
	struct fixture *f = *state;
	struct peer_request *nonsense, *r;

	start_with_log(f);
	nonsense = ask(f, "nowhere", VFIOV_REQUEST_KIND_BIND);
	r = ask(f, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND);
	run(f, 20);
	assert_false(nonsense->answered);
	assert_true(r->answered);
	assert_logged(f, "nowhere: invalid request from the kernel");
}

/* A refused set has no other profile to fall back to. */
static void set_that_the_device_no_longer_supports(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_with_log(f);
	fail_once(f, VFIOV_CMD_DECISION_SET, -EOPNOTSUPP);
	r = ask(f, "0000:01:00.1", VFIOV_REQUEST_KIND_SET);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(r->answer.verdict, VFIOV_VERDICT_REFUSE);
	assert_false(vfv_has(&r->answer, VFIOV_A_REQUEST_PROFILE));
	assert_false(vfv_has(&r->answer, VFIOV_A_REQUEST_MIGRATION));
	assert_status(f, "0 decided, 1 refused");
}

/* A PF without a name does not match a rule with a name, but matches the catch-all rule. */
static void missing_names(void **state)
{
	static const char rules[] =
		"version = 1; rules = (\n"
		"{ name = \"named\"; match = { pf = \"eth0\"; }; profile = \"native\"; },\n"
		"{ name = \"port\"; match = { port = \"*\"; }; profile = \"native\"; },\n"
		"{ name = \"rest\"; match = { vf = \"0-9\"; }; profile = \"transitional\"; } );";
	struct fixture *f = *state;
	struct peer_request *r;
	char command[256];

	write_file(f, "etc/vfiovd/policy.d/10-test.conf", rules);
	/* The daemon knows that a block device has no interface. */
	snprintf(command, sizeof(command),
		 "mkdir -p %s/sys/bus/pci/devices/0000:01:00.0 && "
		 "echo 0x010000 >%s/sys/bus/pci/devices/0000:01:00.0/class",
		 f->root, f->root);
	assert_int_equal(system(command), 0);
	start_with_log(f);
	r = ask(f, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND);
	run(f, 20);
	assert_true(r->answered);
	assert_non_null(strstr(r->answer.rule, "rest at "));

	/* The interface's driver has no port names. */
	snprintf(command, sizeof(command), "mkdir -p %s/sys/bus/pci/devices/0000:01:00.0/net/veth0",
		 f->root);
	assert_int_equal(system(command), 0);
	r = ask(f, "0000:01:00.2", VFIOV_REQUEST_KIND_BIND);
	run(f, 20);
	assert_true(r->answered);
	assert_non_null(strstr(r->answer.rule, "rest at "));
}

static void unreadable_audit(void **state)
{
	struct fixture *f = *state;

	start_with_log(f);
	fail_once(f, VFIOV_CMD_AUDIT_GET, -ENOMEM);
	peer_audit(&f->peer, VFIOV_EVENT_OPEN);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	assert_logged(f, "Cannot read audit records");
	assert_true(f->peer.audit_acked < f->peer.audit_seq);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void unreadable_events(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_with_log(f);
	peer_fail_events(&f->peer, NLE_BAD_SOCK);
	run(f, 20);
	assert_logged(f, "Cannot read kernel events");
	r = ask(f, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND);
	run(f, 20);
	assert_true(r->answered);
}

static void kernel_that_refuses_the_policy(void **state)
{
	struct fixture *f = *state;

	start_with_log(f);
	fail_once(f, VFIOV_CMD_OWNER_UPDATE, -ENOMEM);
	fail_once(f, VFIOV_CMD_PARAMS_SET, -ERANGE);
	f->peer.fail[VFIOV_CMD_PARAMS_SET].message = "out of range";
	f->peer.fail[VFIOV_CMD_PARAMS_SET].bad_attribute = VFIOV_A_STATUS_OPEN_WAIT_MS;
	reload(f);
	assert_logged(f, "The kernel refused the generation of the policy: ");
	assert_logged(f, "The kernel refused the parameters of the policy: out of range: "
			 "open-wait-ms");
}

/* The daemon logs ten messages in ten seconds, then the number of dropped messages. */
static void frequent_messages_are_limited(void **state)
{
	struct fixture *f = *state;

	start_with_log(f);
	for (int i = 0; i < 25; i++)
		vd_log_limited(&f->m, LOG_WARNING, "again");
	run(f, 20);
	assert_int_equal(sink_grep(&f->sink, "again"), 10);
	f->m.log.window_start -= 10;
	vd_log_limited(&f->m, LOG_WARNING, "at last");
	assert_logged(f, "15 messages like the last were suppressed");
	assert_logged(f, "at last");
}

static void status_shows_a_journald_that_does_not_store(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	vd_writer_set_problem(f->m.writer, VD_WRITER_SILENT);
	assert_status(f, "; journald does not store: audit records are kept in the kernel");
	vd_writer_set_problem(f->m.writer, VD_WRITER_ABSENT);
	assert_status(f, "; no journald: audit records are kept in the kernel");
}

static void stop_waits_for_the_last_records(void **state)
{
	struct fixture *f = *state;
	uint64_t start;

	start_as_owner(f);
	peer_audit(&f->peer, VFIOV_EVENT_UNBIND);
	vd_audit_kick(&f->m);
	/* The writer gets the records before the signal is handled. */
	assert_true(sd_event_run(f->m.event, 0) >= 0);
	assert_int_equal(raise(SIGTERM), 0);
	start = vd_now_usec();
	assert_int_equal(sd_event_loop(f->m.event), 0);
	assert_true(vd_now_usec() - start < 1500000);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void stop_does_not_wait_forever(void **state)
{
	struct fixture *f = *state;
	uint64_t start;

	start_as_owner(f);
	sink_set(&f->sink, &f->sink.stuck, true);
	peer_audit(&f->peer, VFIOV_EVENT_UNBIND);
	vd_audit_kick(&f->m);
	while (!f->m.audit.busy)
		assert_true(sd_event_run(f->m.event, 1000000) >= 0);
	assert_int_equal(raise(SIGTERM), 0);
	/* A second signal makes no difference. */
	assert_int_equal(raise(SIGINT), 0);
	start = vd_now_usec();
	assert_int_equal(sd_event_loop(f->m.event), 0);
	assert_true(vd_now_usec() - start > 1500000 && vd_now_usec() - start < 10000000);
	assert_true(f->peer.audit_acked < f->peer.audit_seq);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(unreadable_requests_are_read_again),
		TEST(invalid_request),
		TEST(set_that_the_device_no_longer_supports),
		TEST(missing_names),
		TEST(unreadable_audit),
		TEST(unreadable_events),
		TEST(kernel_that_refuses_the_policy),
		TEST(frequent_messages_are_limited),
		TEST(status_shows_a_journald_that_does_not_store),
		TEST(stop_waits_for_the_last_records),
		TEST(stop_does_not_wait_forever),
	};

	block_signals();
	return cmocka_run_group_tests_name("manager", tests, NULL, NULL);
}
