// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.h"

#include <inttypes.h>
#include <string.h>
#include <systemd/sd-journal.h>

#include "client/util.h"
#include "lib/enums.h"
#include "lib/names.h"
#include "scene/scene.h"

#define EMPTY_TIMEOUT_MS (60000 * scene_slower())
#define LOOK_AGAIN_MS 10
#define NOTES_MAX 8
#define EXCUSED 0x80u
#define TIMES_MAX 0x7fu

struct ledger {
	sd_journal *sd;
	uint64_t base; /* sequence before the first counted record */
	uint64_t count;
	uint8_t *seen; /* indexed by sequence - base - 1: number of occurrences, up to TIMES_MAX,
		        * and the flag EXCUSED */
	uint64_t room;
	void (*func)(const struct ledger_entry *entry, void *userdata); /* or NULL */
	void *userdata;
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

static void open_at(struct ledger **ret, const struct vfv_status *status, uint64_t base)
{
	char match[sizeof(VFV_FIELD_INSTANCE "=") + 37] = VFV_FIELD_INSTANCE "=";
	struct ledger *l = calloc(1, sizeof(*l));
	int r;

	tap_must(l ? 0 : -ENOMEM, "open the ledger");
	l->base = base;
	vfv_instance_format(status->instance, match + strlen(match));
	r = sd_journal_open(&l->sd, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
	if (r >= 0)
		r = sd_journal_add_match(l->sd, match, 0);
	if (r >= 0)
		r = base ? sd_journal_seek_tail(l->sd) : sd_journal_seek_head(l->sd);
	/* Step back, so that the next entry is the first after the tail. */
	if (r >= 0 && base)
		r = sd_journal_previous(l->sd);
	/* From now on, sd_journal_process() notices new files. */
	if (r >= 0)
		r = sd_journal_get_fd(l->sd);
	tap_must(r, "read the journal");
	*ret = l;
}

void ledger_open(struct ledger **ret, struct vfv_genl *genl)
{
	struct vfv_status status;

	tap_must(ledger_wait_empty(genl, &status, EMPTY_TIMEOUT_MS), "wait for older records");
	open_at(ret, &status, status.stats.audit_seq);
}

void ledger_open_whole(struct ledger **ret, struct vfv_genl *genl)
{
	struct vfv_status status;

	tap_must(vfv_genl_status_get(genl, &status, NULL), "get the status");
	open_at(ret, &status, 0);
}

void ledger_close(struct ledger *ledger)
{
	sd_journal_close(ledger->sd);
	free(ledger->seen);
	free(ledger);
}

uint64_t ledger_base(const struct ledger *ledger)
{
	return ledger->base;
}

/* Returns the slot of a record, or NULL if the record is older than the ledger. */
static uint8_t *place(struct ledger *l, uint64_t seq)
{
	uint64_t at = seq - l->base - 1;

	if (seq <= l->base)
		return NULL;
	if (at >= l->room) {
		uint64_t room = (at + 1) * 2;
		uint8_t *seen = realloc(l->seen, room);

		tap_must(seen ? 0 : -ENOMEM, "keep the ledger");
		memset(seen + l->room, 0, room - l->room);
		l->seen = seen;
		l->room = room;
	}
	return &l->seen[at];
}

void ledger_excuse(struct ledger *l, uint64_t seq)
{
	uint8_t *seen = place(l, seq);

	if (seen)
		*seen |= EXCUSED;
}

void ledger_follow(struct ledger *l, void (*func)(const struct ledger_entry *entry, void *userdata),
		   void *userdata)
{
	l->func = func;
	l->userdata = userdata;
}

/* Returns a field of the current entry, or "" if the entry has no such field. */
static const char *field(struct ledger *l, const char *name, char value[static 64])
{
	const void *data;
	size_t len, skip = strlen(name) + 1;

	value[0] = '\0';
	if (sd_journal_get_data(l->sd, name, &data, &len) >= 0)
		snprintf(value, 64, "%.*s", (int)(len - skip), (const char *)data + skip);
	return value;
}

static uint32_t word(struct ledger *l, const char *name, const struct vfv_enum *words)
{
	char value[64];
	uint32_t number = 0;

	vfv_enum_value(words, field(l, name, value), &number);
	return number;
}

static void tell(struct ledger *l, uint64_t seq)
{
	struct ledger_entry entry = {
		.seq = seq,
		.event = word(l, VFV_FIELD_EVENT, &vfv_enum_event),
		.cause = word(l, VFV_FIELD_CAUSE, &vfv_enum_cause),
		.kind = word(l, VFV_FIELD_KIND, &vfv_enum_request_kind),
	};
	char value[64];

	snprintf(entry.profile, sizeof(entry.profile), "%s", field(l, VFV_FIELD_PROFILE, value));
	entry.count = strtoull(field(l, VFV_FIELD_COUNT, value), NULL, 10) ?: 1;
	entry.time = strtoull(field(l, VFV_FIELD_TIME, value), NULL, 10);
	entry.time_last = strtoull(field(l, VFV_FIELD_TIME_LAST, value), NULL, 10) ?: entry.time;
	entry.crowded = *field(l, VFV_FIELD_CROWDED, value);
	entry.lost = strtoull(field(l, VFV_FIELD_LOST, value), NULL, 10);
	snprintf(entry.bdf, sizeof(entry.bdf), "%s", field(l, VFV_FIELD_DEVICE, value));
	l->func(&entry, l->userdata);
}

void ledger_read(struct ledger *l)
{
	char value[64];
	int r;

	/* journald may have started a new file. */
	sd_journal_process(l->sd);
	while ((r = sd_journal_next(l->sd)) > 0) {
		uint64_t seq = strtoull(field(l, VFV_FIELD_SEQ, value), NULL, 10);
		uint8_t *seen = place(l, seq);

		if (!seen)
			continue;
		if ((*seen & TIMES_MAX) < TIMES_MAX)
			(*seen)++;
		if (l->func)
			tell(l, seq);
	}
	tap_must(r, "read the journal");
}

static uint64_t how_many(const struct ledger *l, uint64_t last, bool missing)
{
	uint64_t n = 0;

	for (uint64_t at = 0; l->base + at < last; at++) {
		unsigned int seen = at < l->room ? l->seen[at] : 0;

		if (missing ? seen > 0 : (seen & TIMES_MAX) < 2)
			continue;
		if (n++ < NOTES_MAX)
			tap_note("record %" PRIu64 " is in the journal %u times", l->base + 1 + at,
				 seen & TIMES_MAX);
	}
	return n;
}

uint64_t ledger_missing(const struct ledger *l, uint64_t last)
{
	return how_many(l, last, true);
}

uint64_t ledger_twice(const struct ledger *l, uint64_t last)
{
	return how_many(l, last, false);
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
	missing = ledger_missing(l, status.stats.audit_seq);
	twice = ledger_twice(l, status.stats.audit_seq);
	return tap_ok(tap, r == 0 && !missing && !twice && l->count > 0,
		      "%s: each of %" PRIu64 " records is in the journal exactly once: %" PRIu64
		      " missing, %" PRIu64 " twice",
		      when, l->count, missing, twice);
}

uint64_t ledger_count(const struct ledger *ledger)
{
	return ledger->count;
}
