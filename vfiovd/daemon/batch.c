// SPDX-License-Identifier: GPL-2.0-only
/* The way of one batch into the journal, see writer.h. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include <systemd/sd-id128.h>

#include "lib/names.h"
#include "writer-internal.h"

/* Pauses between looks at the journal; stop is noticed after the longest of them. */
enum { PAUSE_MIN = 2000, PAUSE_MAX = 200000 };

static uint64_t now_usec(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/*
 * Look with LOOK until it says something else than 0, for at most USEC microseconds. Returns
 * LOOK's 1 or error, -ETIMEDOUT or -ECANCELED. A journal that can not be read may just have no file
 * yet, because journald has only begun: it gets the same time.
 */
static int look_until(struct vd_writer *w, uint64_t usec,
		      int (*look)(struct vd_writer *w, const void *what), const void *what)
{
	uint64_t pause = PAUSE_MIN, end = now_usec() + usec;
	int r;

	for (;;) {
		r = look(w, what);
		if (r != 0 && r != -EOPNOTSUPP)
			return r;
		if (vd_writer_stopping(w))
			return -ECANCELED;
		if (now_usec() >= end)
			return r ?: -ETIMEDOUT;
		w->sink.wait(w->sink.userdata, pause);
		pause = pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
		vd_writer_write_logs(w);
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
		if (vd_writer_stopping(w))
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
	vd_writer_set_problem(w, w->blind ? VD_WRITER_UNREADABLE : VD_WRITER_FINE);
	if (w->blind)
		return 0;
	r = look_until(w, w->times.stored, look_for_records, batch);
	return r < 0 ? r : 0;
}

bool vd_batch_run(struct vd_writer *w, struct vd_batch *batch)
{
	if (batch->fresh)
		w->trusted = w->blind = false;
	memset(w->stored, 0, sizeof(w->stored));
	for (;;) {
		int r = try_batch(w, batch);

		if (r == 0)
			return true;
		w->trusted = false;
		if (r == -ECANCELED || vd_writer_stopping(w))
			return false;
		if (r == -ETIMEDOUT)
			continue;
		if (r == -ENOTCONN || r == -ECONNREFUSED || r == -ENOENT)
			vd_writer_set_problem(w, VD_WRITER_ABSENT);
		w->sink.wait(w->sink.userdata, w->times.retry);
		vd_writer_write_logs(w);
	}
}
