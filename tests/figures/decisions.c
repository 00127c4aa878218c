// SPDX-License-Identifier: GPL-2.0-only
#include "decisions.h"

#include <stdlib.h>

#include "lib/names.h"

#define WAIT_MS 60000

static const char *const decision[] = { VFV_FIELD_EVENT "=decision", NULL };

struct collection {
	struct samples *latencies;
	const uint64_t *since; /* the next start time, or NULL to start from the request */
	uint64_t first_ns, last_ns;
};

void decisions_mark(struct figure *figure)
{
	tap_must(journal_mark(figure->rig.scene.journal), "mark the journal");
}

static uint64_t number(struct journal *journal, const char *field)
{
	char text[32];

	tap_must(journal_field(journal, field, text, sizeof(text)), "read %s", field);
	return strtoull(text, NULL, 10);
}

static void collect(struct journal *journal, void *userdata)
{
	struct collection *c = userdata;
	uint64_t time = number(journal, VFV_FIELD_TIME);
	uint64_t latency = number(journal, VFV_FIELD_LATENCY_US) * 1000;

	if (c->latencies)
		samples_add(c->latencies, c->since ? time - *c->since++ : latency);
	c->first_ns = time - latency < c->first_ns ? time - latency : c->first_ns;
	c->last_ns = time > c->last_ns ? time : c->last_ns;
}

static void await(struct figure *figure, int n, struct collection *c)
{
	uint64_t deadline = util_now_ns() + WAIT_MS * 1000000ull;
	struct journal *journal = figure->rig.scene.journal;
	int there;

	while ((there = journal_count(journal, decision)) < n) {
		tap_must(there, "read the journal");
		tap_must(util_now_ns() > deadline ? -ETIMEDOUT : 0, "see %d decisions", n);
		util_sleep_ms(20);
	}
	tap_must(journal_each(journal, decision, collect, c), "read the journal");
}

uint64_t decisions_wait(struct figure *figure, int n, struct samples *latencies)
{
	struct collection c = { .latencies = latencies, .first_ns = UINT64_MAX };

	await(figure, n, &c);
	return c.last_ns - c.first_ns;
}

void decisions_wait_since(struct figure *figure, int n, const uint64_t since[],
			  struct samples *latencies)
{
	struct collection c = { .latencies = latencies, .since = since };

	await(figure, n, &c);
}
