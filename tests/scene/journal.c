// SPDX-License-Identifier: GPL-2.0-only
#include "journal.h"

#include <string.h>
#include <systemd/sd-journal.h>

#include "client/util.h"
#include "scene/run.h"

#define JOURNALD_UNIT "systemd-journald.service"

struct journal {
	sd_journal *sd;
	char *mark; /* cursor of the last old entry; NULL if there was none */
};

int journal_open(struct journal **ret)
{
	struct journal *journal = calloc(1, sizeof(*journal));
	int r;

	if (!journal)
		return -ENOMEM;
	r = sd_journal_open(&journal->sd, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
	/* Otherwise, sd-journal misses files that are created later. */
	if (r == 0)
		r = sd_journal_get_fd(journal->sd);
	if (r >= 0)
		r = journal_mark(journal);
	if (r < 0) {
		journal_close(journal);
		return r;
	}
	*ret = journal;
	return 0;
}

void journal_close(struct journal *journal)
{
	if (!journal)
		return;
	sd_journal_close(journal->sd);
	free(journal->mark);
	free(journal);
}

int journal_mark(struct journal *journal)
{
	int r;

	free(journal->mark);
	journal->mark = NULL;
	sd_journal_flush_matches(journal->sd);
	r = sd_journal_seek_tail(journal->sd);
	if (r < 0)
		return r;
	r = sd_journal_previous(journal->sd);
	return r > 0 ? sd_journal_get_cursor(journal->sd, &journal->mark) : r;
}

/* Seeks to just before the first entry after the mark that has all of these fields. */
static int seek(struct journal *journal, const char *const matches[])
{
	int r;

	/* Journal files may have been added and removed. */
	r = sd_journal_process(journal->sd);
	sd_journal_flush_matches(journal->sd);
	for (; r >= 0 && *matches; matches++)
		r = sd_journal_add_match(journal->sd, *matches, 0);
	if (r < 0)
		return r;
	return journal->mark ? sd_journal_seek_cursor(journal->sd, journal->mark)
			     : sd_journal_seek_head(journal->sd);
}

/* Returns 1 on an entry, 0 at the end. The mark itself may match and must be skipped. */
static int next(struct journal *journal)
{
	int r = sd_journal_next(journal->sd);

	if (r > 0 && journal->mark && sd_journal_test_cursor(journal->sd, journal->mark) > 0)
		r = sd_journal_next(journal->sd);
	return r;
}

int journal_find(struct journal *journal, const char *const matches[], unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	int r;

	for (;;) {
		uint64_t now;

		r = seek(journal, matches);
		if (r == 0)
			r = next(journal);
		if (r != 0)
			return r < 0 ? r : 0;
		now = util_now_ns();
		if (now >= deadline)
			return -ETIMEDOUT;
		r = sd_journal_wait(journal->sd, (deadline - now) / 1000 + 1);
		if (r < 0)
			return r;
	}
}

int journal_field(struct journal *journal, const char *field, char *value, size_t size)
{
	size_t len, name = strlen(field) + 1;
	const void *data;
	int r;

	r = sd_journal_get_data(journal->sd, field, &data, &len);
	if (r < 0)
		return r;
	snprintf(value, size, "%.*s", (int)(len - name), (const char *)data + name);
	return 0;
}

int journal_each(struct journal *journal, const char *const matches[],
		 void (*func)(struct journal *journal, void *userdata), void *userdata)
{
	int r, n = 0;

	r = seek(journal, matches);
	if (r < 0)
		return r;
	while ((r = next(journal)) > 0) {
		n++;
		if (func)
			func(journal, userdata);
	}
	return r < 0 ? r : n;
}

int journal_count(struct journal *journal, const char *const matches[])
{
	return journal_each(journal, matches, NULL, NULL);
}

void journald_signal(const char *signal)
{
	run_quietly((const char *[]){ "systemctl", "kill", "--kill-who=main", "-s", signal,
				      JOURNALD_UNIT, NULL });
}

void journald_restart(void)
{
	run_quietly((const char *[]){ "systemctl", "restart", JOURNALD_UNIT, NULL });
}
