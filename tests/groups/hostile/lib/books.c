// SPDX-License-Identifier: GPL-2.0-only
#include "books.h"

#include <inttypes.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/finding.h"
#include "lib/told.h"

/* journald may just have been stopped, or vfiovd killed. */
#define SETTLE_MS 180000
#define LOOK_AGAIN_MS 50

void books_begin(struct books *b)
{
	*b = (struct books){ .kmsg = told_open() };
}

void books_end(struct books *b)
{
	close(b->kmsg);
}

void books_open(struct books *b, struct scene *scene, const char bdf[SCENE_VFS][VFIO_BDF_LEN],
		bool whole)
{
	struct vfv_status status;

	if (whole)
		ledger_open_whole(&b->ledger, scene->genl);
	else
		ledger_open(&b->ledger, scene->genl);
	tap_must(vfv_genl_status_get(scene->genl, &status, NULL), "get the status");
	vfv_instance_format(status.instance, b->instance);
	replay_open(&b->replay, bdf, ledger_base(b->ledger));
	ledger_follow(b->ledger, replay_entry, b->replay);
	b->modules++;
}

void books_read(struct books *b)
{
	ledger_read(b->ledger);
}

static void take_record(const struct ledger_entry *entry, void *userdata)
{
	struct books *b = userdata;

	ledger_excuse(b->ledger, entry->seq);
	replay_entry(entry, b->replay);
}

static bool is_settled(const struct books *b, uint64_t least, bool unloaded)
{
	uint64_t last = replay_last(b->replay);

	return last >= least && replay_complete(b->replay) == last &&
	       (!unloaded || replay_unbound(b->replay));
}

/* Return: the last record. */
static uint64_t settle(struct books *b, uint64_t least, bool unloaded)
{
	uint64_t deadline = util_now_ns() + SETTLE_MS * 1000000ull;

	for (;;) {
		ledger_read(b->ledger);
		told_read(b->kmsg, b->instance, take_record, b);
		if (is_settled(b, least, unloaded) || util_now_ns() > deadline)
			return replay_last(b->replay);
		util_sleep_ms(LOOK_AGAIN_MS);
	}
}

void books_close(struct books *b, uint64_t least, bool unloaded)
{
	uint64_t last = settle(b, least, unloaded);
	unsigned long granted, native;

	if (last < least)
		finding(FINDING_AUDIT,
			"%s: the last known record is %" PRIu64 ", there are %" PRIu64, b->instance,
			last, least);
	if (unloaded && !replay_unbound(b->replay))
		finding(FINDING_AUDIT, "%s: the audit has more binds than unbinds", b->instance);
	if (ledger_missing(b->ledger, last) || ledger_twice(b->ledger, last))
		finding(FINDING_AUDIT, "%s: not every record up to %" PRIu64 " exists exactly once",
			b->instance, last);
	replay_settle(b->replay);
	replay_opens(b->replay, &granted, &native);
	b->granted += granted;
	b->native += native;
	b->records += last - ledger_base(b->ledger);
	ledger_close(b->ledger);
	replay_close(b->replay);
}
