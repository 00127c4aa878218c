// SPDX-License-Identifier: GPL-2.0-only
#include "replay.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>

#include "lib/finding.h"
#include "lib/macro.h"
#include "lib/unfold.h"
#include "lib/word.h"

/* The profiles in the order of the opens. */
struct opens {
	char (*profile)[VFV_WORD_SIZE];
	size_t n, room;
};

/* Records of one VF, sorted by sequence. */
struct records {
	struct ledger_entry *entry;
	size_t n, room;
	bool crowded; /* at least one of the records is crowded */
};

struct vf {
	char bdf[VFIO_BDF_LEN];
	struct records records;
	bool bound, open, granted;
	char next[VFV_WORD_SIZE]; /* the profile of an open, from the records so far */
	struct opens told, seen;
};

struct replay {
	pthread_mutex_t lock;
	struct vf vf[SCENE_VFS];
	struct ledger_entry *entry; /* indexed by sequence - base - 1; seq 0: not read yet */
	size_t room;
	uint64_t base, done, last;
	unsigned long granted, native;
};

void replay_open(struct replay **ret, const char bdf[SCENE_VFS][VFIO_BDF_LEN], uint64_t base)
{
	struct replay *r = calloc(1, sizeof(*r));

	tap_must(r ? 0 : -ENOMEM, "begin the replay");
	pthread_mutex_init(&r->lock, NULL);
	for (unsigned int i = 0; i < SCENE_VFS; i++)
		strcpy(r->vf[i].bdf, bdf[i]);
	r->base = r->done = r->last = base;
	*ret = r;
}

void replay_close(struct replay *r)
{
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		free(r->vf[i].records.entry);
		free(r->vf[i].told.profile);
		free(r->vf[i].seen.profile);
	}
	free(r->entry);
	free(r);
}

static void opens_add(struct opens *o, const char *profile)
{
	if (o->n == o->room) {
		o->room = o->room * 2 + 64;
		o->profile = reallocarray(o->profile, o->room, sizeof(*o->profile));
		tap_must(o->profile ? 0 : -ENOMEM, "record an open");
	}
	snprintf(o->profile[o->n++], sizeof(*o->profile), "%s", profile);
}

static void compare(const struct vf *vf)
{
	for (size_t i = 0; i < vf->told.n && i < vf->seen.n; i++) {
		const char *told = vf->told.profile[i], *seen = vf->seen.profile[i];

		if (strcmp(told, seen))
			finding(FINDING_GRANT, "%s: open %zu was %s, but the audit has %s", vf->bdf,
				i, seen, told);
	}
}

static size_t opened_as(const struct opens *o, const char *profile)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += !strcmp(o->profile[i], profile);
	return n;
}

/* The checks that are possible without the order of the opens. */
static void compare_crowded(const struct vf *vf)
{
	struct vfv_words all = { 0 };

	for (size_t i = 0; i < vf->told.n; i++)
		(void)vfv_words_add(&all, vf->told.profile[i]);
	for (size_t i = 0; i < vf->seen.n; i++)
		(void)vfv_words_add(&all, vf->seen.profile[i]);
	for (uint32_t i = 0; i < all.n; i++) {
		const char *p = all.items[i];
		size_t told = opened_as(&vf->told, p), seen = opened_as(&vf->seen, p);

		if (told != seen)
			finding(FINDING_GRANT, "%s: %zu opens were %s, but the audit has %zu",
				vf->bdf, seen, p, told);
	}
}

static void count_open(struct replay *r, struct vf *vf, const struct ledger_entry *e)
{
	if (!strcmp(e->profile, "native"))
		r->native++;
	else
		r->granted++;
	opens_add(&vf->told, e->profile);
}

static void opened(struct replay *r, struct vf *vf, const struct ledger_entry *e)
{
	bool native = !strcmp(e->profile, "native");

	if (!vf->bound || vf->open)
		finding(FINDING_AUDIT, "%s, record %" PRIu64 ": opened while %s", vf->bdf, e->seq,
			vf->open ? "open" : "not bound");
	if (!native && (!vf->granted || e->event == VFIOV_EVENT_DEFAULT))
		finding(FINDING_GRANT, "%s, record %" PRIu64 ": %s without a grant", vf->bdf,
			e->seq, e->profile);
	if (!native && strcmp(vf->next, e->profile))
		finding(FINDING_GRANT, "%s, record %" PRIu64 ": %s, but %s was granted", vf->bdf,
			e->seq, e->profile, vf->next);
	vf->open = true;
	count_open(r, vf, e);
}

static void bound(struct vf *vf, const struct ledger_entry *e, bool now)
{
	if (vf->bound == now || vf->open)
		finding(FINDING_AUDIT, "%s, record %" PRIu64 ": %sbound while %s", vf->bdf, e->seq,
			now ? "" : "un", vf->open ? "open" : "it already is");
	vf->bound = now;
	vf->open = vf->granted = false;
	strcpy(vf->next, VFV_PROFILE_NATIVE);
}

static void grant(struct vf *vf, const struct ledger_entry *e)
{
	/* The record of a refused set has a cause. */
	if (e->event == VFIOV_EVENT_SET && e->cause != VFIOV_CAUSE_NONE)
		return;
	vf->granted = true;
	strcpy(vf->next, e->profile);
}

/* Handles one event of a VF. */
struct turn {
	struct replay *replay;
	struct vf *vf;
};

