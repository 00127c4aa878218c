// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything at once, at random: guests bind, open, use, reset and close all VFs, while vfiovd is
 * killed, stopped, restarted and given other policies, journald is stopped and restarted, the
 * device answers wrongly, late or not at all, the PF loses its drivers and its VFs, and the module
 * is unloaded and loaded. The test checks for forbidden results all the time (lib/finding.h), and
 * at the end every VF must work.
 *
 * VFIOVD_SEED, or the first argument, is the random seed; the interleaving of threads still differs
 * between runs. With --long, the test runs for half an hour, or for the number of seconds in the
 * second argument.
 *
 * Timeout: 3000 s
 */
#include <errno.h>
#include <inttypes.h>
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/books.h"
#include "lib/finding.h"
#include "lib/guest.h"
#include "lib/hardware.h"
#include "lib/service.h"

/* The time for a slow machine; a fast machine needs less. */
#define SECONDS_SHORT 120
#define SECONDS_LONG 1800
#define STREAM 3000 /* number of the random stream */
#define PAUSE_MS 700
#define TELL_S 120
/* Guests use every third VF: with more guests, a debug kernel leaves vfiovd no time to start. */
#define GUESTS 6
#define GUEST_STEP 3
#define HELD_MAX 1500 /* number of places out of 4096; another test covers a full ring */
#define PARK_MS 300000
#define EMPTY_MS 180000
#define UNLOAD_MS 60000
/* One more kind of disturbance, which follows those of the hardware. */
#define RELOAD HARDWARE_TROUBLES

/* Shuffle the kinds in each round, so that each kind occurs; a short run is one round. */
static const uint8_t deck[] = {
	HARDWARE_FAULT,
	HARDWARE_FAULT,
	HARDWARE_FAULT,
	HARDWARE_FAULT,
	HARDWARE_FAULT,
	HARDWARE_FAULT,
	HARDWARE_HOLD,
	HARDWARE_HOLD,
	HARDWARE_BREAK,
	HARDWARE_VIRTIO_UNBIND,
	HARDWARE_VIRTIO_UNBIND,
	HARDWARE_DRIVER_UNBIND,
	HARDWARE_SRIOV_OFF,
	HARDWARE_CALM,
	HARDWARE_CALM,
	RELOAD,
	RELOAD,
};

struct chaos {
	struct scene scene;
	uint64_t seed;
	bool is_long;	      /* set if it runs for a given time; otherwise, it runs for one
			       * round */
	unsigned int seconds; /* at most */
	struct guest guests[GUESTS];
	char bdf[SCENE_VFS][VFIO_BDF_LEN];
	atomic_bool hold, stop; /* for the guests */
	atomic_bool mercy;	/* for vfiovd and journald */
	struct service service;
	struct hardware hardware;
	struct dice dice;
	uint8_t deck[sizeof(deck)]; /* the last shuffled order */
	struct books books;
	unsigned int steps;
};

static void status_get(struct chaos *c, struct vfv_status *status)
{
	tap_must(vfv_genl_status_get(c->scene.genl, status, NULL), "get the status");
}

/* VFs may already be bound to a newly loaded module. */
static void books_restart(struct chaos *c, bool whole)
{
	books_open(&c->books, &c->scene, c->bdf, whole);
	for (unsigned int i = 0; i < GUESTS; i++)
		atomic_store(&c->guests[i].replay, c->books.replay);
}

static void look_for_hangs(struct chaos *c)
{
	for (unsigned int i = 0; i < GUESTS; i++)
		guest_look(&c->guests[i]);
}

static void park(struct chaos *c)
{
	uint64_t deadline = util_now_ns() + PARK_MS * 1000000ull;
	unsigned int parked;

	atomic_store(&c->hold, true);
	do {
		util_sleep_ms(5);
		look_for_hangs(c);
		parked = 0;
		for (unsigned int i = 0; i < GUESTS; i++)
			parked += atomic_load(&c->guests[i].parked);
		if (util_now_ns() > deadline)
			tap_must(-ETIMEDOUT, "wait until all guests wait");
	} while (parked < GUESTS);
}

