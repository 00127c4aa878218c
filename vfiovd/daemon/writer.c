// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <syslog.h>
#include <time.h>

#include <systemd/sd-id128.h>

#include "lib/names.h"
#include "writer.h"

/* Pauses between looks at the journal; stop is noticed after the longest of them. */
enum { PAUSE_MIN = 2000, PAUSE_MAX = 200000 };

const struct vd_writer_times vd_writer_default_times = {
	.fence = 10000000,
	.stored = 5000000,
	.retry = 1000000,
};

struct vd_writer {
	struct vd_sink sink;
	struct vd_writer_times times;
	pthread_t thread;
	int fd;

	/* The thread's own. */
	bool trusted; /* all that was sent is stored */
	bool blind;   /* what is stored can not be read */
	bool stored[VD_BATCH_MAX];

	pthread_mutex_t lock; /* for what follows; held for no longer than to move pointers */
	pthread_cond_t changed;
	bool stop;
	bool done;
	struct vd_batch *batch;
	enum vd_writer_problem problem;
	struct vd_entry *log[VD_LOG_QUEUE];
	size_t log_first;
	size_t log_n;
	uint64_t log_dropped;
};

static uint64_t now_usec(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void ring(struct vd_writer *w)
{
	/* Only fails when the counter is full, and then it is readable anyway. */
	(void)eventfd_write(w->fd, 1);
}

static bool stopping(struct vd_writer *w)
{
	bool stop;

	pthread_mutex_lock(&w->lock);
	stop = w->stop;
	pthread_mutex_unlock(&w->lock);
	return stop;
}

static void set_problem(struct vd_writer *w, enum vd_writer_problem problem)
{
	bool changed;

	pthread_mutex_lock(&w->lock);
	changed = w->problem != problem;
	w->problem = problem;
	pthread_mutex_unlock(&w->lock);
	if (changed)
		ring(w);
}

/* NULL when there is nothing to log. *DROPPED entries were dropped before it. */
static struct vd_entry *take_log(struct vd_writer *w, uint64_t *dropped)
{
	struct vd_entry *entry = NULL;

	pthread_mutex_lock(&w->lock);
	if (w->log_n > 0) {
		entry = w->log[w->log_first];
		w->log_first = (w->log_first + 1) % VD_LOG_QUEUE;
		w->log_n--;
		*dropped = w->log_dropped;
		w->log_dropped = 0;
	}
	pthread_mutex_unlock(&w->lock);
	return entry;
}

static void write_logs(struct vd_writer *w)
{
	struct vd_entry *entry;
	uint64_t dropped;

	while ((entry = take_log(w, &dropped))) {
		(void)w->sink.write(w->sink.userdata, entry->fields, entry->n);
		if (dropped) {
			vd_entry_init(entry);
			vd_entry_add(entry, "MESSAGE",
				     "%" PRIu64 " messages were dropped, the journal is too slow",
				     dropped);
			vd_entry_add(entry, "MESSAGE_ID", VFV_ID_LOG_DROPPED);
			vd_entry_add(entry, "PRIORITY", "%d", LOG_WARNING);
			(void)w->sink.write(w->sink.userdata, entry->fields, entry->n);
		}
		free(entry);
	}
}

/*
 * Look with LOOK until it says something else than 0, for at most USEC microseconds. Returns
 * LOOK's 1 or error, -ETIMEDOUT or -ECANCELED.
 */
static int look_until(struct vd_writer *w, uint64_t usec,
		      int (*look)(struct vd_writer *w, const void *what), const void *what)
{
	uint64_t pause = PAUSE_MIN, end = now_usec() + usec;
	int r;

	for (;;) {
		r = look(w, what);
		if (r != 0)
			return r;
		if (stopping(w))
			return -ECANCELED;
		if (now_usec() >= end)
			return -ETIMEDOUT;
		w->sink.wait(w->sink.userdata, pause);
		pause = pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
		write_logs(w);
	}
}

static int look_for_fence(struct vd_writer *w, const void *fence)
{
	return w->sink.has_fence(w->sink.userdata, fence);
}

static int look_for_records(struct vd_writer *w, const void *what)
{
	const struct vd_batch *batch = what;
	int r;

	r = w->sink.stored(w->sink.userdata, batch->instance, batch->seqs, batch->n, w->stored);
	if (r < 0)
		return r;
	for (size_t i = 0; i < batch->n; i++)
		if (!w->stored[i])
			return 0;
	return 1;
}

static int send_fence(struct vd_writer *w, const struct vd_batch *batch, const char *id)
{
	_cleanup_free_ struct vd_entry *entry = malloc(sizeof(*entry));

	if (!entry)
		return -ENOMEM;
	vd_entry_init(entry);
	vd_entry_add(entry, "MESSAGE", "Audit of module instance %s goes on with record %" PRIu64,
		     batch->instance, batch->seqs[0]);
	vd_entry_add(entry, "MESSAGE_ID", VFV_ID_AUDIT_START);
	vd_entry_add(entry, "PRIORITY", "%d", LOG_INFO);
	vd_entry_add(entry, VFV_FIELD_FENCE, "%s", id);
	return w->sink.write(w->sink.userdata, entry->fields, entry->n);
}

/* Returns when everything that was ever sent is stored, and w->stored says what of BATCH is. */
static int settle(struct vd_writer *w, const struct vd_batch *batch)
{
	char id[SD_ID128_STRING_MAX];
	sd_id128_t random;
	int r;

	r = sd_id128_randomize(&random);
	if (r < 0)
		return r;
	sd_id128_to_string(random, id);
	r = send_fence(w, batch, id);
	if (r < 0)
		return r;
	r = look_until(w, w->times.fence, look_for_fence, id);
	if (r < 0)
		return r;
	r = look_for_records(w, batch);
	if (r < 0)
		return r;
	w->trusted = true;
	return 0;
}

static int write_missing(struct vd_writer *w, struct vd_batch *batch)
{
	int r;

	for (size_t i = 0; i < batch->n; i++) {
		if (w->stored[i])
			continue;
		r = w->sink.write(w->sink.userdata, batch->entries[i].fields, batch->entries[i].n);
		if (r < 0)
			return r;
		/* Where nothing can be read, this is all there is to know. */
		if (w->blind)
			w->stored[i] = true;
		if (stopping(w))
			return -ECANCELED;
	}
	return 0;
}

static int try_batch(struct vd_writer *w, struct vd_batch *batch)
{
	int r;

	if (!w->trusted && !w->blind) {
		r = settle(w, batch);
		w->blind = r == -EOPNOTSUPP;
		if (r < 0 && !w->blind)
			return r;
	}
	r = write_missing(w, batch);
	if (r < 0)
		return r;
	set_problem(w, w->blind ? VD_WRITER_UNREADABLE : VD_WRITER_FINE);
	if (w->blind)
		return 0;
	r = look_until(w, w->times.stored, look_for_records, batch);
	return r < 0 ? r : 0;
}

/* Returns true when all of BATCH is stored, false when the writer is to stop. */
static bool run_batch(struct vd_writer *w, struct vd_batch *batch)
{
	if (batch->fresh)
		w->trusted = w->blind = false;
	memset(w->stored, 0, sizeof(w->stored));
	for (;;) {
		int r = try_batch(w, batch);

		if (r == 0)
			return true;
		w->trusted = false;
		if (r == -ECANCELED || stopping(w))
			return false;
		if (r == -ETIMEDOUT)
			continue;
		if (r == -ENOTCONN || r == -ECONNREFUSED || r == -ENOENT)
			set_problem(w, VD_WRITER_ABSENT);
		w->sink.wait(w->sink.userdata, w->times.retry);
		write_logs(w);
	}
}

static void *writer_main(void *arg)
{
	struct vd_writer *w = arg;

	for (;;) {
		struct vd_batch *batch;
		bool stop;

		pthread_mutex_lock(&w->lock);
		while (!w->stop && !w->log_n && (!w->batch || w->done))
			pthread_cond_wait(&w->changed, &w->lock);
		stop = w->stop;
		batch = w->done ? NULL : w->batch;
		pthread_mutex_unlock(&w->lock);

		write_logs(w);
		if (stop)
			return NULL;
		if (batch && run_batch(w, batch)) {
			pthread_mutex_lock(&w->lock);
			w->done = true;
			pthread_mutex_unlock(&w->lock);
			ring(w);
		}
	}
}

static void writer_free(struct vd_writer *w)
{
	while (w->log_n > 0) {
		free(w->log[w->log_first]);
		w->log_first = (w->log_first + 1) % VD_LOG_QUEUE;
		w->log_n--;
	}
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	if (w->fd >= 0)
		close(w->fd);
	free(w);
}

int vd_writer_start(const struct vd_sink *sink, const struct vd_writer_times *times,
		    struct vd_writer **ret)
{
	struct vd_writer *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	w->sink = *sink;
	w->times = *times;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = w->fd < 0 ? -errno : -pthread_create(&w->thread, NULL, writer_main, w);
	if (r < 0) {
		writer_free(w);
		return r;
	}
	*ret = w;
	return 0;
}

int vd_writer_stop(struct vd_writer *w, uint64_t usec)
{
	struct timespec end;

	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += usec / 1000000;
	end.tv_nsec += usec % 1000000 * 1000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000;
	}
	if (pthread_timedjoin_np(w->thread, NULL, &end) != 0)
		return -ETIMEDOUT;
	writer_free(w);
	return 0;
}

