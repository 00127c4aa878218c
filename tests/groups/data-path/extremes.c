// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads and writes every region, and some that do not exist, with extreme offsets and lengths, on
 * native, transitional and legacy VFs. Each call returns promptly and transfers at most the size of
 * the region. A process that makes such calls can be killed, and the VF works afterwards.
 */
#include <errno.h>
#include <limits.h>
#include <linux/pci_regs.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/rig.h"

#define VF_INDEX 4
#define ROOM (1ul << 33)
#define CALL_MS (5000 * scene_slower())
#define KILL_MS (5000 * scene_slower())
/* The time for which a process makes the longest calls before it is killed. */
#define RUN_MS 300
#define REGION_SHIFT 40 /* the kernel's VFIO_PCI_OFFSET_SHIFT */

struct call {
	unsigned int region;
	uint64_t at;
	size_t len;
	bool write;
};

/* Progress of the child process, for its parent. */
struct progress {
	atomic_ulong calls; /* number of calls that have returned */
	struct call now;
	uint64_t longest_ns;
	struct call longest;
	unsigned long moved, wrong;
	struct call example;
};

struct walk {
	struct rig rig;
	uint8_t *room;
	struct progress *progress; /* shared with the child process */
};

/*
 * BARs, ROM, VGA and regions that do not exist; config space last, because a write there turns
 * decoding off.
 */
static const unsigned int regions[] = { 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 255, 256, 0x7fffff, 7 };

static uint64_t region_size(const struct walk *w, unsigned int region)
{
	return region < ARRAY_SIZE(w->rig.vf.region) ? w->rig.vf.region[region].size : 0;
}

static void note(const char *what, const struct call *c)
{
	tap_note("%s: %s of region %u, %zu@0x%lx", what, c->write ? "write" : "read", c->region,
		 c->len, c->at);
}

static void one_call(struct walk *w, struct call c)
{
	const uint64_t size = region_size(w, c.region);
	const off_t pos = (off_t)((uint64_t)c.region << REGION_SHIFT | c.at);
	struct progress *p = w->progress;
	uint64_t took = util_now_ns();
	ssize_t r;

	p->now = c;
	r = c.write ? pwrite(w->rig.vf.device, w->room, c.len, pos)
		    : pread(w->rig.vf.device, w->room, c.len, pos);
	took = util_now_ns() - took;
	if (took > p->longest_ns) {
		p->longest_ns = took;
		p->longest = c;
	}
	if (r > 0) {
		p->moved += r;
		if ((size_t)r > c.len || c.at >= size || (uint64_t)r > size - c.at) {
			p->wrong++;
			p->example = c;
		}
	}
	atomic_fetch_add(&p->calls, 1);
}

static void lengths(struct walk *w, unsigned int region, uint64_t at, bool write)
{
	const uint64_t size = region_size(w, region);
	const size_t lens[] = {
		0,	   1,
		2,	   3,
		4,	   8,
		size,	   size + 1,
		4095,	   4096,
		4097,	   1ul << 16,
		1ul << 24, INT_MAX & ~4095ul,
		INT_MAX,   1ul << 31,
		UINT_MAX,  (1ul << 32) + 1,
		SSIZE_MAX,
	};

	for (size_t i = 0; i < ARRAY_SIZE(lens); i++)
		one_call(w, (struct call){ region, at, lens[i], write });
}

static void walk_region(struct walk *w, unsigned int region, bool write)
{
	const uint64_t size = region_size(w, region);
	const uint64_t places[] = {
		0,
		1,
		3,
		0x40,
		0xfe,
		0xff,
		0x100,
		size / 2,
		size - 1,
		size,
		size + 1,
		4094,
		4096,
		1ul << 31,
		UINT_MAX,
		1ul << 32,
		(1ul << REGION_SHIFT) - 1,
	};

	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		lengths(w, region, places[i] & ((1ul << REGION_SHIFT) - 1), write);
}

static void walk_all(struct walk *w)
{
	for (size_t i = 0; i < ARRAY_SIZE(regions); i++) {
		walk_region(w, regions[i], false);
		walk_region(w, regions[i], true);
	}
}

/* Makes the longest calls until the process is killed. */
static void walk_longest(struct walk *w)
{
	for (;;)
		for (size_t i = 0; i < ARRAY_SIZE(regions); i++)
			for (unsigned int write = 0; write < 2; write++)
				one_call(w, (struct call){ regions[i], 0x40, INT_MAX & ~4095ul,
							   write });
}