/* An unfinished dump, or a VFIO file that is being closed, holds the module for a moment. */
static void unload(void)
{
	uint64_t deadline = util_now_ns() + UNLOAD_MS * 1000000ull;
	int r;

	while ((r = module_unload()) == -EAGAIN && util_now_ns() < deadline)
		util_sleep_ms(10);
	tap_must(r, "unload the module");
}

static void reload(struct chaos *c)
{
	struct vfv_status status;

	park(c);
	status_get(c, &status);
	unload();
	books_close(&c->books, status.stats.audit_seq, true);
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(c->scene.genl), "find the family");
	books_restart(c, true);
	atomic_store(&c->hold, false);
}

/* Keep the ring from becoming full, because its reader is stopped at times. */
static void let_it_drain(struct chaos *c)
{
	struct vfv_status status;

	for (;;) {
		books_read(&c->books);
		look_for_hangs(c);
		status_get(c, &status);
		if (status.stats.audit_held > HELD_MAX)
			atomic_store(&c->mercy, true);
		else if (status.stats.audit_held < HELD_MAX / 4)
			atomic_store(&c->mercy, false);
		atomic_store(&c->hold, atomic_load(&c->mercy));
		if (!atomic_load(&c->mercy))
			return;
		util_sleep_ms(100);
	}
}

static bool is_over(const struct chaos *c, uint64_t start)
{
	if (finding_any() || util_now_ns() - start > c->seconds * 1000000000ull)
		return true;
	return !c->is_long && c->steps == sizeof(deck);
}

static unsigned int deal(struct chaos *c)
{
	unsigned int at = c->steps++ % sizeof(deck);

	if (at == 0) {
		memcpy(c->deck, deck, sizeof(deck));
		dice_shuffle(&c->dice, c->deck, sizeof(deck));
	}
	return c->deck[at];
}

static void go(struct chaos *c)
{
	uint64_t start = util_now_ns(), told = start;

	while (!is_over(c, start)) {
		unsigned int what = deal(c);

		if (what == RELOAD)
			reload(c);
		else
			hardware_trouble(&c->hardware, what);
		util_sleep_ms(dice_roll(&c->dice, PAUSE_MS));
		let_it_drain(c);
		if (finding_any())
			tap_note("it was after step %u: %s", c->steps,
				 what == RELOAD ? "module reload" : hardware_name(what));
		if (util_now_ns() - told > TELL_S * 1000000000ull) {
			told = util_now_ns();
			tap_note("%lu s: %u steps", (told - start) / 1000000000, c->steps);
		}
	}
}

static void begin(struct chaos *c, int argc, char **argv)
{
	const char *seed = getenv("VFIOVD_SEED"), *is_long = getenv("VFIOVD_LONG");

	c->is_long = argc > 2 || (is_long && *is_long);
	c->seconds = c->is_long ? SECONDS_LONG : SECONDS_SHORT;
	if (argc > 2)
		c->seconds = strtoul(argv[2], NULL, 0);
	if (argc > 1)
		seed = argv[1];
	c->seed = seed && *seed ? strtoull(seed, NULL, 0) : util_now_ns() / 1000 % 1000000007;
	tap_note("VFIOVD_SEED=%" PRIu64, c->seed);
	dice_init(&c->dice, c->seed, STREAM);
	books_begin(&c->books);
	scene_rule(&c->scene, "all", "0-15", "transitional", "\"native\", \"transitional\"");
	hardware_begin(&c->hardware, &c->scene, c->seed);
	for (unsigned int i = 0; i < SCENE_VFS; i++)
		scene_vf(&c->scene, i, c->bdf[i]);
	for (unsigned int i = 0; i < GUESTS; i++) {
		struct guest *g = &c->guests[i];

		g->index = i * GUEST_STEP;
		strcpy(g->bdf, c->bdf[g->index]);
		g->hold = &c->hold;
		g->stop = &c->stop;
	}
	books_restart(c, false);
	for (unsigned int i = 0; i < GUESTS; i++)
		guest_start(&c->guests[i], c->seed);
	service_start(&c->service, &c->scene, &c->mercy, c->seed);
}