static void play(const struct ledger_entry *e, void *userdata)
{
	const struct turn *turn = userdata;
	struct vf *vf = turn->vf;

	switch ((enum vfiov_event)e->event) {
	case VFIOV_EVENT_BIND:
	case VFIOV_EVENT_UNBIND:
		bound(vf, e, e->event == VFIOV_EVENT_BIND);
		return;
	case VFIOV_EVENT_REQUEST:
		/* The VF is native until its request is answered. */
		if (e->kind == VFIOV_REQUEST_KIND_RESET)
			vf->granted = false;
		return;
	case VFIOV_EVENT_DECISION:
	case VFIOV_EVENT_SET:
		grant(vf, e);
		return;
	case VFIOV_EVENT_OPEN:
	case VFIOV_EVENT_DEFAULT:
		opened(turn->replay, vf, e);
		return;
	case VFIOV_EVENT_CLOSE:
		vf->open = false;
		return;
	case VFIOV_EVENT_LOAD:
	case VFIOV_EVENT_REFUSED:
	case VFIOV_EVENT_OWNER_UP:
	case VFIOV_EVENT_OWNER_DOWN:
	case VFIOV_EVENT_PF_GONE:
	case VFIOV_EVENT_PF_BACK:
	case VFIOV_EVENT_PARAMS:
	case VFIOV_EVENT_LOST:
	case VFIOV_EVENT_MIGRATION_SAVED:
	case VFIOV_EVENT_MIGRATION_RESUMED:
	case VFIOV_EVENT_MIGRATION_CANCELLED:
	case VFIOV_EVENT_MIGRATION_REFUSED:
	case VFIOV_EVENT_MIGRATION_FAILED:
		return;
	}
}

static void keep(struct replay *r, const struct ledger_entry *e)
{
	struct records *k = NULL;

	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		if (strcmp(r->vf[i].bdf, e->bdf) == 0)
			k = &r->vf[i].records;
	}
	if (e->event == VFIOV_EVENT_LOST)
		finding(FINDING_AUDIT, "record %" PRIu64 ": records were lost", e->seq);
	/* The record of a refusal is not one of the VF's own. */
	if (!k || e->event == VFIOV_EVENT_REFUSED)
		return;
	if (k->n == k->room) {
		k->room = k->room * 2 + 64;
		k->entry = reallocarray(k->entry, k->room, sizeof(*k->entry));
		tap_must(k->entry ? 0 : -ENOMEM, "keep records");
	}
	k->entry[k->n++] = *e;
	k->crowded |= e->crowded;
}

void replay_entry(const struct ledger_entry *entry, void *replay)
{
	struct replay *r = replay;
	size_t at = entry->seq - r->base - 1;

	if (entry->seq <= r->base)
		return;
	pthread_mutex_lock(&r->lock);
	if (at >= r->room) {
		size_t room = (at + 1) * 2;

		r->entry = reallocarray(r->entry, room, sizeof(*r->entry));
		tap_must(r->entry ? 0 : -ENOMEM, "keep records");
		memset(r->entry + r->room, 0, (room - r->room) * sizeof(*r->entry));
		r->room = room;
	}
	if (r->last < entry->seq)
		r->last = entry->seq;
	r->entry[at] = *entry;
	while (r->done < r->last && r->entry[r->done - r->base].seq) {
		keep(r, &r->entry[r->done - r->base]);
		r->done++;
	}
	pthread_mutex_unlock(&r->lock);
}

void replay_saw(struct replay *r, unsigned int index, const char *profile)
{
	pthread_mutex_lock(&r->lock);
	opens_add(&r->vf[index].seen, profile);
	pthread_mutex_unlock(&r->lock);
}

uint64_t replay_complete(struct replay *r)
{
	return r->done;
}

uint64_t replay_last(struct replay *r)
{
	return r->last;
}

static uint64_t count_events(const struct records *k, enum vfiov_event event)
{
	uint64_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		if (k->entry[i].event == event)
			n += k->entry[i].count;
	return n;
}

bool replay_unbound(const struct replay *r)
{
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		const struct records *k = &r->vf[i].records;

		if (count_events(k, VFIOV_EVENT_BIND) != count_events(k, VFIOV_EVENT_UNBIND))
			return false;
	}
	return true;
}

/*
 * For a VF whose events have no known order, check that each profile with which it was opened was
 * granted at some point.
 */
static void settle_crowded(struct replay *r, struct vf *vf)
{
	struct vfv_words granted = { 1, { VFV_PROFILE_NATIVE } };

	for (size_t i = 0; i < vf->records.n; i++) {
		const struct ledger_entry *e = &vf->records.entry[i];

		if (e->event == VFIOV_EVENT_DECISION || e->event == VFIOV_EVENT_SET) {
			grant(vf, e);
			if (vf->granted)
				(void)vfv_words_add(&granted, vf->next);
		}
		if (e->event != VFIOV_EVENT_OPEN && e->event != VFIOV_EVENT_DEFAULT)
			continue;
		if (!vfv_words_have(&granted, e->profile))
			finding(FINDING_GRANT, "%s, record %" PRIu64 ": %s without a grant",
				vf->bdf, e->seq, e->profile);
		for (uint64_t n = 0; n < e->count; n++)
			count_open(r, vf, e);
	}
	compare_crowded(vf);
}

void replay_settle(struct replay *r)
{
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		struct vf *vf = &r->vf[i];

		if (vf->records.crowded) {
			settle_crowded(r, vf);
		} else {
			unfold(vf->records.entry, vf->records.n, play, &(struct turn){ r, vf });
			compare(vf);
		}
		if (vf->told.n != vf->seen.n)
			finding(FINDING_GRANT, "%s: opened %zu times, but the audit has %zu",
				vf->bdf, vf->seen.n, vf->told.n);
	}
}

void replay_opens(struct replay *r, unsigned long *granted, unsigned long *native)
{
	*granted = r->granted;
	*native = r->native;
}
