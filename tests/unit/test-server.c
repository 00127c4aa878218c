// SPDX-License-Identifier: GPL-2.0-only
/* The daemon as a whole, between a scripted kernel and a scripted journal. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "fixture.h"
#include "lib/names.h"
#include "unit.h"

static void answer_then_audit_then_acknowledge(void **state)
{
	struct fixture *f = *state;
	struct peer_request *a, *b;
	int answer, ack;

	start_as_owner(f);
	assert_int_equal(f->peer.audit_acked, 1);
	f->peer.n_trace = 0;
	a = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	b = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 20);

	assert_true(a->answered && b->answered);
	assert_int_equal(a->answer.profile, VFIOV_PROFILE_TRANSITIONAL);
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

/* An inotify descriptor that counts who opens phys_port_name. */
static int watch_port(struct fixture *f)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	char path[128];

	snprintf(path, sizeof(path), "%s/sys/class/net/eth0/phys_port_name", f->root);
	/* Two events that are the same would count as one. */
	assert_true(inotify_add_watch(fd, path, IN_OPEN | IN_CLOSE) >= 0);
	return fd;
}

static unsigned int opened(int fd)
{
	struct inotify_event events[32];
	ssize_t n = read(fd, events, sizeof(events));
	unsigned int opens = 0;

	/* Those of a file have no name. */
	for (ssize_t i = 0; i < n / (ssize_t)sizeof(events[0]); i++)
		opens += !!(events[i].mask & IN_OPEN);
	return opens;
}

/* A machine's phys_port_name waits for RTNL. */
static void names_that_no_rule_asks_for_are_not_read(void **state)
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
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(r->answer.profile, VFIOV_PROFILE_TRANSITIONAL);
	assert_int_equal(opened(port), 0);
}

static void names_are_read_once_in_a_pull(void **state)
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
	a = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	b = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(a->answered && b->answered);
	assert_int_equal(opened(port), 1);
	assert_int_equal(a->answer.profile, VFIOV_PROFILE_TRANSITIONAL);
	assert_int_equal(b->answer.profile, VFIOV_PROFILE_TRANSITIONAL);
}

/* The rule that would refuse must not be passed over for want of a name. */
static void names_that_can_not_be_read_are_waited_for(void **state)
{
	static const char net[] = "sys/bus/pci/devices/0000:01:00.0/net";
	struct fixture *f = *state;
	char path[128], other[128];
	struct peer_request *r;

	make_pf(f);
	write_file(f, "etc/vfiovd/policy.d/10-test.conf",
		   "version = 1; rules = ( { name = \"n\"; match = { pf = \"eth0\"; }; "
		   "profile = \"native\"; }, { name = \"t\"; profile = \"transitional\"; } );");
	start_as_owner(f);
	snprintf(path, sizeof(path), "%s/%s", f->root, net);
	snprintf(other, sizeof(other), "%s/away", f->root);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink("net", path), 0); /* ELOOP */
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 200);
	assert_false(r->answered);

	assert_int_equal(unlink(path), 0);
	assert_int_equal(rename(other, path), 0);
	run(f, 200);
	assert_true(r->answered);
	assert_int_equal(r->answer.profile, VFIOV_PROFILE_NATIVE);
}

static void default_and_gate(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	write_file(f, "etc/vfiovd/vfiovd.conf", "version = 1;");
	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(r->answer.verdict, VFIOV_VERDICT_GRANT);
	assert_int_equal(r->answer.profile, VFIOV_PROFILE_NATIVE);
}

static void set_is_granted_or_refused(void **state)
{
	struct fixture *f = *state;
	struct peer_request *native, *legacy;

	start_as_owner(f);
	native = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_SET,
			      VFIOV_PROFILE_NATIVE);
	legacy = peer_request(&f->peer, "0000:01:00.2", VFIOV_REQUEST_KIND_SET,
			      VFIOV_PROFILE_LEGACY);
	legacy->available |= 1U << VFIOV_PROFILE_LEGACY;
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(native->answered && legacy->answered);
	assert_int_equal(native->answer.verdict, VFIOV_VERDICT_GRANT);
	assert_int_equal(legacy->answer.verdict, VFIOV_VERDICT_REFUSE);
	assert_non_null(strstr(legacy->answer.rule, "first at "));
	assert_status(f, "1 decided, 1 refused");
}

static void stale_answer_is_given_again(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 2;
	f->peer.fail[VFIOV_CMD_DECISION_SET].error = -ESTALE;
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(f->peer.counts[VFIOV_CMD_DECISION_SET], 3);
}