static void end(struct chaos *c)
{
	unsigned long steps = 0, accesses = 0, failed = 0;
	struct vfv_status status;

	service_join(&c->service);
	park(c);
	atomic_store(&c->stop, true);
	for (unsigned int i = 0; i < GUESTS; i++) {
		guest_join(&c->guests[i]);
		steps += c->guests[i].steps;
		accesses += c->guests[i].accesses;
		failed += c->guests[i].failed;
	}
	hardware_end(&c->hardware);
	tap_must(daemon_start(c->scene.genl), "start vfiovd");
	tap_must(ledger_wait_empty(c->scene.genl, &status, EMPTY_MS),
		 "wait until the audit is read");
	books_close(&c->books, status.stats.audit_seq, false);
	books_end(&c->books);
	tap_note("%u steps of the host, %lu of %d guests, of which %lu failed, %lu accesses",
		 c->steps, steps, GUESTS, failed, accesses);
}

static void tell(const struct chaos *c)
{
	const unsigned int *s = c->service.troubles, *h = c->hardware.troubles;

	tap_note("%lu opens more than native, %lu native; %" PRIu64 " records of %u modules",
		 c->books.granted, c->books.native, c->books.records, c->books.modules);
	tap_note("vfiovd killed %u, restarted %u, stopped %u, policies %u, parameters %u; journald "
		 "stopped %u, restarted %u",
		 s[SERVICE_KILL], s[SERVICE_RESTART], s[SERVICE_STOP], s[SERVICE_POLICY],
		 s[SERVICE_PARAMS], s[SERVICE_JOURNAL_STOP], s[SERVICE_JOURNAL_RESTART]);
	tap_note("faults %u, silent %u, broken %u, virtio_net unbound %u, virtio-pci unbound %u, "
		 "SR-IOV off %u",
		 h[HARDWARE_FAULT], h[HARDWARE_HOLD], h[HARDWARE_BREAK], h[HARDWARE_VIRTIO_UNBIND],
		 h[HARDWARE_DRIVER_UNBIND], h[HARDWARE_SRIOV_OFF]);
}

/* Checks that no disturbance has a lasting effect. */
static void check_recovery(struct chaos *c)
{
	unsigned int good = 0;

	scene_rule(&c->scene, "all", "0-15", "transitional", "\"native\", \"transitional\"");
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		uint8_t status = 0;
		char bdf[VFIO_BDF_LEN];
		struct vfio_vf vf;

		scene_bind_decided(&c->scene, i, bdf);
		scene_open(&vf, bdf);
		pci_command(&vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0);
		good += !scene_is_native(&vf) &&
			vfio_write(&vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_STATUS, "\x01", 1) ==
				0 &&
			vfio_read(&vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_STATUS, &status, 1) ==
				0 &&
			status == 1;
		vfio_detach(&vf);
	}
	tap_ok(&c->scene.tap, good == SCENE_VFS,
	       "afterwards %u of %d VFs are transitional and work", good, SCENE_VFS);
}

int main(int argc, char **argv)
{
	static struct chaos c;

	scene_begin(&c.scene);
	begin(&c, argc, argv);
	go(&c);
	end(&c);
	tell(&c);
	finding_claims(&c.scene.tap);
	tap_ok(&c.scene.tap, c.books.granted > 0 && c.books.native > 0,
	       "VFs were opened as native and as transitional");
	check_recovery(&c);
	return scene_end(&c.scene);
}
