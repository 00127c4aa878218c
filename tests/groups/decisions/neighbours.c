// SPDX-License-Identifier: GPL-2.0-only
/*
 * No VF can use up another VF's places in the audit ring. With vfiovd stopped and the smallest
 * ring, one VF is opened and closed repeatedly, and another is bound and unbound. Other VFs still
 * open as granted, now and at their next opens. Repeated events share a record, and the counts of
 * all records add up to the number of events. A record that was read never changes.
 */
#include <string.h>

#include "client/util.h"
#include "lib/opener.h"
#include "lib/stand-in.h"
#include "scene/ledger.h"

#define LOOPS 80      /* opens and closes of one process */
#define PROCESSES 40  /* each of them opens once */
#define OPENS_AFTER 4 /* number of opens of each VF with a grant */
#define RECORDS_MAX 512

enum { NOISY, BINDING, GRANTED, VFS };

struct town {
	struct scene *scene;
	struct vfv_genl *owner;
	char bdf[VFS][VFIO_BDF_LEN];
	unsigned int opens[VFS];
	struct vfv_status before;
};

struct book {
	struct vfv_audit_record records[RECORDS_MAX];
	unsigned int n;
};

static bool open_once(struct town *t, unsigned int vf)
{
	struct opener_result result;
	struct opener opener;

	opener_start(&opener, t->bdf[vf]);
	tap_must(opener_wait(&opener, &result, SCENE_TIMEOUT_MS), "open %s", t->bdf[vf]);
	opener_close(&opener);
	tap_must(result.r, "open %s", t->bdf[vf]);
	t->opens[vf]++;
	return result.native;
}

/* One process opens and closes the VF, as a VMM with access only to the group can. */
static void loop(struct town *t, unsigned int vf)
{
	struct vfio_vf open;

	tap_must(vfio_attach(&open, t->bdf[vf]), "attach %s", t->bdf[vf]);
	for (unsigned int i = 0; i < LOOPS; i++) {
		tap_must(vfio_open(&open), "open %s", t->bdf[vf]);
		vfio_close(&open);
		t->opens[vf]++;
	}
	vfio_detach(&open);
}

static void noise(struct town *t)
{
	for (unsigned int i = 0; i < PROCESSES; i++)
		open_once(t, NOISY);
	loop(t, NOISY);
	for (unsigned int i = 0; i < PROCESSES; i++) {
		stand_in_bind(t->scene, BINDING, t->bdf[BINDING]);
		open_once(t, BINDING);
		tap_must(bind_unbind(t->bdf[BINDING]), "unbind %s", t->bdf[BINDING]);
	}
}

static void claim_granted(struct town *t, const char *when)
{
	unsigned int native = 0;

	for (unsigned int i = 0; i < OPENS_AFTER; i++)
		native += open_once(t, GRANTED);
	tap_ok(&t->scene->tap, native == 0,
	       "%s: %u of %d opens of another VF have the granted profile", when,
	       OPENS_AFTER - native, OPENS_AFTER);
}

static int keep(const struct vfv_audit_record *record, void *userdata)
{
	struct book *b = userdata;

	if (b->n == RECORDS_MAX)
		return -ENOSPC;
	b->records[b->n++] = *record;
	return 0;
}

static void read_book(struct town *t, struct book *b)
{
	b->n = 0;
	tap_must(vfv_genl_audit_dump(t->owner, t->before.stats.audit_seq, keep, b, NULL),
		 "dump the audit");
}

static uint64_t times(const struct vfv_audit_record *r)
{
	return vfv_has(r, VFIOV_A_AUDIT_COUNT) ? r->count : 1;
}

static uint64_t sum(const struct book *b, const char *bdf, enum vfiov_event event,
		    enum vfiov_event or)
{
	uint64_t n = 0;

	for (unsigned int i = 0; i < b->n; i++)
		if (!strcmp(b->records[i].bdf, bdf) &&
		    (b->records[i].event == event || b->records[i].event == or))
			n += times(&b->records[i]);
	return n;
}

