// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the writer with a real journald in its own mount namespace. Needs root, or unprivileged
 * user namespaces.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <systemd/sd-journal.h>

#include "batch.h"
#include "journald.h"
#include "lib/names.h"
#include "own-journald.h"
#include "unit.h"
#include "writer.h"

struct fixture {
	struct vd_journald *journald;
	struct vd_writer *writer;
	struct vd_batch *batch;
	char instance[37];
};

static int setup(void **state)
{
	static const struct vd_writer_times times = { 300000, 300000, 20000 };
	struct fixture *f = calloc(1, sizeof(*f));
	static unsigned int number;
	struct vd_sink sink;

	snprintf(f->instance, sizeof(f->instance), "00000000-0000-0000-0000-%012u", ++number);
	f->batch = calloc(1, sizeof(*f->batch));
	vd_journald_new(VFV_JOURNAL_SOCKET, &f->journald);
	sink = vd_journald_sink(f->journald);
	*state = f;
	return vd_writer_start(&sink, &times, &f->writer);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	int r = vd_writer_stop(f->writer, 5000000);

	vd_journald_free(f->journald);
	free(f->batch);
	free(f);
	return r;
}

static void give(struct fixture *f, uint64_t first, size_t n, bool fresh)
{
	batch_fill(f->batch, f->instance, first, n, fresh);
	vd_writer_give(f->writer, f->batch);
}

static bool done(struct fixture *f, int ms)
{
	return batch_done(f->writer, ms);
}

/* Send the records like a daemon that is killed right afterwards. */
static void send_and_die(struct fixture *f, uint64_t first, size_t n, uid_t uid)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		static struct vd_entry entry;

		if (uid && setuid(uid) < 0)
			_exit(77);
		for (size_t i = 0; i < n; i++) {
			batch_entry(&entry, f->instance, first + i);
			if (sd_journal_sendv(entry.fields, entry.n) < 0)
				_exit(1);
		}
		kill(getpid(), SIGKILL);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFSIGNALED(status));
}

/* Assert that each record of user UID was stored exactly once. */
static void assert_once(struct fixture *f, uint64_t first, uint64_t last, uid_t uid)
{
	unsigned int seen[512] = { 0 };
	sd_journal *journal;
	char match[96];

	assert_true(last < ARRAY_SIZE(seen));
	assert_true(sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY) >= 0);
	snprintf(match, sizeof(match), "%s=%s", VFV_FIELD_INSTANCE, f->instance);
	sd_journal_add_match(journal, match, 0);
	snprintf(match, sizeof(match), "_UID=%u", uid);
	sd_journal_add_match(journal, match, 0);
	SD_JOURNAL_FOREACH(journal)
	{
		const void *data;
		uint64_t seq;
		size_t len;

		assert_true(sd_journal_get_data(journal, VFV_FIELD_SEQ, &data, &len) >= 0);
		seq = strtoull((const char *)data + strlen(VFV_FIELD_SEQ "="), NULL, 10);
		assert_true(seq < ARRAY_SIZE(seen));
		seen[seq]++;
	}
	sd_journal_close(journal);
	for (uint64_t seq = 0; seq < ARRAY_SIZE(seen); seq++)
		if (seen[seq] != (seq >= first && seq <= last))
			fail_msg("record %" PRIu64 " is there %u times", seq, seen[seq]);
}

static void records_are_stored(void **state)
{
	struct fixture *f = *state;

	give(f, 1, 5, true);
	assert_true(done(f, 10000));
	assert_once(f, 1, 5, getuid());
	give(f, 6, VD_BATCH_MAX, false);
	assert_true(done(f, 10000));
	assert_once(f, 1, 5 + VD_BATCH_MAX, getuid());
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FINE);
}

static void killed_with_records_in_the_socket(void **state)
{
	struct fixture *f = *state;

	own_journald_signal(SIGSTOP);
	send_and_die(f, 1, 4, 0);
	give(f, 1, 8, true);
	assert_false(done(f, 1000));
	own_journald_signal(SIGCONT);
	assert_true(done(f, 10000));
	assert_once(f, 1, 8, getuid());
}

static void killed_with_records_in_the_journal(void **state)
{
	struct fixture *f = *state;

	send_and_die(f, 3, 4, 0);
	give(f, 1, 8, true);
	assert_true(done(f, 10000));
	assert_once(f, 1, 8, getuid());
}

/* Any user can write any fields; such entries must not count as our records. */
static void records_of_other_users_do_not_count(void **state)
{
	struct fixture *f = *state;

	send_and_die(f, 1, 4, 65534);
	give(f, 1, 4, true);
	assert_true(done(f, 10000));
	assert_once(f, 1, 4, getuid());
	assert_once(f, 1, 4, 65534);
}

