// SPDX-License-Identifier: GPL-2.0-only
/*
 * Repeated events share a record, which counts them.
 *
 * A cycle, such as open and close, becomes one record for each of its steps. An event that differs
 * from the record of its step only in time is counted in that record, as long as the steps come in
 * the same order. So the counts and times show the order of all events: the steps of a cycle are
 * the events that first occurred before its first step occurred again.
 *
 * If there is no place for an event, it is counted in the last unread record of its kind,
 * regardless of the requester. Without such a record it is lost.
 */

#include <linux/stddef.h>
#include <linux/string.h>

#include "record.h"
#include "share.h"

/* Maximum number of steps in a cycle, such as bind, request, default, close, unbind. */
#define CYCLE_MAX	6

/* Each decision and each event of the module itself gets its own record. */
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
	case VFIOV_EVENT_MIGRATION_SAVED:
	case VFIOV_EVENT_MIGRATION_RESUMED:
	case VFIOV_EVENT_MIGRATION_CANCELLED:
	case VFIOV_EVENT_MIGRATION_REFUSED:
	case VFIOV_EVENT_MIGRATION_FAILED:
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
 * Return: the first step of a cycle that ended with the last record and that @rec begins again, or
 * NULL. A record is never a step of two cycles, because that would lose the order of their events.
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

/* Return: the last unread record of events of this kind, regardless of the requester, or NULL. */
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

/* Return: the record that counts the event of @rec, or NULL. */
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