static void claim_whole(struct town *t, const struct book *b)
{
	struct tap *tap = &t->scene->tap;
	struct vfv_status now = stand_in_status(t->scene->genl);
	bool gap = false, odd = false;
	unsigned int shared = 0;
	uint64_t lost = 0;

	for (unsigned int i = 0; i < b->n; i++) {
		const struct vfv_audit_record *r = &b->records[i];

		gap |= r->seq != t->before.stats.audit_seq + 1 + i;
		odd |= vfv_has(r, VFIOV_A_AUDIT_COUNT) && (r->count < 2 || r->time_last < r->time ||
							   !vfv_has(r, VFIOV_A_AUDIT_TIME_LAST));
		shared += vfv_has(r, VFIOV_A_AUDIT_COUNT);
		lost += r->lost;
	}
	tap_ok(tap, !gap, "%u records have no gap", b->n);
	tap_ok(tap, shared && !odd, "%u of them have a count, with first and last time", shared);
	tap_ok(tap, !lost && now.stats.audit_lost == t->before.stats.audit_lost,
	       "nothing is lost: %lu", now.stats.audit_lost - t->before.stats.audit_lost);
	for (unsigned int i = 0; i < VFS; i++) {
		uint64_t opens = sum(b, t->bdf[i], VFIOV_EVENT_OPEN, VFIOV_EVENT_DEFAULT);
		uint64_t closes = sum(b, t->bdf[i], VFIOV_EVENT_CLOSE, VFIOV_EVENT_CLOSE);

		tap_ok(tap, opens == t->opens[i] && closes == t->opens[i],
		       "%s: %lu opens and %lu closes are counted of %u", t->bdf[i], opens, closes,
		       t->opens[i]);
	}
	tap_ok(tap, sum(b, t->bdf[BINDING], VFIOV_EVENT_BIND, VFIOV_EVENT_BIND) == PROCESSES,
	       "so are %d binds", PROCESSES);
}

/* The decision is made after others have taken all the places that they can get. */
static void claim_new(struct town *t)
{
	struct opener_result result;
	struct opener opener;
	char bdf[VFIO_BDF_LEN];

	stand_in_bind_granted(t->scene, t->owner, VFS, "transitional", bdf);
	opener_start(&opener, bdf);
	tap_must(opener_wait(&opener, &result, SCENE_TIMEOUT_MS), "open %s", bdf);
	opener_close(&opener);
	tap_ok(&t->scene->tap, result.r == 0 && !result.native,
	       "a newly bound VF gets a grant, and opens with it");
}

/* A record that was read does not change; later events are in later records. */
static void claim_frozen(struct town *t, const struct book *before)
{
	static struct book after;
	bool same = true;

	loop(t, NOISY);
	read_book(t, &after);
	for (unsigned int i = 0; i < before->n && i < after.n; i++)
		same &= !memcmp(&before->records[i], &after.records[i], sizeof(after.records[i]));
	tap_ok(&t->scene->tap, same && after.n > before->n,
	       "none of %u read records changes, %u follow them", before->n, after.n - before->n);
}

int main(void)
{
	static struct book book;
	struct scene scene;
	struct town t = { .scene = &scene };

	scene_begin(&scene);
	tap_must(ledger_wait_empty(scene.genl, &t.before, SCENE_TIMEOUT_MS),
		 "wait for old records");
	stand_in_params(scene.genl, 100, 0, VFIOV_RING_SIZE_MIN);
	stand_in_take(&scene, &t.owner);
	t.before = stand_in_status(scene.genl);
	tap_must(vfv_genl_audit_ack(t.owner, t.before.instance, t.before.stats.audit_seq, NULL),
		 "acknowledge");
	stand_in_bind_granted(&scene, t.owner, GRANTED, "transitional", t.bdf[GRANTED]);
	stand_in_leave(t.owner);
	stand_in_bind(&scene, NOISY, t.bdf[NOISY]);
	noise(&t);
	claim_granted(&t, "one VF opened and closed, another bound and unbound");
	for (unsigned int i = 0; i < PROCESSES; i++)
		open_once(&t, GRANTED);
	claim_granted(&t, "the same VF opened by one process after the other");
	stand_in_take(&scene, &t.owner);
	read_book(&t, &book);
	claim_whole(&t, &book);
	claim_new(&t);
	claim_frozen(&t, &book);
	stand_in_leave(t.owner);
	stand_in_params(scene.genl, 1000, 3000, 4096);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
