// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs cycles of bind, random opens and closes, and unbind on all VFs but one in parallel; open VFs
 * enter D3hot, return to D0, are suspended at runtime, and are closed in each of these states.
 * Meanwhile, at random, vfiovd is killed, restarted, stopped and reloaded, journald is stopped and
 * restarted, the PF's interface is renamed, and the audit ring is resized, down to the smallest
 * size. Each audit record must be in the journal exactly once, the records must count all opens,
 * losses must be reported, and the kernel must log nothing. A rule names the PF by its interface,
 * so vfiovd re-evaluates all VFs after each rename; the last VF stays bound and must follow it.
 *
 * VFIOVD_CYCLES or the first argument is the number of cycles; for many cycles, such as 100000,
 * start the test in tests/shell. VFIOVD_SEED or the second argument is the random seed.
 *
 * Timeout: 3000 s
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "client/util.h"
#include "lib/books.h"
#include "lib/power.h"
#include "lib/stand-in.h"
#include "lib/trouble.h"
#include "scene/ledger.h"

#define CYCLES_SHORT 160
#define CYCLES_LONG 2000
#define PROGRESS_CYCLES 500
#define OPENS_MAX 6 /* maximum number of attaches in a cycle, each with one or two opens */
#define WAIT_MS 200
#define GRACE_MS 400
#define TROUBLE_MS 1200 /* maximum pause between two disturbances */
#define HOLD_MS 50	/* maximum time that a VF is held open */
#define WORKERS (SCENE_VFS - 1)
#define IDLE_VF WORKERS /* the last VF */

struct soak {
	struct scene *scene;
	struct books books;
	struct trouble trouble;
	atomic_uint started, done, granted, native, powered[POWER_WAYS];
	unsigned int cycles;
	atomic_int error; /* the first */
	atomic_bool hold; /* the ring is filling up */
	char idle[VFIO_BDF_LEN];
};

struct worker {
	pthread_t thread;
	struct soak *soak;
	char bdf[VFIO_BDF_LEN];
	unsigned int seed;
};

/* A program that another thread starts also holds the group for a moment, until its exec. */
static int attach(struct vfio_vf *vf, const char *bdf)
{
	uint64_t deadline = util_now_ns() + SCENE_TIMEOUT_MS * 1000000ull;
	int r;

	while ((r = vfio_attach(vf, bdf)) == -EBUSY && util_now_ns() < deadline)
		util_sleep_ms(1);
	return r;
}

static void power_at_random(struct soak *s, struct vfio_vf *vf, unsigned int *seed)
{
	enum power_way way = rand_r(seed) % POWER_WAYS;

	if (rand_r(seed) % 3 == 0)
		atomic_fetch_add(&s->powered[way], power_change(vf, way));
}

static int open_once(struct soak *s, const char *bdf, unsigned int *seed)
{
	struct vfio_vf vf;
	int r;

	r = attach(&vf, bdf);
	for (unsigned int opens = rand_r(seed) % 2 + 1; r == 0 && opens > 0; opens--) {
		r = vfio_open(&vf);
		if (r < 0)
			break;
		atomic_fetch_add(scene_is_native(&vf) ? &s->native : &s->granted, 1);
		if (rand_r(seed) % 4 == 0)
			util_sleep_ms(rand_r(seed) % HOLD_MS);
		power_at_random(s, &vf, seed);
		if (opens > 1)
			vfio_close(&vf);
	}
	vfio_detach(&vf);
	return r;
}

static int cycle(struct soak *s, const char *bdf, unsigned int *seed)
{
	int r;

	r = bind_to(bdf, BIND_DRIVER, NULL);
	for (unsigned int n = rand_r(seed) % OPENS_MAX + 1; r == 0 && n > 0; n--)
		r = open_once(s, bdf, seed);
	return r < 0 ? r : bind_unbind(bdf);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct soak *s = w->soak;

	while (!s->error && atomic_fetch_add(&s->started, 1) < s->cycles) {
		int expected = 0, r = cycle(s, w->bdf, &w->seed);

		if (r < 0)
			atomic_compare_exchange_strong(&s->error, &expected, r);
		else
			atomic_fetch_add(&s->done, 1);
		while (s->hold)
			util_sleep_ms(20);
	}
	return NULL;
}

static void report_progress(const struct soak *s, uint64_t start, unsigned int *told)
{
	unsigned int done = s->done;

	if (done - *told < PROGRESS_CYCLES || done >= s->cycles)
		return;
	*told = done;
	tap_note("%u cycles after %lu s", done, (util_now_ns() - start) / 1000000000);
}

/* Causes disturbances until all workers are done. */
static void disturb(struct soak *s, struct ledger *ledger)
{
	uint64_t start = util_now_ns();
	unsigned int told = 0;

	while (s->done < s->cycles && !s->error) {
		struct vfv_status status = stand_in_status(s->scene->genl);

		/* VFs have their own places, so there may be more records than the ring size. */
		s->hold = status.stats.audit_held > status.ring_size + SCENE_VFS * 4;
		if (!s->hold)
			trouble_make(&s->trouble, random() % TROUBLE_MS / 2);
		util_sleep_ms(random() % TROUBLE_MS);
		ledger_read(ledger);
		report_progress(s, start, &told);
	}
	s->hold = false;
}

/*
 * A program that another thread starts holds the files of all VFs until its exec. For VFIO and the
 * module, a VF that is closed and opened again meanwhile was never closed.
 */
