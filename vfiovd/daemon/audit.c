// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "audit.h"
#include "decide.h"
#include "generation.h"
#include "lib/genl.h"
#include "lib/names.h"
#include "log.h"
#include "record.h"
#include "role.h"
#include "state.h"
#include "stop.h"
#include "writer.h"

enum { SLOW_USEC = 3000000 };

static int on_record(const struct vfv_audit_record *record, void *userdata)
{
	struct vd_manager *m = userdata;
	struct vd_audit *a = &m->audit;
	struct vd_batch *batch = a->batch;
	uint64_t last = batch->n ? batch->seqs[batch->n - 1] : a->acked;

	/* Skip records of another instance, which would be acknowledged to the wrong one. */
	if (memcmp(record->instance, a->instance, sizeof(a->instance)) != 0 || record->seq <= last)
		return 0;
	if (batch->n == VD_BATCH_MAX)
		return 1;
	if (last && record->seq != last + 1) {
		struct vd_entry *entry;

		entry = vd_log_begin(m, LOG_ERR, VFV_ID_AUDIT_GAP,
				     "Audit records %" PRIu64 " to %" PRIu64 " are missing",
				     last + 1, record->seq - 1);
		vd_log_add(entry, VFV_FIELD_SEQ, "%" PRIu64, record->seq);
		vd_log_send(m, entry);
	}
	batch->seqs[batch->n] = record->seq;
	vd_record_entry(record,
			vfv_has(record, VFIOV_A_AUDIT_POLICY_GENERATION)
				? vd_generation_hash(m, record->policy_generation)
				: NULL,
			&batch->entries[batch->n]);
	batch->n++;
	return 0;
}

/* Fetch the existing records and pass them to the writer, which is busy from then on. */
static void fetch(struct vd_manager *m)
{
	struct vd_audit *a = &m->audit;
	struct vfv_nl_error error;
	int r;

	if (a->busy || m->server.state != VD_SERVER_OWNER)
		return;
	/* An idle daemon does not need this half megabyte. */
	if (!a->batch)
		a->batch = malloc(sizeof(*a->batch));
	if (!a->batch) {
		vd_log_limited(m, LOG_WARNING, "Out of memory for audit records, trying again");
		vd_role_retry(m);
		return;
	}
	memcpy(a->instance, m->server.instance, sizeof(a->instance));
	a->batch->n = 0;
	r = vfv_genl_audit_dump(m->genl, a->acked, on_record, m, &error);
	if (r < 0 && !vd_role_lost(m, r) && !vd_role_unloading(r))
		vd_log_limited(m, LOG_WARNING, "Cannot read audit records: %s",
			       vfv_nl_error_text(&error));
	if (r < 0 || a->batch->n == 0) {
		free(a->batch);
		a->batch = NULL;
		return;
	}
	vfv_instance_format(a->instance, a->batch->instance);
	a->batch->fresh = a->fresh;
	a->fresh = false;
	a->busy = true;
	(void)sd_event_now(m->event, CLOCK_MONOTONIC, &a->given);
	vd_writer_give(m->writer, a->batch);
}

static int on_work(sd_event_source *source _unused_, void *userdata)
{
	fetch(userdata);
	vd_stop_if_idle(userdata);
	return 0;
}

/* Returns whether to continue with the next step. */
static bool acknowledge(struct vd_manager *m)
{
	struct vd_audit *a = &m->audit;
	uint64_t last = a->batch->seqs[a->batch->n - 1];
	struct vfv_nl_error error;
	int r;

	if (m->server.state != VD_SERVER_OWNER ||
	    memcmp(a->instance, m->server.instance, sizeof(a->instance)) != 0)
		return true;
	r = vfv_genl_audit_ack(m->genl, a->instance, last, &error);
	if (r < 0) {
		/* The kernel will return them again, and they are already in the journal. */
		a->fresh = true;
		if (!vd_role_lost(m, r)) {
			vd_log_limited(m, LOG_WARNING,
				       "Cannot acknowledge audit records up to %" PRIu64 ": %s",
				       last, vfv_nl_error_text(&error));
			vd_role_retry(m);
		}
		return false;
	}
	a->acked = last;
	/* The ring has room again, and a grant may be waiting for it. */
	if (m->server.ring_full)
		vd_decide_pull(m);
	return true;
}

static int on_done(sd_event_source *source _unused_, int fd _unused_, uint32_t events _unused_,
		   void *userdata)
{
	struct vd_manager *m = userdata;
	struct vd_audit *a = &m->audit;

	if (!vd_writer_done(m->writer))
		return 0; /* the writer's problem has changed; status.c will read it */
	a->busy = false;
	/* Doorbells were ignored while the writer was busy. */
	if (acknowledge(m))
		vd_audit_kick(m);
	else
		vd_stop_if_idle(m);
	return 0;
}

void vd_audit_kick(struct vd_manager *m)
{
	if (!m->audit.busy)
		(void)sd_event_source_set_enabled(m->audit.work, SD_EVENT_ONESHOT);
}

void vd_audit_new_owner(struct vd_manager *m)
{
	m->audit.fresh = true;
	m->audit.acked = 0;
}

bool vd_audit_is_slow(const struct vd_manager *m)
{
	uint64_t now;

	return m->audit.busy && sd_event_now(m->event, CLOCK_MONOTONIC, &now) >= 0 &&
	       now > m->audit.given + SLOW_USEC;
}

int vd_audit_start(struct vd_manager *m)
{
	struct vd_audit *a = &m->audit;
	int r;

	r = sd_event_add_defer(m->event, &a->work, on_work, m);
	/* Answers have priority. */
	if (r >= 0)
		r = sd_event_source_set_priority(a->work, SD_EVENT_PRIORITY_IDLE);
	if (r >= 0)
		r = sd_event_source_set_enabled(a->work, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_add_io(m->event, &a->done, vd_writer_fd(m->writer), EPOLLIN, on_done,
				    m);
	return r < 0 ? r : 0;
}

void vd_audit_stop(struct vd_manager *m)
{
	m->audit.work = sd_event_source_disable_unref(m->audit.work);
	m->audit.done = sd_event_source_disable_unref(m->audit.done);
}
