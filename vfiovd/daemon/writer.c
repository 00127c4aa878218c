// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <sys/eventfd.h>
#include <syslog.h>
#include <time.h>

#include "lib/names.h"
#include "lib/plural.h"
#include "now.h"
#include "writer-internal.h"
#include "writer.h"

enum { REST_USEC = 1000000 };

const struct vd_writer_times vd_writer_default_times = {
	.fence = 10000000,
	.stored = 5000000,
	.retry = 1000000,
};

static void ring(struct vd_writer *w)
{
	/* This fails only if the counter is at its maximum, and then it is readable anyway. */
	(void)eventfd_write(w->fd, 1);
}

bool vd_writer_stopping(struct vd_writer *w)
{
	bool stop;

	pthread_mutex_lock(&w->lock);
	stop = w->stop;
	pthread_mutex_unlock(&w->lock);
	return stop;
}

void vd_writer_set_problem(struct vd_writer *w, enum vd_writer_problem problem)
{
	bool changed;

	pthread_mutex_lock(&w->lock);
	changed = w->problem != problem;
	w->problem = problem;
	pthread_mutex_unlock(&w->lock);
	if (changed)
		ring(w);
}

/*
 * Returns NULL if there is nothing to log. *DROPPED is the number of entries dropped before
 * the returned one.
 */
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

void vd_writer_write_logs(struct vd_writer *w)
{
	struct vd_entry *entry;
	uint64_t dropped;

	while ((entry = take_log(w, &dropped))) {
		(void)w->sink.write(w->sink.userdata, entry->fields, entry->n);
		if (dropped) {
			vd_entry_init(entry);
			vd_entry_add(entry, "MESSAGE",
				     "%" PRIu64 " %s dropped, the journal is too slow", dropped,
				     vfv_plural(dropped, "message was", "messages were"));
			vd_entry_add(entry, "MESSAGE_ID", VFV_ID_LOG_DROPPED);
			vd_entry_add(entry, "PRIORITY", "%d", LOG_WARNING);
			(void)w->sink.write(w->sink.userdata, entry->fields, entry->n);
		}
		free(entry);
	}
}

/*
 * Call it with w->lock held; it releases the lock while it waits. After some time without work, it
 * lets the sink release its resources.
 */
static void wait_for_work(struct vd_writer *w)
{
	struct timespec end = vd_from_now(REST_USEC);
	bool rests = false;

	while (!w->stop && !w->log_n && (!w->batch || w->done)) {
		if (rests) {
			pthread_cond_wait(&w->changed, &w->lock);
		} else if (pthread_cond_clockwait(&w->changed, &w->lock, CLOCK_MONOTONIC, &end) ==
			   ETIMEDOUT) {
			pthread_mutex_unlock(&w->lock);
			w->sink.rest(w->sink.userdata);
			pthread_mutex_lock(&w->lock);
			rests = true;
		}
	}
}

static void *writer_main(void *arg)
{
	struct vd_writer *w = arg;

	for (;;) {
		struct vd_batch *batch;
		bool stop;

		pthread_mutex_lock(&w->lock);
		wait_for_work(w);
		stop = w->stop;
		batch = w->done ? NULL : w->batch;
		pthread_mutex_unlock(&w->lock);

		vd_writer_write_logs(w);
		if (stop)
			return NULL;
		if (batch && vd_batch_run(w, batch)) {
			pthread_mutex_lock(&w->lock);
			w->done = true;
			pthread_mutex_unlock(&w->lock);
			ring(w);
		}
	}
}

/* The thread has exited, and has written everything that was queued before the stop. */
static void writer_free(struct vd_writer *w)
{
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
	struct timespec end = vd_from_now(usec);

	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);

	if (pthread_clockjoin_np(w->thread, NULL, CLOCK_MONOTONIC, &end) != 0)
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