static pid_t start(struct walk *w, void (*body)(struct walk *w))
{
	pid_t pid;

	*w->progress = (struct progress){ 0 };
	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	if (pid == 0) {
		body(w);
		_exit(0);
	}
	return pid;
}

/* Returns whether the process exited within this time; *status gets its exit status. */
static bool ended(pid_t pid, unsigned int ms, int *status)
{
	uint64_t end = util_now_ns() + ms * 1000000ull;

	while (util_now_ns() < end) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
		util_sleep_ms(10);
	}
	return false;
}

/* Gives up if the process survives, because the VF cannot be closed then. */
static void kill_it(pid_t pid, struct walk *w)
{
	int status;

	kill(pid, SIGKILL);
	if (ended(pid, KILL_MS, &status))
		return;
	note("still in", &w->progress->now);
	tap_must(-ETIMEDOUT, "kill a process within %u ms", KILL_MS);
}

static bool walk_ends(struct walk *w)
{
	pid_t pid = start(w, walk_all);
	unsigned long before = 0, now;
	int status;

	while (!ended(pid, CALL_MS, &status)) {
		now = atomic_load(&w->progress->calls);
		if (now == before) {
			note("does not end", &w->progress->now);
			kill_it(pid, w);
			return false;
		}
		before = now;
	}
	return status == 0;
}

static void profile(struct walk *w, const char *name)
{
	struct tap *tap = &w->rig.scene.tap;
	const struct progress *p = w->progress;
	pid_t pid;

	tap_ok(tap, walk_ends(w), "%s: all calls end within %u ms each", name, CALL_MS);
	tap_note("%lu calls transferred %lu bytes, the longest took %lu ms", p->calls, p->moved,
		 p->longest_ns / 1000000);
	note("that was", &p->longest);
	if (!tap_ok(tap, p->wrong == 0 && p->moved > 0, "%s: no call transfers more than fits",
		    name))
		note("does so", &p->example);

	pid = start(w, walk_longest);
	util_sleep_ms(RUN_MS);
	kill_it(pid, w);
	tap_ok(tap, p->calls > 0, "%s: a process in the longest call can be killed", name);
}

static void works(struct walk *w, const char *name)
{
	uint16_t vendor = 0;
	uint32_t features = 0;
	bool legacy = region_size(w, VFIO_PCI_BAR0_REGION_INDEX);

	tap_must(vfio_reset(&w->rig.vf), "reset the VF");
	rig_decode(&w->rig);
	tap_ok(&w->rig.scene.tap,
	       rig_config_read(&w->rig, PCI_VENDOR_ID, &vendor, sizeof(vendor)) == 0 &&
		       le16toh(vendor) == 0x1af4 &&
		       (!legacy || rig_read(&w->rig, 0, &features, sizeof(features)) == 0),
	       "%s: the VF still works", name);
}

static void native(struct walk *w)
{
	scene_rule(&w->rig.scene, "extremes", "0-15", "native", "\"native\"");
	scene_bind_decided(&w->rig.scene, VF_INDEX, w->rig.bdf);
	scene_open(&w->rig.vf, w->rig.bdf);
	rig_decode(&w->rig);
	profile(w, "native");
	works(w, "native");
	rig_close(&w->rig);
}

static void with_legacy(struct walk *w, const char *name)
{
	char allow[64];

	snprintf(allow, sizeof(allow), "\"native\", \"%s\"", name);
	scene_rule(&w->rig.scene, "extremes", "0-15", name, allow);
	rig_open(&w->rig, VF_INDEX);
	profile(w, name);
	works(w, name);
	rig_close(&w->rig);
}

int main(void)
{
	struct walk w;

	rig_begin(&w.rig);
	w.room = mmap(NULL, ROOM, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	tap_must(w.room == MAP_FAILED ? -errno : 0, "get address space");
	w.progress = mmap(NULL, sizeof(*w.progress), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	tap_must(w.progress == MAP_FAILED ? -errno : 0, "get memory");
	native(&w);
	with_legacy(&w, "transitional");
	with_legacy(&w, "legacy");
	munmap(w.room, ROOM);
	munmap(w.progress, sizeof(*w.progress));
	return rig_end(&w.rig);
}
