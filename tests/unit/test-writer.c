// SPDX-License-Identifier: GPL-2.0-only
/* Tests the writer thread with a misbehaving journal. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "batch.h"
#include "fake-journal.h"
#include "now.h"
#include "unit.h"
#include "writer.h"

static const char instance[] = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

static const struct vd_writer_times quick = { .fence = 100000, .stored = 50000, .retry = 5000 };

struct fixture {
	struct test_sink sink;
	struct vd_writer *writer;
	struct vd_batch *batch;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct vd_sink hook;

	sink_init(&f->sink);
	hook = sink_hook(&f->sink);
	f->batch = calloc(1, sizeof(*f->batch));
	*state = f;
	return vd_writer_start(&hook, &quick, &f->writer);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	int r;

	r = vd_writer_stop(f->writer, 5000000);
	free(f->batch);
	free(f);
	return r;
}

static void give(struct fixture *f, uint64_t first, size_t n, bool fresh)
{
	batch_fill(f->batch, instance, first, n, fresh);
	for (size_t i = 0; i < n; i++)
		vd_entry_add(&f->batch->entries[i], "PRIORITY", "%d",
			     (first + i) % 2 ? LOG_INFO : LOG_NOTICE);
	vd_writer_give(f->writer, f->batch);
}

static bool done(struct fixture *f, int ms)
{
	return batch_done(f->writer, ms);
}

static void write_all(struct fixture *f, uint64_t first, size_t n, bool fresh)
{
	give(f, first, n, fresh);
	assert_true(done(f, 5000));
}

static void assert_once(struct fixture *f, uint64_t first, uint64_t last)
{
	for (uint64_t seq = first; seq <= last; seq++)
		assert_int_equal(sink_count(&f->sink, instance, seq), 1);
}

/* Assert that the batch is done, and that everything works. */
static void assert_well(struct fixture *f, uint64_t first, uint64_t last)
{
	assert_true(done(f, 5000));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FINE);
	assert_once(f, first, last);
}

static void batches_in_order(void **state)
{
	struct fixture *f = *state;

	write_all(f, 1, 10, true);
	write_all(f, 11, VD_BATCH_MAX, false);
	assert_once(f, 1, 10 + VD_BATCH_MAX);
	/* Nothing failed, so only the first fence was needed. */
	assert_int_equal(f->sink.fences, 1);
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FINE);
	assert_false(vd_writer_done(f->writer));
}

static void stored_records_are_not_written_again(void **state)
{
	struct fixture *f = *state;

	sink_add(&f->sink, instance, 3, false);
	sink_add(&f->sink, instance, 4, false);
	sink_add(&f->sink, "another", 5, false);
	write_all(f, 1, 6, true);
	assert_once(f, 1, 6);
}

/* The first record is stored, and the next five are on their way. */
static void delay_after_one(struct fixture *f)
{
	write_all(f, 1, 1, true);
	sink_set(&f->sink, &f->sink.delayed, true);
	give(f, 2, 5, false);
	assert_false(done(f, 300));
}

/* The journal stores entries again, and contains each record once. */
static void end_delay(struct fixture *f, uint64_t last)
{
	sink_set(&f->sink, &f->sink.delayed, false);
	assert_true(done(f, 5000));
	assert_once(f, 1, last);
}

/* After kill -9, records may still be in the socket of a slow journald. */
static void records_in_flight_are_not_written_again(void **state)
{
	struct fixture *f = *state;

	sink_set(&f->sink, &f->sink.delayed, true);
	sink_add(&f->sink, instance, 1, true);
	sink_add(&f->sink, instance, 2, true);
	give(f, 1, 3, true);
	assert_false(done(f, 400));
	assert_int_equal(sink_count(&f->sink, instance, 3), 0);
	/* After times.fence the writer sends another fence. */
	assert_true(f->sink.fences > 1);
	end_delay(f, 3);
}

static void not_done_before_it_is_stored(void **state)
{
	struct fixture *f = *state;

	delay_after_one(f);
	end_delay(f, 6);
}

