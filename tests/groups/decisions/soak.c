// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs cycles of bind, random opens and closes, and unbind on all VFs in parallel; open VFs enter
 * D3hot and return to D0. Meanwhile, at random, vfiovd is killed, restarted, stopped and reloaded,
 * journald is stopped and restarted, the PF's interface is renamed, and the audit ring is resized,
 * down to the smallest size. Each audit record must be in the journal exactly once, the records
 * must count all opens, losses must be reported, and the kernel must log nothing.
 *
 * VFIOVD_CYCLES or the first argument is the number of cycles; for many cycles, such as 100000,
 * start the test in tests/shell. VFIOVD_SEED or the second argument is the random seed.
 *
 * Timeout: 3000 s
 */
#include <net/if.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "client/util.h"
#include "lib/power.h"
#include "lib/stand-in.h"
#include "lib/sysfs.h"
#include "scene/ledger.h"

#define CYCLES_SHORT 160
#define CYCLES_LONG 2000
#define PROGRESS_CYCLES 500
#define OPENS_MAX 6 /* in a cycle, each once or twice */
#define WAIT_MS 200
#define GRACE_MS 400
#define TROUBLE_MS 1200 /* at most, between two of them */

/* The audit as found in the journal. */
struct books {
	uint64_t opens, closes, binds, shared, told_lost;
};

