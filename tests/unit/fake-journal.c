// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "lib/names.h"
#include "lib/macro.h"
#include "fake-journal.h"
#include "unit.h"

void sink_init(struct test_sink *sink)
{
	memset(sink, 0, sizeof(*sink));
	sink->max_level = LOG_DEBUG;
	pthread_mutex_init(&sink->lock, NULL);
	pthread_cond_init(&sink->changed, NULL);
}

static void field(const struct iovec *fields, size_t n, const char *key, char *value)
{
	size_t len = strlen(key);

	value[0] = 0;
	for (size_t i = 0; i < n; i++) {
		const char *text = fields[i].iov_base;

		if (fields[i].iov_len > len && memcmp(text, key, len) == 0 && text[len] == '=')
			snprintf(value, SINK_TEXT / 2, "%.*s", (int)(fields[i].iov_len - len - 1),
				 text + len + 1);
	}
}

static int sink_write(void *userdata, const struct iovec *fields, size_t n)
{
	char instance[SINK_TEXT / 2], seq[SINK_TEXT / 2], fence[SINK_TEXT / 2];
	char message[SINK_TEXT / 2], priority[SINK_TEXT / 2];
	struct test_sink *sink = userdata;

	field(fields, n, VFV_FIELD_INSTANCE, instance);
	field(fields, n, VFV_FIELD_SEQ, seq);
	field(fields, n, VFV_FIELD_FENCE, fence);
	field(fields, n, "MESSAGE", message);
	field(fields, n, "PRIORITY", priority);

	pthread_mutex_lock(&sink->lock);
	sink->writes++;
	pthread_cond_broadcast(&sink->changed);
	while (sink->stuck)
		pthread_cond_wait(&sink->changed, &sink->lock);
	if (sink->absent) {
		pthread_mutex_unlock(&sink->lock);
		return -ENOTCONN;
	}
	sink->fences += fence[0] != 0;
	if (sink->n < SINK_ENTRIES && atoi(priority) <= sink->max_level) {
		char *text = sink->entries[sink->n].text;

		if (fence[0])
			snprintf(text, SINK_TEXT, "%s", fence);
		else if (instance[0])
			snprintf(text, SINK_TEXT, "%s %s", instance, seq);
		else
			snprintf(text, SINK_TEXT, "%s", message);
		field(fields, n, VFV_FIELD_RULE_FILE, sink->entries[sink->n].file);
		field(fields, n, VFV_FIELD_POLICY_FILE, sink->entries[sink->n].policy_file);
		field(fields, n, VFV_FIELD_POLICY_LINE, sink->entries[sink->n].policy_line);
		sink->entries[sink->n].fence = fence[0];
		sink->entries[sink->n].on_its_way = sink->delayed;
		sink->n++;
	}
	pthread_mutex_unlock(&sink->lock);
	return 0;
}

static bool has(struct test_sink *sink, const char *text)
{
	for (size_t i = 0; i < sink->n; i++)
		if (!sink->entries[i].on_its_way && strcmp(sink->entries[i].text, text) == 0)
			return true;
	return false;
}

static int sink_has_fence(void *userdata, const char *fence)
{
	struct test_sink *sink = userdata;
	int r;

	pthread_mutex_lock(&sink->lock);
	r = sink->unreadable ? -EOPNOTSUPP : has(sink, fence);
	pthread_mutex_unlock(&sink->lock);
	return r;
}

static int sink_stored(void *userdata, const char *instance, const uint64_t *seqs, size_t n,
		       bool *stored)
{
	struct test_sink *sink = userdata;
	char text[SINK_TEXT];
	int r = 0;

	pthread_mutex_lock(&sink->lock);
	if (sink->unreadable)
		r = -EOPNOTSUPP;
	for (size_t i = 0; i < n && r == 0; i++) {
		snprintf(text, sizeof(text), "%s %" PRIu64, instance, seqs[i]);
		stored[i] = has(sink, text);
	}
	pthread_mutex_unlock(&sink->lock);
	return r;
}

static void sink_wait(void *userdata _unused_, uint64_t usec)
{
	usleep(usec < 2000 ? usec : 2000);
}

static void sink_rest(void *userdata _unused_)
{
}

struct vd_sink sink_hook(struct test_sink *sink)
{
	return (struct vd_sink){
		sink, sink_write, sink_has_fence, sink_stored, sink_wait, sink_rest
	};
}

void sink_set(struct test_sink *sink, bool *what, bool value)
{
	pthread_mutex_lock(&sink->lock);
	*what = value;
	if (what == &sink->delayed && !value)
		for (size_t i = 0; i < sink->n; i++)
			sink->entries[i].on_its_way = false;
	pthread_cond_broadcast(&sink->changed);
	pthread_mutex_unlock(&sink->lock);
}

void sink_set_level(struct test_sink *sink, int max_level)
{
	pthread_mutex_lock(&sink->lock);
	sink->max_level = max_level;
	pthread_mutex_unlock(&sink->lock);
}

void sink_lose(struct test_sink *sink)
{
	size_t kept = 0;

	pthread_mutex_lock(&sink->lock);
	for (size_t i = 0; i < sink->n; i++)
		if (!sink->entries[i].on_its_way)
			sink->entries[kept++] = sink->entries[i];
	sink->n = kept;
	pthread_mutex_unlock(&sink->lock);
}

void sink_add(struct test_sink *sink, const char *instance, uint64_t seq, bool on_its_way)
{
	pthread_mutex_lock(&sink->lock);
	snprintf(sink->entries[sink->n].text, SINK_TEXT, "%s %" PRIu64, instance, seq);
	sink->entries[sink->n].fence = false;
	sink->entries[sink->n++].on_its_way = on_its_way;
	pthread_mutex_unlock(&sink->lock);
}

unsigned int sink_count(struct test_sink *sink, const char *instance, uint64_t seq)
{
	unsigned int count = 0;
	char text[SINK_TEXT];

	snprintf(text, sizeof(text), "%s %" PRIu64, instance, seq);
	pthread_mutex_lock(&sink->lock);
	for (size_t i = 0; i < sink->n; i++)
		count += strcmp(sink->entries[i].text, text) == 0;
	pthread_mutex_unlock(&sink->lock);
	return count;
}

unsigned int sink_grep(struct test_sink *sink, const char *text)
{
	unsigned int count = 0;

	pthread_mutex_lock(&sink->lock);
	for (size_t i = 0; i < sink->n; i++)
		count += strstr(sink->entries[i].text, text) != NULL;
	pthread_mutex_unlock(&sink->lock);
	return count;
}

void sink_wait_writes(struct test_sink *sink, unsigned int count)
{
	struct timespec end;
	int r = 0;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += 10;
	pthread_mutex_lock(&sink->lock);
	while (sink->writes < count && r == 0)
		r = pthread_cond_timedwait(&sink->changed, &sink->lock, &end);
	pthread_mutex_unlock(&sink->lock);
	assert_int_equal(r, 0);
}
