// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events that repeat themselves share a record, which counts them.
 *
 * A cycle, as open and close, becomes one record for each of its steps: what is the same in
 * all but its time as the record that began the cycle is counted there, as long as the steps
 * come in the same order. So the order of all events can be told from the counts and times: the
 * steps of a cycle are those that came for the first time before its first step came again.
 *
 * An event that finds no place is counted with the last one of its kind, whoever caused
 * that, before it leaves no trace.
 */

#include <linux/stddef.h>
#include <linux/string.h>

#include "record.h"
#include "share.h"

/* Steps of the longest cycle that is looked for: bind, request, default, close, unbind. */
#define CYCLE_MAX	6

/* A decision, and what changes the module, is worth a record of its own. */
static bool may_repeat(const struct vfiov_record *rec)
{
	switch (rec->event) {
	case VFIOV_EVENT_BIND:
	case VFIOV_EVENT_UNBIND:
	case VFIOV_EVENT_DEFAULT:
	case VFIOV_EVENT_OPEN:
	case VFIOV_EVENT_CLOSE:
	case VFIOV_EVENT_REFUSED:
	case VFIOV_EVENT_PF_GONE:
	case VFIOV_EVENT_PF_BACK:
		return true;
	case VFIOV_EVENT_REQUEST:
		return rec->kind == VFIOV_REQUEST_KIND_BIND;
	case VFIOV_EVENT_LOAD:
	case VFIOV_EVENT_DECISION:
	case VFIOV_EVENT_SET:
	case VFIOV_EVENT_OWNER_UP:
	case VFIOV_EVENT_OWNER_DOWN:
	case VFIOV_EVENT_PARAMS:
	case VFIOV_EVENT_LOST:
		return false;
	}
	return false;
}

static bool same_what(const struct vfiov_record *a, const struct vfiov_record *b)
{
	const size_t from = offsetof(struct vfiov_record, event);

	return !memcmp((const u8 *)a + from, (const u8 *)b + from, sizeof(*a) - from);
}

static bool same_who(const struct vfiov_record *a, const struct vfiov_record *b)
{
	return !memcmp(&a->who, &b->who, sizeof(a->who));
}

static bool same(const struct vfiov_record *a, const struct vfiov_record *b)
{
	return same_what(a, b) && same_who(a, b) && !a->crowded;
}

/*
 * Return: the record with which a cycle begins again that ends with the last record, or NULL. No
 * record is a step of two cycles: the order of their events would be lost.
 */
static struct vfiov_record *cycle_start(const struct vfiov_record *rec)
{
	struct vfiov_account *acc = rec->account;
	struct vfiov_record *r;
	int n = 0;

	list_for_each_entry_reverse(r, &acc->records, of_account) {
		if (n++ == CYCLE_MAX || r == acc->closed || r->read || r->count != 1 ||
		    !may_repeat(r))
			break;
		if (same(r, rec))
			return r;
	}
	return NULL;
}

/* Return: the last record of such events, whoever caused them, or NULL. */
static struct vfiov_record *last_of(const struct vfiov_record *rec)
{
	struct vfiov_record *r;

	list_for_each_entry_reverse(r, &rec->account->records, of_account) {
		if (r->read)
			break;
		if (same_what(r, rec))
			return r;
	}
	return NULL;
}

/* Return: the step that comes after @r in its cycle. */
static struct vfiov_record *next_step(struct vfiov_account *acc, struct vfiov_record *r)
{
	if (list_is_last(&r->of_account, &acc->records))
		return acc->start;
	return list_next_entry(r, of_account);
}

/* Return: the record that @rec is one more event of, or NULL. */
static struct vfiov_record *share_find(const struct vfiov_record *rec)
{
	struct vfiov_account *acc = rec->account;
	struct vfiov_record *r = acc->next;

	if (!r || r->read || !same(r, rec)) {
		r = cycle_start(rec);
		acc->start = r;
		if (r)
			acc->closed = list_last_entry(&acc->records, struct vfiov_record,
						      of_account);
	}
	acc->next = r ? next_step(acc, r) : NULL;
	if (r || rec->placed)
		return r;
	r = last_of(rec);
	if (r)
		r->crowded = true;
	return r;
}

bool vfiov_share(const struct vfiov_record *rec)
{
	struct vfiov_record *r = NULL;

	if (may_repeat(rec))
		r = share_find(rec);
	else
		rec->account->next = NULL;
	if (!r)
		return false;
	r->count++;
	r->time_last = rec->time;
	return true;
}
