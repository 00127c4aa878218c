// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kills vfiovd with SIGKILL at each point of its work: before and after each message that it sends,
 * and after each message that it reads, from its start with a pending request to the end of a later
 * request. Each time, the VF opens within the time limit, as decided before the kill or as native.
 * At the end, the journal has each record exactly once.
 *
 * With --long, it kills at every point, otherwise at the documented points and at some of the
 * others.
 *
 * Timeout: 1800 s
 */
#include <string.h>

#include "client/util.h"
#include "lib/opener.h"
#include "lib/stand-in.h"
#include "lib/tracer.h"
#include "scene/ledger.h"

#define WAIT_MS 300
#define GRACE_MS 100
#define SLACK_MS 2000
#define POINTS_MAX 512
/* Without --long, one out of this many points is tried. */
#define SOME 8
#define IDLE_TIMEOUT_MS (20000 * scene_slower())

/* A run of the daemon has two parts: its start, and a request that wakes it. */
enum part { START, WOKEN, PARTS };
static const char *const part_name[] = { [START] = "start", [WOKEN] = "woken" };

struct point {
	enum part part;
	unsigned int turn; /* index among the points with this name */
	char name[TRACER_POINT_MAX];
};

struct killing {
	struct scene *scene;
	struct point points[POINTS_MAX];
	bool hit[POINTS_MAX];
	unsigned int n;
	unsigned int killed, missed, bad;
	char bdf[PARTS][VFIO_BDF_LEN];
};

/* The test must kill the daemon at these points. */
static const struct point required[] = {
	{ START, 1, "after owner-register" },
	{ START, 1, "after reading the answer to request-get" },
	{ START, 1, "before decision-set" },
	{ START, 1, "after decision-set" },
	{ START, 1, "after journald" },
	{ START, 1, "before audit-ack" },
	{ START, 1, "after audit-ack" },
	{ WOKEN, 1, "after reading an event" },
	{ WOKEN, 1, "after reading the answer to request-get" },
	{ WOKEN, 1, "before decision-set" },
	{ WOKEN, 1, "after decision-set" },
	{ WOKEN, 1, "after journald" },
	{ WOKEN, 1, "before audit-ack" },
};

/*
 * A call that causes the event returns only after the kernel has reported it, and that return is
 * also a point.
 */
static bool is_idle(struct killing *k)
{
	struct vfv_status status = stand_in_status(k->scene->genl);

	return vfv_has(&status, VFIOV_A_STATUS_OWNER_NAME) && !status.waiting &&
	       !status.stats.audit_held;
}

static bool is_same(const struct point *a, const struct point *b)
{
	return a->part == b->part && a->turn == b->turn && !strcmp(a->name, b->name);
}

/* Counts how often this name occurred in this part; @points has the points of this run so far. */
static unsigned int turn_of(const struct point *points, unsigned int n, const struct point *point)
{
	unsigned int turn = 1;

	for (unsigned int i = 0; i < n; i++)
		turn += points[i].part == point->part && !strcmp(points[i].name, point->name);
	return turn;
}

/*
 * Runs the daemon once, with a request pending at its start. The run ends at the target or, if the
 * target is NULL, when all work is done. Returns whether the daemon was killed at the target, and
 * adds the points that it passed to @points.
 */
static bool live(struct killing *k, const struct point *target, struct point *points,
		 unsigned int *n)
{
	uint64_t deadline = util_now_ns() + IDLE_TIMEOUT_MS * 1000000ull;
	struct point here = { .part = START };
	struct tracer tracer;
	bool hit = false;

	*n = 0;
	stand_in_bind(k->scene, START, k->bdf[START]);
	tracer_start(&tracer);
	while (!hit && util_now_ns() < deadline) {
		if (tracer_next(&tracer, here.name)) {
			here.turn = turn_of(points, *n, &here);
			if (*n < POINTS_MAX)
				points[(*n)++] = here;
			hit = target && is_same(&here, target);
		} else if (tracer_waits(&tracer) && is_idle(k)) {
			if (here.part == WOKEN)
				break;
			here.part = WOKEN;
			stand_in_bind(k->scene, WOKEN, k->bdf[WOKEN]);
		}
	}
	tracer_kill(&tracer);
	if (here.part == START)
		k->bdf[WOKEN][0] = '\0';
	return hit;
}

