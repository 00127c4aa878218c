// SPDX-License-Identifier: GPL-2.0-only
/* Tests requests and the daemon's answers, with a scripted kernel and a scripted journal. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "fixture.h"
#include "unit.h"

static void answer_then_audit_then_acknowledge(void **state)
{
	struct fixture *f = *state;
	struct peer_request *a, *b;
	int answer, ack;

	start_as_owner(f);
	assert_int_equal(f->peer.audit_acked, 1);
	f->peer.n_trace = 0;
	a = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	b = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 20);

	assert_true(a->answered && b->answered);
	assert_string_equal(a->answer.profile, "transitional");
	assert_int_equal(a->answer.explicit, 1);
	assert_int_equal(a->answer.policy_generation, 1);
	assert_non_null(strstr(a->answer.rule, "first at "));
	assert_non_null(strstr(a->answer.rule, "10-test.conf:2"));

	answer = peer_traced(&f->peer, "decision-set 0000:01:00.2", 0);
	ack = peer_traced(&f->peer, "audit-ack", 0);
	assert_true(answer >= 0 && ack > answer);
	assert_true(peer_traced(&f->peer, "audit-get", 0) > answer);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
	for (uint64_t seq = 1; seq <= f->peer.audit_seq; seq++)
		assert_int_equal(sink_count(&f->sink, "01000000-0000-0000-0000-000000000000", seq),
				 1);
	assert_status(f, "Answering");
	assert_status(f, "2 decided");
}

static void make_pf(struct fixture *f)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "mkdir -p %s/sys/bus/pci/devices/0000:01:00.0/net/eth0 %s/sys/class/net/eth0 && "
		 "echo p0 >%s/sys/class/net/eth0/phys_port_name",
		 f->root, f->root, f->root);
	assert_int_equal(system(command), 0);
}

/* Bind a VF and wait for the answer. */
static struct peer_request *ask_once(struct fixture *f)
{
	struct peer_request *r;

	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	return r;
}

/* Returns an inotify descriptor that reports each open of phys_port_name. */
static int watch_port(struct fixture *f)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	char path[128];

	snprintf(path, sizeof(path), "%s/sys/class/net/eth0/phys_port_name", f->root);
	/* Watch closes too, because inotify merges equal events in succession. */
	assert_true(inotify_add_watch(fd, path, IN_OPEN | IN_CLOSE) >= 0);
	return fd;
}

static unsigned int opened(int fd)
{
	struct inotify_event events[32];
	ssize_t n = read(fd, events, sizeof(events));
	unsigned int opens = 0;

	/* Events of a watched file carry no name, so their size is fixed. */
	for (ssize_t i = 0; i < n / (ssize_t)sizeof(events[0]); i++)
		opens += !!(events[i].mask & IN_OPEN);
	return opens;
}

/* A read of the real phys_port_name waits for RTNL. */
static void unused_names_are_not_read(void **state)
{
	struct fixture *f = *state;
	_cleanup_close_ int port = -1;
	struct peer_request *r;

	make_pf(f);
	port = watch_port(f);
	write_file(f, "etc/vfiovd/policy.d/10-test.conf",
		   "version = 1; rules = ( { name = \"n\"; match = { pf = \"eth0\"; }; "
		   "profile = \"transitional\"; } );");
	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_string_equal(r->answer.profile, "transitional");
	assert_int_equal(opened(port), 0);
}

static void names_are_read_once_per_pass(void **state)
{
	struct fixture *f = *state;
	struct peer_request *a, *b;
	_cleanup_close_ int port = -1;

	make_pf(f);
	port = watch_port(f);
	write_file(f, "etc/vfiovd/policy.d/10-test.conf",
		   "version = 1; rules = ( { name = \"p\"; match = { vf = \"0-9\"; "
		   "not = { port = \"p1\"; }; }; profile = \"transitional\"; } );");
	start_as_owner(f);
	a = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	b = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(a->answered && b->answered);
	assert_int_equal(opened(port), 1);
	assert_string_equal(a->answer.profile, "transitional");
	assert_string_equal(b->answer.profile, "transitional");
}