/* A stop of journald.socket loses the records in the socket. */
static void lost_records_are_written_again(void **state)
{
	struct fixture *f = *state;

	delay_after_one(f);
	sink_lose(&f->sink);
	assert_int_equal(sink_count(&f->sink, instance, 3), 0);
	end_delay(f, 6);
}

static void no_journald(void **state)
{
	struct fixture *f = *state;

	sink_set(&f->sink, &f->sink.absent, true);
	give(f, 1, 4, true);
	assert_false(done(f, 200));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_ABSENT);
	sink_set(&f->sink, &f->sink.absent, false);
	assert_well(f, 1, 4);
}

static void journal_that_is_unreadable(void **state)
{
	struct fixture *f = *state;

	sink_set(&f->sink, &f->sink.unreadable, true);
	write_all(f, 1, 4, true);
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_UNREADABLE);
	write_all(f, 5, 4, false);
	assert_once(f, 1, 8);
	assert_int_equal(f->sink.fences, 1);
}

/* A journald that has just started has no journal file yet. */
static void journal_that_is_unreadable_at_first(void **state)
{
	struct fixture *f = *state;

	sink_add(&f->sink, instance, 1, false);
	sink_set(&f->sink, &f->sink.unreadable, true);
	give(f, 1, 4, true);
	assert_false(done(f, 50));
	sink_set(&f->sink, &f->sink.unreadable, false);
	assert_well(f, 1, 4);
}

/* With MaxLevelStore=notice, journald drops the fence and every second record. */
static void journald_that_drops_records(void **state)
{
	struct fixture *f = *state;

	sink_add(&f->sink, instance, 2, false);
	sink_set_level(&f->sink, LOG_NOTICE);
	write_all(f, 1, 4, true);
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FILTERED);
	/* Stored records are not written again; records of low priority are lost. */
	assert_int_equal(sink_count(&f->sink, instance, 1), 0);
	assert_int_equal(sink_count(&f->sink, instance, 2), 1);
	assert_int_equal(sink_count(&f->sink, instance, 4), 1);
	assert_int_equal(f->sink.fences, 4);
	write_all(f, 5, 4, false);
	assert_int_equal(f->sink.fences, 4);
	assert_int_equal(sink_count(&f->sink, instance, 6), 1);

	/* The administrator fixes the configuration and restarts the daemon. */
	sink_set_level(&f->sink, LOG_DEBUG);
	give(f, 9, 4, true);
	assert_well(f, 9, 12);
}

/* journald exits with the fence in its socket, but its successor gets the probe. */
static void lost_fence_does_not_mean_a_filter(void **state)
{
	struct fixture *f = *state;

	sink_set_level(&f->sink, LOG_EMERG);
	give(f, 1, 4, true);
	sink_wait_writes(&f->sink, 1);
	sink_set_level(&f->sink, LOG_DEBUG);
	assert_true(done(f, 5000));
	assert_true(f->sink.fences > 2);
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FINE);
	assert_once(f, 1, 4);
}

/* MaxLevelStore=notice takes effect while the daemon runs. */
static void journald_that_begins_to_drop_records(void **state)
{
	struct fixture *f = *state;

	write_all(f, 1, 4, true);
	sink_set_level(&f->sink, LOG_NOTICE);
	write_all(f, 5, 4, false);
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FILTERED);
	assert_int_equal(sink_count(&f->sink, instance, 6), 1);
	assert_int_equal(sink_count(&f->sink, instance, 8), 1);
}

static void journald_that_stores_nothing(void **state)
{
	struct fixture *f = *state;

	sink_set_level(&f->sink, LOG_EMERG);
	give(f, 1, 4, true);
	for (int i = 0; i < 500 && vd_writer_problem(f->writer) != VD_WRITER_SILENT; i++)
		assert_false(done(f, 10));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_SILENT);
	sink_set_level(&f->sink, LOG_DEBUG);
	assert_well(f, 1, 4);
}

