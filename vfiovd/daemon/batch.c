// SPDX-License-Identifier: GPL-2.0-only
/* Writes one batch to the journal, see writer.h. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <syslog.h>

#include <systemd/sd-id128.h>

#include "lib/names.h"
#include "now.h"
#include "writer-internal.h"

/* A journald that loses this many fences and their probes is not just slow. */
enum { SILENT_MAX = 2 };

/* True if a fence and its probe have been seen. */
enum { SEEN_FENCE = 1, SEEN_PROBE };

struct marks {
	char fence[SD_ID128_STRING_MAX];
	char probe[SD_ID128_STRING_MAX];
};

/*
 * Pauses between lookups in the journal; a stop is noticed after the longest pause at the latest.
 */
enum { PAUSE_MIN = 2000, PAUSE_MAX = 200000 };

/*
 * Call LOOK until it returns something other than 0, for at most USEC microseconds. Returns LOOK's
 * result or error, -ETIMEDOUT or -ECANCELED. A journal that cannot be read may have no file yet
 * because journald has just started, so it gets the same time.
 */
static int look_until(struct vd_writer *w, uint64_t usec,
		      int (*look)(struct vd_writer *w, const void *what), const void *what)
{
	uint64_t pause = PAUSE_MIN, end = vd_now_usec() + usec;
	int r;

	for (;;) {
		r = look(w, what);
		if (r != 0 && r != -EOPNOTSUPP)
			return r;
		if (vd_writer_stopping(w))
			return -ECANCELED;
		if (vd_now_usec() >= end)
			return r ?: -ETIMEDOUT;
		w->sink.wait(w->sink.userdata, pause);
		pause = pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
		vd_writer_write_logs(w);
	}
}

static int look_for_fence(struct vd_writer *w, const void *what)
{
	const struct marks *marks = what;

	return w->sink.has_fence(w->sink.userdata, marks->fence);
}

static int look_for_either(struct vd_writer *w, const void *what)
{
	const struct marks *marks = what;
	int r;

	r = w->sink.has_fence(w->sink.userdata, marks->probe);
	if (r <= 0)
		return look_for_fence(w, what);
	/* The fence was sent first, so it is visible by now unless it was dropped. */
	return look_for_fence(w, what) ?: SEEN_PROBE;
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

static int send_mark(struct vd_writer *w, const struct vd_batch *batch, int priority,
		     char id[static SD_ID128_STRING_MAX])
{
	_cleanup_free_ struct vd_entry *entry = malloc(sizeof(*entry));
	sd_id128_t random;
	int r;

	if (!entry)
		return -ENOMEM;
	r = sd_id128_randomize(&random);
	if (r < 0)
		return r;
	sd_id128_to_string(random, id);
	vd_entry_init(entry);
	if (priority < LOG_INFO)
		vd_entry_add(
			entry, "MESSAGE",
			"Audit records do not appear in the journal: journald is slow or "
			     "configured to drop them (MaxLevelStore=, LogLevelMax=)");
	else
		vd_entry_add(entry, "MESSAGE",
			     "Audit of module instance %s continues with record %" PRIu64 PRIu64,
			     batch->instance, batch->seqs[0]);
	vd_entry_add(entry, "MESSAGE_ID",
		     priority < LOG_INFO ? VFV_ID_AUDIT_PROBE : VFV_ID_AUDIT_START);
	vd_entry_add(entry, "PRIORITY", "%d", priority);
	vd_entry_add(entry, VFV_FIELD_FENCE, "%s", id);
	return w->sink.write(w->sink.userdata, entry->fields, entry->n);
}

static int probe(struct vd_writer *w, const struct vd_batch *batch, struct marks *marks)
{
	int r;

	r = send_mark(w, batch, LOG_CRIT, marks->probe);
	return r < 0 ? r : look_until(w, w->times.fence, look_for_either, marks);
}

/*
 * Returns SEEN_FENCE if everything sent so far is stored, or SEEN_PROBE if only the entries that
 * are at least as important as the probe are stored. The probe may alarm people, so it is sent only
 * if the fence does not appear.
 */
static int send_and_see(struct vd_writer *w, const struct vd_batch *batch)
{
	struct marks marks;
	int r;

	r = send_mark(w, batch, LOG_INFO, marks.fence);
	if (r < 0)
		return r;
	r = look_until(w, w->times.fence, look_for_fence, &marks);
	if (r != -ETIMEDOUT)
		return r;
	r = probe(w, batch, &marks);
	/*
	 * The fence may have been lost with a journald that exited, so fence and probe must go to
	 * the same journald.
	 */
	if (r == SEEN_PROBE) {
		r = send_mark(w, batch, LOG_INFO, marks.fence);
		if (r == 0)
			r = probe(w, batch, &marks);
	}
	if (r == -ETIMEDOUT && ++w->silent >= SILENT_MAX)
		vd_writer_set_problem(w, VD_WRITER_SILENT);
	return r;
}

/* Returns once it is known which records of BATCH are stored; w->stored has the result. */
static int settle(struct vd_writer *w, const struct vd_batch *batch)
{
	int seen, r;

	seen = send_and_see(w, batch);
	if (seen < 0)
		return seen;
	w->silent = 0;
	r = look_for_records(w, batch);
	if (r < 0)
		return r;
	w->trusted = seen == SEEN_FENCE;
	if (seen == SEEN_PROBE)
		w->blind = VD_WRITER_FILTERED;
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
		/* If the journal cannot be read, nothing more can be found out. */
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
		if (r == -EOPNOTSUPP)
			w->blind = VD_WRITER_UNREADABLE;
		else if (r < 0)
			return r;
	}
	r = write_missing(w, batch);
	if (r < 0)
		return r;
	vd_writer_set_problem(w, w->blind);
	if (w->blind)
		return 0;
	r = look_until(w, w->times.stored, look_for_records, batch);
	return r < 0 ? r : 0;
}

bool vd_batch_run(struct vd_writer *w, struct vd_batch *batch)
{
	if (batch->fresh) {
		w->trusted = false;
		w->blind = VD_WRITER_FINE;
	}
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
