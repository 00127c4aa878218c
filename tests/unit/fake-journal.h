/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A fake journal for the writer's thread. The lock protects all members. */

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "sink.h"

enum { SINK_ENTRIES = 4096, SINK_TEXT = 256 };

struct test_sink {
	pthread_mutex_t lock;
	pthread_cond_t changed;

	/* Behaviour */
	bool absent;	 /* write() fails, as it does without journald */
	bool stuck;	 /* write() does not return */
	bool unreadable; /* entries can be written but not read */
	int max_level;	 /* drop entries whose PRIORITY is above this; LOG_DEBUG drops none */
	bool delayed;	 /* entries are written but not stored until this becomes false */

	/*
	 * Entries in the order of writes. The text is "INSTANCE SEQ" for a record, the id for a
	 * fence, and the message for any other entry.
	 */
	struct {
		char text[SINK_TEXT];
		char file[SINK_TEXT / 2]; /* VFIOV_RULE_FILE */
		char policy_file[SINK_TEXT / 2];
		char policy_line[SINK_TEXT / 2];
		bool fence;
		bool on_its_way;
	} entries[SINK_ENTRIES];
	size_t n;
	unsigned int fences;
	unsigned int writes; /* number of calls to write(), including unfinished ones */
};

void sink_init(struct test_sink *sink);
struct vd_sink sink_hook(struct test_sink *sink);

/* Changes a flag, for example sink_set(&sink, &sink.stuck, true). */
void sink_set(struct test_sink *sink, bool *what, bool value);

/* From now on, drop entries of lower priority. */
void sink_set_level(struct test_sink *sink, int max_level);

/* Drop all entries that are not stored yet. */
void sink_lose(struct test_sink *sink);

/* Add a record that an earlier daemon wrote. */
void sink_add(struct test_sink *sink, const char *instance, uint64_t seq, bool on_its_way);

/* Returns how often the record was written, stored or not. */
unsigned int sink_count(struct test_sink *sink, const char *instance, uint64_t seq);

/* Returns the number of entries whose text contains TEXT. */
unsigned int sink_grep(struct test_sink *sink, const char *text);

/* Wait until write() has been called at least COUNT times. Fails the test after 10 s. */
void sink_wait_writes(struct test_sink *sink, unsigned int count);