struct soak {
	struct scene *scene;
	struct books books;
	atomic_uint started, done, granted, native, slept;
	unsigned int cycles;
	atomic_int error; /* the first */
	atomic_bool hold; /* the ring is filling up */
	unsigned int troubles[8];
	char interface[IFNAMSIZ];
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
			atomic_fetch_add(&s->slept, power_down(&vf, rand_r(seed) % 2));
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

/* Use another name, or the first one again. */
static void rename_interface(struct soak *s)
{
	char other[IFNAMSIZ];
	bool is_first = s->interface[0] != 'x';

	snprintf(other, sizeof(other), "%s%.13s", is_first ? "x" : "",
		 is_first ? s->interface : s->interface + 1);
	run_quietly((const char *[]){ "ip", "link", "set", s->interface, "down", NULL });
	if (run_quietly((const char *[]){ "ip", "link", "set", s->interface, "name", other, NULL }) ==
	    0)
		strcpy(s->interface, other);
}

static void resize(struct soak *s)
{
	static const int sizes[] = { VFIOV_RING_SIZE_MIN, 100, 256, 1024, 4096 };

	stand_in_params(s->scene->genl, -1, -1, sizes[random() % ARRAY_SIZE(sizes)]);
}

/* Makes one disturbance, which lasts a random time. */
static void trouble(struct soak *s, unsigned int kind, unsigned int ms)
{
	struct vfv_genl *genl = s->scene->genl;

	s->troubles[kind]++;
	switch (kind) {
	case 0: /* systemd starts it again */
		daemon_signal(genl, SIGKILL);
		break;
	case 1:
		run_quietly((const char *[]){ "systemctl", "restart", DAEMON_UNIT, NULL });
		break;
	case 2:
		if (daemon_signal(genl, SIGSTOP) == 0) {
			util_sleep_ms(ms);
			daemon_signal(genl, SIGCONT);
		}
		break;
	case 3:
		daemon_signal(genl, SIGHUP);
		break;
	case 4:
		journald_signal("STOP");
		util_sleep_ms(ms);
		journald_signal("CONT");
		break;
	case 5:
		journald_restart();
		break;
	case 6:
		if (*s->interface)
			rename_interface(s);
		break;
	case 7:
		resize(s);
		break;
	}
}

static void tell_progress(const struct soak *s, uint64_t start, unsigned int *told)
{
	unsigned int done = s->done;

	if (done - *told < PROGRESS_CYCLES || done >= s->cycles)
		return;
	*told = done;
	tap_note("%u cycles after %lu s", done, (util_now_ns() - start) / 1000000000);
}

/* Waits until all workers are done. */
static void disturb(struct soak *s, struct ledger *ledger)
{
	uint64_t start = util_now_ns();
	unsigned int told = 0;

	while (s->done < s->cycles && !s->error) {
		struct vfv_status status = stand_in_status(s->scene->genl);

		/*
		 * VFs have their own places, so the number of records may exceed the ring size.
		 */
		s->hold = status.stats.audit_held > status.ring_size + SCENE_VFS * 4;
		if (!s->hold)
			trouble(s, random() % ARRAY_SIZE(s->troubles), random() % TROUBLE_MS / 2);
		util_sleep_ms(random() % TROUBLE_MS);
		ledger_read(ledger);
		tell_progress(s, start, &told);
	}
	s->hold = false;
}

static void enter(const struct ledger_entry *entry, void *userdata)
{
	struct books *b = userdata;

	b->opens += entry->event == VFIOV_EVENT_OPEN || entry->event == VFIOV_EVENT_DEFAULT
			    ? entry->count
			    : 0;
	b->closes += entry->event == VFIOV_EVENT_CLOSE ? entry->count : 0;
	b->binds += entry->event == VFIOV_EVENT_BIND ? entry->count : 0;
	b->shared += entry->count - 1;
	b->told_lost += entry->lost;
}

/*
 * A program that another thread starts holds the files of all VFs until its exec. For VFIO and the
 * module, a VF that is closed and opened again meanwhile was never closed.
 */
static void claim_opens(struct soak *s, uint64_t opens)
{
	uint64_t done = s->granted + s->native, programs = 0;

	for (size_t i = 0; i < ARRAY_SIZE(s->troubles); i++)
		programs += 2 * s->troubles[i];
	tap_ok(&s->scene->tap, opens <= done && done - opens <= programs * SCENE_VFS,
	       "the module has seen %lu opens of %lu", opens, done);
}

static void claim_counts(struct soak *s, uint64_t opens, uint64_t lost)
{
	const struct books *b = &s->books;

	tap_note("%lu events share the record of another, %lu are lost", b->shared, lost);
	tap_ok(&s->scene->tap, b->told_lost == lost, "records tell of %lu losses of %lu",
	       b->told_lost, lost);
	tap_ok(&s->scene->tap,
	       b->opens <= opens && b->closes <= opens && b->binds <= s->done &&
		       b->opens + b->closes + b->binds + lost >= 2 * opens + s->done,
	       "%lu opens, %lu closes and %lu binds are recorded of %lu, %lu and %u", b->opens,
	       b->closes, b->binds, opens, opens, s->done);
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

static void prepare(struct soak *s, int argc, char **argv)
{
	struct vfv_sysfs_netdevs netdevs;
	unsigned int seed;

	s->cycles = is_set("VFIOVD_LONG") ? CYCLES_LONG : CYCLES_SHORT;
	s->cycles = number("VFIOVD_CYCLES", argc > 1 ? argv[1] : NULL, s->cycles);
	seed = number("VFIOVD_SEED", argc > 2 ? argv[2] : NULL, util_now_ns() / 1000);
	tap_note("%u cycles, seed %u", s->cycles, seed);
	srandom(seed);
	if (vfv_sysfs_netdevs("", s->scene->pf, &netdevs) == 0 && netdevs.n)
		strcpy(s->interface, netdevs.names[0]);
	scene_rule(s->scene, "all", "0-15", "transitional", "\"native\", \"transitional\"");
	/* Use short timeouts, so that timeouts and losses also occur. */
	stand_in_params(s->scene->genl, WAIT_MS, GRACE_MS, -1);
	/* systemd must keep restarting the unit, no matter how often it is killed. */
	run_quietly((const char *[]){ "systemctl", "reset-failed", DAEMON_UNIT, NULL });
}

int main(int argc, char **argv)
{
	struct worker workers[SCENE_VFS];
	struct scene scene;
	struct soak s = { .scene = &scene };
	struct vfv_status before, after;
	struct ledger *ledger;
	uint64_t start;

	scene_begin(s.scene);
	prepare(&s, argc, argv);
	ledger_open(&ledger, s.scene->genl);
	ledger_follow(ledger, enter, &s.books);
	before = stand_in_status(s.scene->genl);
	start = util_now_ns();
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		workers[i].soak = &s;
		workers[i].seed = random();
		scene_vf(s.scene, i, workers[i].bdf);
		tap_must(-pthread_create(&workers[i].thread, NULL, work, &workers[i]),
			 "start a thread");
	}
	disturb(&s, ledger);
	for (unsigned int i = 0; i < SCENE_VFS; i++)
		pthread_join(workers[i].thread, NULL);
	tap_returned(&s.scene->tap, s.error, 0, "%u cycles over %d VFs in %lu s", s.done, SCENE_VFS,
		     (util_now_ns() - start) / 1000000000);
	tap_note("%u opens transitional, %u native, %u times in D3hot", s.granted, s.native, s.slept);
	tap_note("vfiovd killed %u, restarted %u, stopped %u, reloaded %u; "
		 "journald stopped %u, restarted %u; PF renamed %u, ring resized %u",
		 s.troubles[0], s.troubles[1], s.troubles[2], s.troubles[3], s.troubles[4],
		 s.troubles[5], s.troubles[6], s.troubles[7]);
	tap_must(daemon_start(s.scene->genl), "start vfiovd");
	ledger_claim(ledger, &s.scene->tap, s.scene->genl, "afterwards");
	after = stand_in_status(s.scene->genl);
	claim_opens(&s, after.stats.opens - before.stats.opens);
	claim_counts(&s, after.stats.opens - before.stats.opens,
		     after.stats.audit_lost - before.stats.audit_lost);
	tap_ok(&s.scene->tap, !after.vfs && !after.waiting, "no VF and no request is left");
	if (s.interface[0] == 'x')
		rename_interface(&s);
	ledger_close(ledger);
	stand_in_params(s.scene->genl, 1000, 3000, 4096);
	return scene_end(s.scene);
}