static void claim_opens(struct soak *s, uint64_t opens)
{
	uint64_t done = s->granted + s->native, programs = 0;

	for (size_t i = 0; i < TROUBLES; i++)
		programs += 2 * s->trouble.times[i];
	tap_ok(&s->scene->tap, opens <= done && done - opens <= programs * SCENE_VFS,
	       "the module has counted %lu of %lu opens", opens, done);
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

static unsigned int number(const char *variable, const char *argument, unsigned int otherwise)
{
	if (argument)
		return strtoul(argument, NULL, 0);
	return is_set(variable) ? strtoul(getenv(variable), NULL, 0) : otherwise;
}

/* A rule makes VFs native while the PF's interface has its other name. */
static void write_rules(struct soak *s)
{
	_cleanup_free_ char *rules = NULL;

	if (asprintf(&rules,
		     "{ name = \"renamed\"; match = { pf = \"%s\"; }; profile = \"native\"; },\n"
		     "{ name = \"all\"; profile = \"transitional\"; "
		     "allow = [ \"native\", \"transitional\" ]; }",
		     s->trouble.other) < 0)
		tap_must(-ENOMEM, "write the rules");
	tap_must(policy_rules(s->scene->genl, true, rules), "set the policy");
}

static void prepare(struct soak *s, int argc, char **argv)
{
	unsigned int seed;

	s->cycles = is_set("VFIOVD_LONG") ? CYCLES_LONG : CYCLES_SHORT;
	s->cycles = number("VFIOVD_CYCLES", argc > 1 ? argv[1] : NULL, s->cycles);
	seed = number("VFIOVD_SEED", argc > 2 ? argv[2] : NULL, util_now_ns() / 1000);
	tap_note("%u cycles, seed %u", s->cycles, seed);
	srandom(seed);
	trouble_begin(&s->trouble, s->scene);
	write_rules(s);
	/* Use short timeouts, so that timeouts and losses also occur. */
	stand_in_params(s->scene->genl, WAIT_MS, GRACE_MS, -1);
	/* systemd must keep restarting the unit, no matter how often it is killed. */
	run_quietly((const char *[]){ "systemctl", "reset-failed", DAEMON_UNIT, NULL });
	scene_bind_decided(s->scene, IDLE_VF, s->idle);
}

static void run_workers(struct soak *s, struct ledger *ledger)
{
	struct worker workers[WORKERS];
	uint64_t start = util_now_ns();

	for (unsigned int i = 0; i < WORKERS; i++) {
		workers[i].soak = s;
		workers[i].seed = random();
		scene_vf(s->scene, i, workers[i].bdf);
		tap_must(-pthread_create(&workers[i].thread, NULL, work, &workers[i]),
			 "start a thread");
	}
	disturb(s, ledger);
	for (unsigned int i = 0; i < WORKERS; i++)
		pthread_join(workers[i].thread, NULL);
	tap_returned(&s->scene->tap, s->error, 0, "%u cycles over %d VFs in %lu s", s->done,
		     WORKERS, (util_now_ns() - start) / 1000000000);
	tap_note("%u opens transitional, %u native; %u times in D3hot, %u there and back, "
		 "%u suspended",
		 s->granted, s->native, s->powered[POWER_D3HOT], s->powered[POWER_D3HOT_D0],
		 s->powered[POWER_SUSPEND]);
	trouble_tell(&s->trouble);
}

static void claim_follows(struct soak *s)
{
	const char *expected = s->trouble.renamed ? "native" : "transitional";
	uint64_t deadline = util_now_ns() + SCENE_TIMEOUT_MS * 1000000ull;
	struct vfv_vf vf;

	do {
		vf = stand_in_vf(s->scene->genl, s->idle);
		if (!vf.waiting && !strcmp(vf.current, expected))
			break;
		util_sleep_ms(20);
	} while (util_now_ns() < deadline);
	tap_ok(&s->scene->tap, !vf.waiting && !strcmp(vf.current, expected),
	       "the idle VF is %s, as the name %s requires: %s", expected,
	       s->trouble.renamed ? s->trouble.other : s->trouble.name, vf.current);
}

int main(int argc, char **argv)
{
	struct scene scene;
	struct soak s = { .scene = &scene };
	struct vfv_status before, after;
	struct ledger *ledger;

	scene_begin(s.scene);
	prepare(&s, argc, argv);
	ledger_open(&ledger, s.scene->genl);
	books_open(&s.books, ledger);
	before = stand_in_status(s.scene->genl);
	run_workers(&s, ledger);
	tap_must(daemon_start(s.scene->genl), "start vfiovd");
	claim_follows(&s);
	trouble_rename(&s.trouble);
	claim_follows(&s);
	tap_must(bind_unbind(s.idle), "unbind %s", s.idle);
	ledger_claim(ledger, &s.scene->tap, s.scene->genl, "afterwards");
	after = stand_in_status(s.scene->genl);
	claim_opens(&s, after.stats.opens - before.stats.opens);
	books_claim(&s.books, &s.scene->tap, after.stats.opens - before.stats.opens, s.done,
		    after.stats.audit_lost - before.stats.audit_lost);
	tap_ok(&s.scene->tap, !after.vfs && !after.waiting, "no VF and no request remains");
	trouble_end(&s.trouble);
	ledger_close(ledger);
	stand_in_params(s.scene->genl, 1000, 3000, 4096);
	return scene_end(s.scene);
}