static void endless_staleness_lets_others_live(void **state)
{
	struct fixture *f = *state;
	unsigned int tries;

	start_as_owner(f);
	peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 1000000;
	f->peer.fail[VFIOV_CMD_DECISION_SET].error = -ESTALE;
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 300);
	tries = f->peer.counts[VFIOV_CMD_DECISION_SET];
	assert_true(tries > 8 && tries < 100);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 0;
	run(f, 100);
	assert_true(f->peer.requests[0].answered);
}

static void device_that_can_do_less_than_it_said(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 1;
	f->peer.fail[VFIOV_CMD_DECISION_SET].error = -EOPNOTSUPP;
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(r->answer.profile, VFIOV_PROFILE_NATIVE);
}

static void full_ring_is_answered_after_the_acknowledgement(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	sink_set(&f->sink, &f->sink.delayed, true);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
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

static void stuck_journal_does_not_hold_up_answers(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	sink_set(&f->sink, &f->sink.stuck, true);
	for (int i = 0; i < 8; i++) {
		char bdf[32];

		snprintf(bdf, sizeof(bdf), "0000:01:00.%d", i);
		peer_request(&f->peer, bdf, VFIOV_REQUEST_KIND_BIND, 0);
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

static void module_comes_goes_and_comes_again(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_NO_MODULE);
	assert_status(f, "Waiting for the kernel module");
	for (int i = 1; i <= 3; i++) {
		peer_load(&f->peer);
		run(f, 20);
		assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
		r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
		peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
		peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
		run(f, 20);
		assert_true(r->answered);
		/* Load, request, decision; numbers begin anew. */
		assert_int_equal(f->peer.audit_acked, 3);
		assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], i);
		peer_unload(&f->peer);
		run(f, 20);
		assert_int_equal(f->m.server.state, VD_SERVER_NO_MODULE);
	}
	assert_int_equal(sink_grep(&f->sink, "03000000-0000-0000-0000-000000000000 "), 3);
}

/* Events that were queued while the daemon found out by other means. */
static void old_news_of_the_module(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	peer_unload(&f->peer);
	peer_load(&f->peer);
	vd_server_find(&f->m);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 2);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void own_role_is_recognized(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->m.server.state = VD_SERVER_NO_MODULE;
	vd_server_find(&f->m);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 1);
}

/* What is asked for without a sign that it is there would load the module again after rmmod. */
static void module_that_is_away_is_not_asked_for(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->peer.loaded = false;
	peer_unload(&f->peer);
	run(f, 20);
	f->peer.loaded = true; /* as the kernel's autoload would, if somebody asked */
	(void)sd_event_source_set_time(f->m.server.tick, 0);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_NO_MODULE);
}

static void another_owner_is_waited_for(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	peer_load(&f->peer);
	strcpy(f->peer.other_owner, "vfiovd");
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	assert_int_equal(vd_manager_start(&f->m), 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_NOT_OWNER);
	assert_status(f, "vfiovd (pid 4711)");
	/* A refusal would go into the audit, each time. */
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 0);
	assert_false(r->answered);
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_GET], 0);

	f->peer.other_owner[0] = 0;
	peer_status_ntf(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_true(r->answered);
}

static void name_of_another_owner_is_no_word_of_ours(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	strcpy(f->peer.other_owner, "x\nWATCHDOG=trigger\n");
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_NOT_OWNER);
	assert_status(f, "x?WATCHDOG=trigger? (pid 4711)");
	assert_null(strchr(status(f), '\n'));
}

static void race_for_the_role_is_lost(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].times = 1;
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].error = -EEXIST;
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_NOT_OWNER);
	peer_status_ntf(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
}

static void kernel_that_rejects_us(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].times = 1;
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].error = -EPROTONOSUPPORT;
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].message = "abi 1 is not supported";
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_REJECTED);
	assert_status(f, "abi 1 is not supported");
	(void)sd_event_source_set_time(f->m.server.tick, 0);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
}

static void lost_role_is_taken_again(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	f->peer.owner = NULL;
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 200);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_true(r->answered);
}