static void stopped_journald(void **state)
{
	struct fixture *f = *state;

	give(f, 1, 4, true);
	assert_true(done(f, 10000));
	own_journald_signal(SIGSTOP);
	give(f, 5, VD_BATCH_MAX, false);
	assert_false(done(f, 1000));
	own_journald_signal(SIGCONT);
	assert_true(done(f, 10000));
	assert_once(f, 1, 4 + VD_BATCH_MAX, getuid());
}

/* The content of the socket is lost, as when journald.socket is stopped. */
static void journald_that_dies_with_its_socket(void **state)
{
	struct fixture *f = *state;

	give(f, 1, 4, true);
	assert_true(done(f, 10000));
	own_journald_signal(SIGSTOP);
	give(f, 5, 6, false);
	assert_false(done(f, 400));
	own_journald_end();
	for (int i = 0; i < 1000 && vd_writer_problem(f->writer) != VD_WRITER_ABSENT; i++)
		assert_false(done(f, 10));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_ABSENT);
	assert_true(own_journald_start());
	assert_true(done(f, 10000));
	assert_once(f, 1, 10, getuid());
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FINE);
}

static void journal_that_is_rotated(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 5; i++) {
		give(f, 1 + 10 * i, 10, i == 0);
		assert_true(done(f, 10000));
		own_journald_signal(SIGUSR2);
		usleep(20000);
	}
	/* A new daemon gets the unacknowledged records from the kernel. */
	give(f, 31, 30, true);
	assert_true(done(f, 10000));
	assert_once(f, 1, 60, getuid());
}

/* Assert that everything works after the drop-in was removed. */
static void assert_well_without_drop_in(struct fixture *f)
{
	assert_int_equal(unlink(OWN_JOURNALD_DROP_IN), 0);
	own_journald_end();
	assert_true(own_journald_start());
	give(f, 5, 4, true);
	assert_true(done(f, 10000));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FINE);
	assert_once(f, 5, 8, getuid());
}

static void journald_that_drops_records(void **state)
{
	struct fixture *f = *state;

	assert_true(own_journald_write(OWN_JOURNALD_DROP_IN, "[Journal]\nMaxLevelStore=notice\n"));
	own_journald_end();
	assert_true(own_journald_start());
	give(f, 1, 4, true);
	assert_true(done(f, 10000));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_FILTERED);
	assert_well_without_drop_in(f);
}

/*
 * If nothing is stored, nothing can be verified. The daemon must distinguish this from a slow or
 * absent journald.
 */
static void journald_that_stores_nothing(void **state)
{
	struct fixture *f = *state;

	assert_true(own_journald_write(OWN_JOURNALD_DROP_IN, "[Journal]\nStorage=none\n"));
	own_journald_end();
	assert_int_equal(system("rm -rf /run/log/journal/*"), 0);
	assert_true(own_journald_start());
	give(f, 1, 4, true);
	assert_true(done(f, 10000));
	assert_int_equal(vd_writer_problem(f->writer), VD_WRITER_UNREADABLE);
	assert_well_without_drop_in(f);
}

/* The journal cannot be opened, but the writer must still wait. */
static void no_descriptors(void **state _unused_)
{
	struct rlimit before, none;
	struct vd_journald *journald;
	struct timespec start, end;
	struct vd_sink sink;
	bool stored[1];
	int r[2];

	assert_int_equal(vd_journald_new(VFV_JOURNAL_SOCKET, &journald), 0);
	sink = vd_journald_sink(journald);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	r[0] = sink.has_fence(sink.userdata, "x");
	r[1] = sink.stored(sink.userdata, "x", (uint64_t[]){ 1 }, 1, stored);
	clock_gettime(CLOCK_MONOTONIC, &start);
	sink.wait(sink.userdata, 50000);
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(r[0], -EOPNOTSUPP);
	assert_int_equal(r[1], -EOPNOTSUPP);
	assert_true((end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec >=
		    50000000L);
	vd_journald_free(journald);
}

/* A truncated path would name another socket. */
static void too_long_path(void **state _unused_)
{
	char path[256];

	memset(path, '/', sizeof(path));
	strcpy(path + sizeof(path) - sizeof(VFV_JOURNAL_SOCKET), VFV_JOURNAL_SOCKET);
	assert_false(vd_journald_present(path));
	assert_true(vd_journald_present(VFV_JOURNAL_SOCKET));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(records_are_stored),
		TEST(killed_with_records_in_the_socket),
		TEST(killed_with_records_in_the_journal),
		TEST(records_of_other_users_do_not_count),
		TEST(stopped_journald),
		TEST(journald_that_dies_with_its_socket),
		TEST(journal_that_is_rotated),
		TEST(journald_that_drops_records),
		TEST(journald_that_stores_nothing),
		cmocka_unit_test(no_descriptors),
		cmocka_unit_test(too_long_path),
	};
	int r;

	if (!own_journald_begin()) {
		fputs("needs systemd-journald and a mount namespace of its own\n", stderr);
		return 77;
	}
	r = cmocka_run_group_tests_name("journald", tests, NULL, NULL);
	own_journald_end();
	return r;
}