/* Returns whether the open of the VF follows the rules. */
static bool opens(struct killing *k, const char *bdf)
{
	struct vfv_vf before = stand_in_vf(k->scene->genl, bdf), after;
	struct opener_result result = { .r = -ETIMEDOUT };
	struct opener opener;
	bool good;

	opener_start(&opener, bdf);
	opener_wait(&opener, &result, WAIT_MS + GRACE_MS + SLACK_MS);
	after = stand_in_vf(k->scene->genl, bdf);
	if (before.waiting)
		good = result.native && after.source == VFIOV_SOURCE_DEFAULT &&
		       (after.cause == VFIOV_CAUSE_OWNER_LOST ||
			after.cause == VFIOV_CAUSE_NO_OWNER || after.cause == VFIOV_CAUSE_TIMEOUT);
	else
		good = !result.native && after.source == VFIOV_SOURCE_POLICY;
	good = good && result.r == 0;
	if (!good)
		tap_note("%s, which %s: open %d, %s, cause %u", bdf,
			 before.waiting ? "waits" : "was decided", result.r,
			 result.native ? "native" : "not native", after.cause);
	opener_close(&opener);
	return good;
}

static void settle(struct killing *k, const char *where)
{
	for (int part = START; part < PARTS; part++) {
		if (!k->bdf[part][0])
			continue;
		if (!opens(k, k->bdf[part])) {
			k->bad++;
			tap_note("after the kill at: %s", where);
		}
		tap_must(bind_unbind(k->bdf[part]), "unbind %s", k->bdf[part]);
	}
}

/* Finds all points. */
static void learn(struct killing *k)
{
	live(k, NULL, k->points, &k->n);
	tap_ok(&k->scene->tap, is_idle(k) || k->n > 0, "a complete run has %u points", k->n);
	settle(k, "the end");
}

static bool is_required(const struct point *point)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(required); i++) {
		if (is_same(point, &required[i]))
			return true;
	}
	return false;
}

static void kill_everywhere(struct killing *k, bool all)
{
	struct point passed[POINTS_MAX];
	unsigned int n;

	for (unsigned int i = 0; i < k->n; i++) {
		const struct point *p = &k->points[i];

		if (!all && !is_required(p) && i % SOME)
			continue;
		k->hit[i] = live(k, p, passed, &n);
		if (k->hit[i])
			k->killed++;
		else
			k->missed++;
		settle(k, p->name);
	}
}

static void claim_required(struct killing *k)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(required); i++) {
		bool found = false;

		for (unsigned int j = 0; j < k->n; j++)
			found |= k->hit[j] && is_same(&k->points[j], &required[i]);
		tap_ok(&k->scene->tap, found, "among them (%s): %s", part_name[required[i].part],
		       required[i].name);
	}
}

int main(void)
{
	const char *is_long = getenv("VFIOVD_LONG");
	struct scene scene;
	static struct killing k;
	struct ledger *ledger;

	k.scene = &scene;
	scene_begin(&scene);
	scene_rule(&scene, "all", "0-1", "transitional", "\"native\", \"transitional\"");
	stand_in_params(scene.genl, WAIT_MS, GRACE_MS, -1);
	ledger_open(&ledger, scene.genl);
	tap_must(daemon_stop(scene.genl), "stop vfiovd");
	learn(&k);
	kill_everywhere(&k, is_long && *is_long);
	tap_ok(&scene.tap, k.killed > 0 && k.missed * 10 <= k.killed,
	       "killed at %u points; %u did not restart", k.killed, k.missed);
	claim_required(&k);
	tap_ok(&scene.tap, k.bad == 0, "the VF opened according to the rules each time: %u did not",
	       k.bad);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	ledger_claim(ledger, &scene.tap, scene.genl, "after all these kills");
	ledger_close(ledger);
	stand_in_params(scene.genl, 1000, 3000, -1);
	return scene_end(&scene);
}