static void lost_events_are_made_up_for(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_lose_events(&f->peer);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void lost_news_of_the_module_are_made_up_for(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	peer_unload(&f->peer);
	peer_load(&f->peer);
	/* The buffer was full, so nothing tells of either. */
	peer_drop_queue(&f->peer);
	peer_lose_events(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 2);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void silence_is_made_up_for(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	(void)sd_event_source_set_time(f->m.server.tick, 0);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void forged_doorbell_wakes_nobody(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	f->peer.n_trace = 0;
	peer_forge_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 20);
	assert_int_equal(f->peer.n_trace, 0);
}

static void restart_writes_nothing_twice(void **state)
{
	struct fixture *f = *state;

	/* As left behind by a daemon that was killed before it could acknowledge. */
	peer_load(&f->peer);
	for (int i = 2; i <= 9; i++)
		peer_audit(&f->peer, VFIOV_EVENT_OPEN);
	for (int i = 1; i <= 6; i++)
		sink_add(&f->sink, "01000000-0000-0000-0000-000000000000", i, false);
	assert_int_equal(vd_manager_start(&f->m), 0);
	run(f, 20);
	assert_int_equal(f->peer.audit_acked, 9);
	for (int i = 1; i <= 9; i++)
		assert_int_equal(sink_count(&f->sink, "01000000-0000-0000-0000-000000000000", i),
				 1);
}

static void records_of_another_instance_are_left_alone(void **state)
{
	struct fixture *f = *state;

	f->peer.misplaced_audit = true;
	peer_load(&f->peer);
	assert_int_equal(vd_manager_start(&f->m), 0);
	run(f, 20);
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_ACK], 0);
	assert_int_equal(f->sink.n, 0);
}

/* Somebody else has acknowledged them, or it is a bug. */
static void missing_records_are_told_of(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	assert_int_equal(f->peer.audit_acked, 1);
	/* As in a service. */
	f->m.log.writer = f->m.writer;
	for (int i = 0; i < 3; i++)
		peer_audit(&f->peer, VFIOV_EVENT_OPEN);
	f->peer.audit_acked = 3;
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 50);
	assert_int_equal(sink_grep(&f->sink, "Audit records 2 to 3 are missing"), 1);
	assert_int_equal(f->peer.audit_acked, 4);
}

static void status_tells_of_a_journal_that_can_not_be_read(void **state)
{
	struct fixture *f = *state;

	sink_set(&f->sink, &f->sink.unreadable, true);
	start_as_owner(f);
	assert_status(f, "; the journal can not be read: audit records are not checked");
}

static void status_tells_of_a_journald_that_drops_records(void **state)
{
	struct fixture *f = *state;

	sink_set_level(&f->sink, LOG_ERR);
	start_as_owner(f);
	assert_status(f, "; journald drops audit records (MaxLevelStore=, LogLevelMax=)");
}

static void more_records_than_a_batch(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	for (int i = 0; i < VD_BATCH_MAX + 50; i++)
		peer_audit(&f->peer, VFIOV_EVENT_OPEN);
	assert_int_equal(vd_manager_start(&f->m), 0);
	run(f, 50);
	assert_int_equal(f->peer.audit_acked, VD_BATCH_MAX + 51);
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_ACK], 2);
}

static void last_records_while_the_module_goes(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->peer.unloading = true;
	for (int i = 0; i < VD_BATCH_MAX + 5; i++)
		peer_audit(&f->peer, VFIOV_EVENT_UNBIND);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 50);
	assert_int_equal(f->peer.audit_acked, VD_BATCH_MAX + 6);
	for (int i = 1; i <= VD_BATCH_MAX + 6; i++)
		assert_int_equal(sink_count(&f->sink, "01000000-0000-0000-0000-000000000000", i),
				 1);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
}

static void failed_acknowledgement_writes_nothing_twice(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->peer.fail[VFIOV_CMD_AUDIT_ACK].times = 3;
	f->peer.fail[VFIOV_CMD_AUDIT_ACK].error = -ENOMEM;
	f->peer.counts[VFIOV_CMD_AUDIT_ACK] = 0;
	peer_audit(&f->peer, VFIOV_EVENT_PARAMS);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	/* The next try is a matter of time, not of how fast we are. */
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_ACK], 1);
	assert_true(f->peer.audit_acked < f->peer.audit_seq);
	run(f, 500);
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_ACK], 4);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
	for (uint64_t seq = 1; seq <= f->peer.audit_seq; seq++)
		assert_int_equal(sink_count(&f->sink, "01000000-0000-0000-0000-000000000000", seq),
				 1);
}

/* The socket of a service manager. */
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

/* Returns how many messages with the word the manager has got. */
static unsigned int manager_was_told(int fd, const char *word)
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