int vd_writer_fd(const struct vd_writer *w)
{
	return w->fd;
}

void vd_writer_give(struct vd_writer *w, struct vd_batch *batch)
{
	pthread_mutex_lock(&w->lock);
	w->batch = batch;
	w->done = false;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

bool vd_writer_done(struct vd_writer *w)
{
	eventfd_t count;
	bool done;

	(void)eventfd_read(w->fd, &count);
	pthread_mutex_lock(&w->lock);
	done = w->batch && w->done;
	if (done)
		w->batch = NULL;
	pthread_mutex_unlock(&w->lock);
	return done;
}

enum vd_writer_problem vd_writer_problem(struct vd_writer *w)
{
	enum vd_writer_problem problem;

	pthread_mutex_lock(&w->lock);
	problem = w->problem;
	pthread_mutex_unlock(&w->lock);
	return problem;
}

void vd_writer_log(struct vd_writer *w, struct vd_entry *entry)
{
	pthread_mutex_lock(&w->lock);
	if (w->log_n < VD_LOG_QUEUE) {
		w->log[(w->log_first + w->log_n++) % VD_LOG_QUEUE] = entry;
		entry = NULL;
		pthread_cond_signal(&w->changed);
	} else {
		w->log_dropped++;
	}
	pthread_mutex_unlock(&w->lock);
	free(entry);
}