static void log_text(struct fixture *f, const char *text)
{
	struct vd_entry *entry = malloc(sizeof(*entry));

	vd_entry_init(entry);
	vd_entry_add(entry, "MESSAGE", "%s", text);
	vd_writer_log(f->writer, entry);
}

static void stuck_journal_blocks_nobody(void **state)
{
	struct fixture *f = *state;
	uint64_t start;

	sink_set(&f->sink, &f->sink.stuck, true);
	log_text(f, "the first");
	sink_wait_writes(&f->sink, 1);
	start = vd_now_usec();
	for (int i = 0; i < 10 * VD_LOG_QUEUE; i++)
		log_text(f, "one of many");
	assert_true(vd_now_usec() - start < 1000000);
	give(f, 1, 2, true);
	assert_false(done(f, 100));
	sink_set(&f->sink, &f->sink.stuck, false);
	assert_true(done(f, 5000));
	assert_once(f, 1, 2);
	assert_int_equal(sink_grep(&f->sink, "one of many"), VD_LOG_QUEUE);
	assert_int_equal(sink_grep(&f->sink, "messages were dropped"), 1);
	assert_int_equal(sink_grep(&f->sink, "2304 messages"), 1);
}

static void stop_leaves_a_stuck_journal(void **state)
{
	struct fixture *f = *state;
	uint64_t start = vd_now_usec();

	sink_set(&f->sink, &f->sink.stuck, true);
	log_text(f, "the first");
	sink_wait_writes(&f->sink, 1);
	/* The fractions of the timeout and of the clock add up to more than a second. */
	assert_int_equal(vd_writer_stop(f->writer, 999999), -ETIMEDOUT);
	assert_true(vd_now_usec() - start < 3000000);
	/* Let the thread end, because it would use memory that the teardown frees. */
	sink_set(&f->sink, &f->sink.stuck, false);
}

static void *set_free(void *arg)
{
	struct test_sink *sink = arg;
	const struct timespec pause = { 0, 100000000 };

	nanosleep(&pause, NULL);
	sink_set(sink, &sink->stuck, false);
	return NULL;
}

/* A stop writes all queued entries, but only the current record of a batch. */
static void stop_between_two_records(void **state)
{
	struct fixture *f = *state;
	struct vd_sink hook = sink_hook(&f->sink);
	struct vd_writer *writer;
	pthread_t thread;

	write_all(f, 1, 1, true);
	sink_set(&f->sink, &f->sink.stuck, true);
	f->sink.writes = 0;
	give(f, 2, 4, false);
	sink_wait_writes(&f->sink, 1);
	log_text(f, "the last word");
	assert_int_equal(pthread_create(&thread, NULL, set_free, &f->sink), 0);
	assert_int_equal(vd_writer_stop(f->writer, 5000000), 0);
	pthread_join(thread, NULL);
	/* The teardown needs a writer. */
	assert_int_equal(vd_writer_start(&hook, &quick, &writer), 0);
	f->writer = writer;
	assert_int_equal(sink_count(&f->sink, instance, 2), 1);
	assert_int_equal(sink_count(&f->sink, instance, 3), 0);
	assert_int_equal(sink_grep(&f->sink, "the last word"), 1);
}

static void stop_while_waiting(void **state)
{
	struct fixture *f = *state;

	sink_set(&f->sink, &f->sink.delayed, true);
	give(f, 1, 2, true);
	assert_false(done(f, 50));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(batches_in_order),
		TEST(stored_records_are_not_written_again),
		TEST(records_in_flight_are_not_written_again),
		TEST(not_done_before_it_is_stored),
		TEST(lost_records_are_written_again),
		TEST(no_journald),
		TEST(journal_that_is_unreadable),
		TEST(journal_that_is_unreadable_at_first),
		TEST(journald_that_drops_records),
		TEST(lost_fence_does_not_mean_a_filter),
		TEST(journald_that_begins_to_drop_records),
		TEST(journald_that_stores_nothing),
		TEST(stuck_journal_blocks_nobody),
		TEST(stop_leaves_a_stuck_journal),
		TEST(stop_between_two_records),
		TEST(stop_while_waiting),
	};

	return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