static void nothing_new_is_not_told(void **state)
{
	struct fixture *f = *state;
	int fd = manager_socket(f);
	uint64_t now;

	start_as_owner(f);
	vd_status_ready(&f->m);
	assert_int_equal(manager_was_told(fd, "READY=1"), 1);
	/* What the start has counted may be told late. */
	run(f, 1500);
	(void)manager_was_told(fd, "");

	/* Once, not for all of the past: nobody reads the socket meanwhile. */
	assert_true(sd_event_now(f->m.event, CLOCK_MONOTONIC, &now) >= 0);
	assert_true(sd_event_source_set_time(f->m.server.tick, now) >= 0);
	run(f, 1500);
	assert_int_equal(manager_was_told(fd, "STATUS="), 0);

	peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 1500);
	assert_true(manager_was_told(fd, "1 decided") > 0);
	unsetenv("NOTIFY_SOCKET");
	close(fd);
}

static void policy_is_announced_and_numbered(void **state)
{
	struct fixture *f = *state;
	char hash[VFIOV_TEXT_MAX + 1];

	start_as_owner(f);
	assert_int_equal(f->peer.policy_generation, 1);
	assert_int_equal(strlen(f->peer.policy_hash), 64);
	assert_int_equal(f->peer.params.open_wait_ms, 700);
	assert_true(vfv_has(&f->peer.params, VFIOV_A_STATUS_GRACE_MS));
	assert_int_equal(f->peer.params.grace_ms, VFV_GRACE_MS);
	strcpy(hash, f->peer.policy_hash);

	vd_policy_reload(&f->m);
	assert_int_equal(f->peer.policy_generation, 1);

	write_file(f, "etc/vfiovd/policy.d/20-more.conf", "version = 1;");
	vd_policy_reload(&f->m);
	assert_int_equal(f->peer.policy_generation, 2);
	assert_string_not_equal(f->peer.policy_hash, hash);

	write_file(f, "etc/vfiovd/policy.d/20-more.conf", "version = 1; ruls = ();");
	strcpy(hash, f->peer.policy_hash);
	vd_policy_reload(&f->m);
	assert_int_equal(f->peer.policy_generation, 2);
	assert_string_equal(f->peer.policy_hash, hash);
	assert_status(f, "new policy INVALID, generation 2 stays");
	assert_true(f->m.policy.stale);
	assert_non_null(vd_policy_hash_of(&f->m, 1));
	assert_null(vd_policy_hash_of(&f->m, 3));
}

static void parameter_that_is_removed_is_reset(void **state)
{
	struct fixture *f = *state;

	write_file(f, "etc/vfiovd/vfiovd.conf",
		   "version = 1; open_wait_ms = 700; grace_ms = 0; ring_size = 100;");
	start_as_owner(f);
	assert_int_equal(f->peer.params.open_wait_ms, 700);
	assert_int_equal(f->peer.params.grace_ms, 0);
	assert_int_equal(f->peer.params.ring_size, 100);
	write_file(f, "etc/vfiovd/vfiovd.conf", "version = 1;");
	vd_policy_reload(&f->m);
	assert_int_equal(f->peer.params.open_wait_ms, 1000);
	assert_int_equal(f->peer.params.grace_ms, 3000);
	assert_int_equal(f->peer.params.ring_size, 4096);

	/* A policy with mistakes says nothing of them. */
	f->peer.counts[VFIOV_CMD_PARAMS_SET] = 0;
	write_file(f, "etc/vfiovd/vfiovd.conf", "version = 1; grace_ms = x;");
	vd_policy_reload(&f->m);
	assert_int_equal(f->peer.counts[VFIOV_CMD_PARAMS_SET], 0);
}

static void number_goes_on_after_a_restart(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	f->peer.policy_generation = 7;
	strcpy(f->peer.policy_hash, "of another policy");
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->peer.policy_generation, 8);
	f->peer.owner = NULL;
	f->m.server.state = VD_SERVER_REJECTED;
	vd_server_find(&f->m);
	assert_int_equal(f->peer.policy_generation, 8);
}

static void bad_policy_at_the_start(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	write_file(f, "etc/vfiovd/vfiovd.conf", "allow_transitional = \"yes\";");
	start_as_owner(f);
	assert_status(f, "POLICY INVALID");
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(r->answer.profile, VFIOV_PROFILE_NATIVE);
	assert_int_equal(r->answer.explicit, 0);

	write_file(f, "etc/vfiovd/vfiovd.conf", open_gate);
	vd_policy_reload(&f->m);
	assert_null(strstr(status(f), "INVALID"));
	assert_int_equal(f->peer.policy_generation, 2);
}

