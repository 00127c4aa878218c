// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.h"

#include <inttypes.h>
#include <string.h>
#include <systemd/sd-journal.h>

#include "client/util.h"
#include "lib/names.h"

#define EMPTY_TIMEOUT_MS 60000
#define LOOK_AGAIN_MS 10
#define NOTES_MAX 8

struct ledger {
	sd_journal *sd;
	uint64_t base; /* sequence before the first that counts */
	uint64_t count;
	uint8_t *seen; /* by sequence - base - 1: how often, up to 255 */
	uint64_t room;
};

int ledger_wait_empty(struct vfv_genl *genl, struct vfv_status *status, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	int r;

	for (;;) {
		r = vfv_genl_status_get(genl, status, NULL);
		if (r < 0 || !status->stats.audit_held)
			return r;
		if (util_now_ns() >= deadline)
			return -ETIMEDOUT;
		util_sleep_ms(LOOK_AGAIN_MS);
	}
}

void ledger_open(struct ledger **ret, struct vfv_genl *genl)
{
	char match[sizeof(VFV_FIELD_INSTANCE "=") + 37] = VFV_FIELD_INSTANCE "=";
	struct ledger *l = calloc(1, sizeof(*l));
	struct vfv_status status;
	int r;

	tap_must(l ? 0 : -ENOMEM, "open the ledger");
	tap_must(ledger_wait_empty(genl, &status, EMPTY_TIMEOUT_MS), "wait for older records");
	l->base = status.stats.audit_seq;
	vfv_instance_format(status.instance, match + strlen(match));
	r = sd_journal_open(&l->sd, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
	if (r >= 0)
		r = sd_journal_add_match(l->sd, match, 0);
	if (r >= 0)
		r = sd_journal_seek_tail(l->sd);
	/* So that the next one is the first after the tail. */
	if (r >= 0)
		r = sd_journal_previous(l->sd);
	/* From now on sd_journal_process() hears of new files. */
	if (r >= 0)
		r = sd_journal_get_fd(l->sd);
	tap_must(r, "read the journal");
	*ret = l;
}

void ledger_close(struct ledger *ledger)
{
	sd_journal_close(ledger->sd);
	free(ledger->seen);
	free(ledger);
}

static void enter(struct ledger *l, uint64_t seq)
{
	uint64_t at = seq - l->base - 1;

	/* Older: was stored before the ledger was opened. */
	if (seq <= l->base)
		return;
	if (at >= l->room) {
		uint64_t room = (at + 1) * 2;
		uint8_t *seen = realloc(l->seen, room);

		tap_must(seen ? 0 : -ENOMEM, "keep the ledger");
		memset(seen + l->room, 0, room - l->room);
		l->seen = seen;
		l->room = room;
	}
	if (l->seen[at] < UINT8_MAX)
		l->seen[at]++;
}

void ledger_read(struct ledger *l)
{
	const size_t prefix = strlen(VFV_FIELD_SEQ "=");
	const void *data;
	char text[32];
	size_t len;
	int r;

	/* journald has begun a new file, perhaps. */
	sd_journal_process(l->sd);
	while ((r = sd_journal_next(l->sd)) > 0) {
		r = sd_journal_get_data(l->sd, VFV_FIELD_SEQ, &data, &len);
		if (r < 0)
			continue;
		snprintf(text, sizeof(text), "%.*s", (int)(len - prefix),
			 (const char *)data + prefix);
		enter(l, strtoull(text, NULL, 10));
	}
	tap_must(r, "read the journal");
}

/* How many of the records up to last are in the journal as often as this. */
static uint64_t how_many(const struct ledger *l, uint64_t last, bool missing)
{
	uint64_t n = 0;

	for (uint64_t at = 0; at < last - l->base; at++) {
		unsigned int times = at < l->room ? l->seen[at] : 0;

		if (missing ? times > 0 : times < 2)
			continue;
		if (n++ < NOTES_MAX)
			tap_note("record %" PRIu64 " is in the journal %u times", l->base + 1 + at,
				 times);
	}
	return n;
}

bool ledger_claim(struct ledger *l, struct tap *tap, struct vfv_genl *genl, const char *when)
{
	struct vfv_status status;
	uint64_t missing, twice;
	int r;

	r = ledger_wait_empty(genl, &status, EMPTY_TIMEOUT_MS);
	if (r < 0)
		tap_note("%u records are not acknowledged: %s", status.stats.audit_held,
			 strerror(-r));
	ledger_read(l);
	l->count = status.stats.audit_seq - l->base;
	missing = how_many(l, status.stats.audit_seq, true);
	twice = how_many(l, status.stats.audit_seq, false);
	return tap_ok(tap, r == 0 && !missing && !twice && l->count > 0,
		      "%s: each of %" PRIu64 " records is in the journal once: %" PRIu64
		      " missing, %" PRIu64 " twice",
		      when, l->count, missing, twice);
}

uint64_t ledger_count(const struct ledger *ledger)
{
	return ledger->count;
}