/* A missing name must not cause the daemon to skip a rule that would refuse. */
static void unreadable_names_grant_nothing(void **state)
{
	static const char net[] = "sys/bus/pci/devices/0000:01:00.0/net";
	struct fixture *f = *state;
	struct peer_request *r;
	char path[128];

	make_pf(f);
	write_file(f, "etc/vfiovd/policy.d/10-test.conf",
		   "version = 1; rules = ( { name = \"n\"; match = { pf = \"eth1\"; }; "
		   "profile = \"native\"; }, { name = \"t\"; profile = \"transitional\"; } );");
	start_as_owner(f);
	r = ask_once(f);
	assert_string_equal(r->answer.profile, "transitional");

	snprintf(path, sizeof(path), "%s/%s/eth0", f->root, net);
	assert_int_equal(rmdir(path), 0);
	snprintf(path, sizeof(path), "%s/%s", f->root, net);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(symlink("net", path), 0); /* ELOOP */
	r = ask_once(f);
	assert_string_equal(r->answer.profile, "native");
	assert_string_equal(r->answer.rule, "rule n could not be evaluated: pf is not known");
	assert_int_equal(r->answer.level, VFIOV_LEVEL_LOUD);
}

/* The name can still change until udev has finished, or while there is no interface. */
static void names_that_are_not_final_grant_nothing(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;
	char command[256];

	make_pf(f);
	write_file(f, "etc/vfiovd/policy.d/10-test.conf",
		   "version = 1; rules = ( { name = \"n\"; match = { pf = \"ens1\"; }; "
		   "profile = \"native\"; }, { name = \"t\"; profile = \"transitional\"; } );");
	snprintf(command, sizeof(command),
		 "mkdir -p %s/run/udev/data && touch %s/run/udev/control && "
		 "echo 7 >%s/sys/class/net/eth0/ifindex",
		 f->root, f->root, f->root);
	assert_int_equal(system(command), 0);
	start_as_owner(f);
	r = ask_once(f);
	assert_string_equal(r->answer.profile, "native");
	assert_string_equal(r->answer.rule, "rule n could not be evaluated: pf is not known");

	write_file(f, "run/udev/data/n7", "");
	r = ask_once(f);
	assert_string_equal(r->answer.profile, "transitional");

	snprintf(command, sizeof(command),
		 "rmdir %s/sys/bus/pci/devices/0000:01:00.0/net/eth0 && "
		 "echo 0x020000 >%s/sys/bus/pci/devices/0000:01:00.0/class",
		 f->root, f->root);
	assert_int_equal(system(command), 0);
	r = ask_once(f);
	assert_string_equal(r->answer.profile, "native");

	/* A device that is not a network card gets no interface. */
	write_file(f, "sys/bus/pci/devices/0000:01:00.0/class", "0x010000\n");
	r = ask_once(f);
	assert_string_equal(r->answer.profile, "transitional");
}

static void default_and_gate(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	write_file(f, "etc/vfiovd/vfiovd.conf", "version = 1;");
	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(r->answer.verdict, VFIOV_VERDICT_GRANT);
	assert_string_equal(r->answer.profile, "native");
}

static void set_is_granted_or_refused(void **state)
{
	struct fixture *f = *state;
	struct peer_request *native, *legacy;

	start_as_owner(f);
	native = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_SET, "native");
	legacy = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_SET, "legacy");
	assert_int_equal(vfv_words_add(&legacy->available, "legacy"), 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(native->answered && legacy->answered);
	assert_int_equal(native->answer.verdict, VFIOV_VERDICT_GRANT);
	assert_int_equal(legacy->answer.verdict, VFIOV_VERDICT_REFUSE);
	assert_non_null(strstr(legacy->answer.rule, "first at "));
	assert_status(f, "1 decided, 1 refused");
}

/* The log has the decision that the rule would have made, once for each answer. */
static void log_only_rule_is_logged(void **state)
{
	struct fixture *f = *state;
	struct peer_request *bound, *set;

	write_file(f, "etc/vfiovd/policy.d/05-new.conf",
		   "version = 1;\n"
		   "rules = ( { name = \"new\"; match = { vf = \"0-1\"; }; profile = \"native\";\n"
		   "            log_only = true; } );\n");
	f->m.options.log_level = LOG_NOTICE;
	start_as_owner(f);
	/* Log to the journal, as a service does. */
	f->m.log.writer = f->m.writer;
	bound = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_BIND, "native");
	set = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_SET, "transitional");
	/* The third request is about VF 2, to which the rule does not apply. */
	peer_request(&f->peer, "0000:01:00.3", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 50);
	assert_true(bound->answered && set->answered);
	assert_string_equal(bound->answer.profile, "transitional");
	assert_non_null(strstr(bound->answer.rule, "first at "));
	assert_int_equal(set->answer.verdict, VFIOV_VERDICT_GRANT);
	assert_int_equal(sink_grep(&f->sink, "without log_only"), 2);
	assert_int_equal(sink_grep(&f->sink, "0000:01:00.2: without log_only, would be native: new "
					     "at 05-new.conf:2 says native"),
			 1);
	assert_int_equal(sink_grep(&f->sink, "without log_only, set to transitional would be "
					     "refused: new at 05-new.conf:2 does not allow "
					     "transitional"),
			 1);
}

