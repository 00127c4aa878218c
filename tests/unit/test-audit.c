// SPDX-License-Identifier: GPL-2.0-only
/* A scripted journal must get each audit record of a scripted kernel exactly once. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "daemon/job.h"
#include "fixture.h"
#include "unit.h"

static void restart_writes_nothing_twice(void **state)
{
	struct fixture *f = *state;

	/* A previous daemon was killed before it acknowledged these records. */
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

/* Another process has acknowledged the records, or there is a bug. */
static void missing_records_are_reported(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	assert_int_equal(f->peer.audit_acked, 1);
	/* Log to the journal, as a service does. */
	f->m.log.writer = f->m.writer;
	for (int i = 0; i < 3; i++)
		peer_audit(&f->peer, VFIOV_EVENT_OPEN);
	f->peer.audit_acked = 3;
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 50);
	assert_int_equal(sink_grep(&f->sink, "Audit records 2 to 3 are missing"), 1);
	assert_int_equal(f->peer.audit_acked, 4);
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

static void last_records_during_an_unload(void **state)
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
	/* The next attempt follows after a delay. */
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_ACK], 1);
	assert_true(f->peer.audit_acked < f->peer.audit_seq);
	run(f, 500);
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_ACK], 4);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
	for (uint64_t seq = 1; seq <= f->peer.audit_seq; seq++)
		assert_int_equal(sink_count(&f->sink, "01000000-0000-0000-0000-000000000000", seq),
				 1);
}

static void stop_writes_pending_events(void **state)
{
	struct fixture *f = *state;
	int r;

	start_as_owner(f);
	/* Make more records than fit into a batch, without a doorbell. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(restart_writes_nothing_twice),
		TEST(records_of_another_instance_are_left_alone),
		TEST(missing_records_are_reported),
		TEST(more_records_than_a_batch),
		TEST(last_records_during_an_unload),
		TEST(failed_acknowledgement_writes_nothing_twice),
		TEST(stop_writes_pending_events),
	};

	block_signals();
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