static void verdict_follows_any_number_of_mistakes(void **state)
{
	_cleanup_free_ char *text = calloc(1, 65536);
	struct fixture *f = *state;
	unsigned int named = 0;
	char *at = text;

	start_as_owner(f);
	assert_non_null(text);
	at += sprintf(at, "version = 1; rules = (");
	for (int i = 0; i < 900; i++)
		at += sprintf(at, "%s\n{ name = \"r%d\"; profil = \"native\"; }", i ? "," : "", i);
	sprintf(at, ");");
	write_file(f, "etc/vfiovd/policy.d/20-x.conf", text);
	/* Nothing is taken from the queue while it is filled. */
	sink_set(&f->sink, &f->sink.stuck, true);
	f->m.log.writer = f->m.writer;
	vd_policy_reload(&f->m);
	sink_set(&f->sink, &f->sink.stuck, false);
	f->m.log.writer = NULL;
	run(f, 200);
	assert_int_equal(sink_grep(&f->sink, "/etc/vfiovd/policy.d"), 50);
	assert_int_equal(sink_grep(&f->sink, " more: vfiovctl policy check"), 1);
	assert_int_equal(sink_grep(&f->sink, "mistakes: the policy"), 1);
	assert_int_equal(sink_grep(&f->sink, "dropped"), 0);
	/* As the audit names it. */
	for (size_t i = 0; i < f->sink.n; i++)
		named += strcmp(f->sink.entries[i].file, "20-x.conf") == 0;
	assert_int_equal(named, 50);
}

static void stop_gives_the_role_back(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	vd_manager_finish(&f->m);
	assert_null(f->peer.owner);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_UNREGISTER], 1);
	memset(&f->m, 0, sizeof(f->m));
}

static void stop_writes_what_has_happened(void **state)
{
	struct fixture *f = *state;
	int r;

	start_as_owner(f);
	/* More than a batch, and the bell has not rung yet. */
	for (int i = 0; i < VD_BATCH_MAX + 5; i++)
		peer_audit(&f->peer, VFIOV_EVENT_CLOSE);
	assert_int_equal(raise(SIGTERM), 0);
	r = sd_event_loop(f->m.event);
	assert_int_equal(r, 0);
	assert_int_equal(f->peer.audit_acked, VD_BATCH_MAX + 6);
	for (int i = 1; i <= VD_BATCH_MAX + 6; i++)
		assert_int_equal(sink_count(&f->sink, "01000000-0000-0000-0000-000000000000", i),
				 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answer_then_audit_then_acknowledge),
		TEST(names_that_no_rule_asks_for_are_not_read),
		TEST(names_are_read_once_in_a_pull),
		TEST(names_that_can_not_be_read_are_waited_for),
		TEST(default_and_gate),
		TEST(set_is_granted_or_refused),
		TEST(stale_answer_is_given_again),
		TEST(endless_staleness_lets_others_live),
		TEST(device_that_can_do_less_than_it_said),
		TEST(full_ring_is_answered_after_the_acknowledgement),
		TEST(stuck_journal_does_not_hold_up_answers),
		TEST(module_comes_goes_and_comes_again),
		TEST(old_news_of_the_module),
		TEST(own_role_is_recognized),
		TEST(module_that_is_away_is_not_asked_for),
		TEST(another_owner_is_waited_for),
		TEST(name_of_another_owner_is_no_word_of_ours),
		TEST(race_for_the_role_is_lost),
		TEST(kernel_that_rejects_us),
		TEST(lost_role_is_taken_again),
		TEST(lost_events_are_made_up_for),
		TEST(lost_news_of_the_module_are_made_up_for),
		TEST(silence_is_made_up_for),
		TEST(forged_doorbell_wakes_nobody),
		TEST(restart_writes_nothing_twice),
		TEST(records_of_another_instance_are_left_alone),
		TEST(missing_records_are_told_of),
		TEST(status_tells_of_a_journal_that_can_not_be_read),
		TEST(status_tells_of_a_journald_that_drops_records),
		TEST(more_records_than_a_batch),
		TEST(last_records_while_the_module_goes),
		TEST(failed_acknowledgement_writes_nothing_twice),
		TEST(nothing_new_is_not_told),
		TEST(policy_is_announced_and_numbered),
		TEST(parameter_that_is_removed_is_reset),
		TEST(number_goes_on_after_a_restart),
		TEST(bad_policy_at_the_start),
		TEST(verdict_follows_any_number_of_mistakes),
		TEST(stop_gives_the_role_back),
		TEST(stop_writes_what_has_happened),
	};

	block_signals();
	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