/*
 * A profile belongs to its driver: the rule and the gate are for this project's driver, and other
 * drivers may use the same name for something else.
 */
static void profile_of_another_driver(void **state)
{
	static const char *const drivers[] = { "nobody_vfio_pci", "" };
	struct fixture *f = *state;

	start_as_owner(f);
	for (size_t i = 0; i < ARRAY_SIZE(drivers); i++) {
		struct peer_request *bind, *set;

		bind = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
		set = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_SET,
				   "transitional");
		strcpy(bind->driver, drivers[i]);
		strcpy(set->driver, drivers[i]);
		peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
		run(f, 10);
		assert_true(bind->answered && set->answered);
		assert_string_equal(bind->answer.profile, "native");
		assert_int_equal(set->answer.verdict, VFIOV_VERDICT_REFUSE);
		bind->answered = set->answered = false;
	}
}

/*
 * Make a request whose first @times answers the kernel refuses with @error, and run for @ms
 * milliseconds.
 */
static struct peer_request *answer_with_errors(struct fixture *f, unsigned int times, int error,
					       unsigned int ms)
{
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = times;
	f->peer.fail[VFIOV_CMD_DECISION_SET].error = error;
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, ms);
	return r;
}

static void stale_answer_is_repeated(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r = answer_with_errors(f, 2, -ESTALE, 10);

	assert_true(r->answered);
	assert_int_equal(f->peer.counts[VFIOV_CMD_DECISION_SET], 3);
}

static void repeated_stale_answers_block_nobody(void **state)
{
	struct fixture *f = *state;
	unsigned int tries;

	answer_with_errors(f, 1000000, -ESTALE, 300);
	tries = f->peer.counts[VFIOV_CMD_DECISION_SET];
	assert_true(tries > 8 && tries < 100);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 0;
	run(f, 100);
	assert_true(f->peer.requests[0].answered);
}

static void device_that_has_lost_a_capability(void **state)
{
	struct peer_request *r = answer_with_errors(*state, 1, -EOPNOTSUPP, 10);

	assert_true(r->answered);
	assert_string_equal(r->answer.profile, "native");
}

static void full_ring_is_answered_after_the_acknowledgement(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	sink_set(&f->sink, &f->sink.delayed, true);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 1;
	f->peer.fail[VFIOV_CMD_DECISION_SET].error = -ENOBUFS;
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	for (int i = 0; i < 5; i++) {
		peer_wake(&f->peer, vfv_genl_events_fd(f->m.genl));
		assert_true(sd_event_run(f->m.event, 10000) >= 0);
	}
	assert_false(r->answered);
	assert_status(f, "audit ring full");
	sink_set(&f->sink, &f->sink.delayed, false);
	run(f, 50);
	assert_true(r->answered);
	assert_null(strstr(status(f), "audit ring full"));
}

static void stuck_journal_does_not_delay_answers(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	sink_set(&f->sink, &f->sink.stuck, true);
	for (int i = 0; i < 8; i++) {
		char bdf[32];

		snprintf(bdf, sizeof(bdf), "0000:01:00.%d", i);
		peer_request(&f->peer, bdf, VFIOV_REQUEST_KIND_BIND, "native");
		peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
		peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
		peer_wake(&f->peer, vfv_genl_events_fd(f->m.genl));
		while (!f->peer.requests[i].answered)
			assert_true(sd_event_run(f->m.event, 1000000) > 0);
	}
	assert_true(f->peer.audit_acked < f->peer.audit_seq);
	sink_set(&f->sink, &f->sink.stuck, false);
	run(f, 50);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answer_then_audit_then_acknowledge),
		TEST(unused_names_are_not_read),
		TEST(names_are_read_once_per_pass),
		TEST(unreadable_names_grant_nothing),
		TEST(names_that_are_not_final_grant_nothing),
		TEST(default_and_gate),
		TEST(set_is_granted_or_refused),
		TEST(profile_of_another_driver),
		TEST(log_only_rule_is_logged),
		TEST(stale_answer_is_repeated),
		TEST(repeated_stale_answers_block_nobody),
		TEST(device_that_has_lost_a_capability),
		TEST(full_ring_is_answered_after_the_acknowledgement),
		TEST(stuck_journal_does_not_delay_answers),
	};

	block_signals();
	return cmocka_run_group_tests_name("decide", tests, NULL, NULL);
}
