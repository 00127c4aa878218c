// SPDX-License-Identifier: GPL-2.0-only
/*
 * A running legacy driver is repeatedly moved from one VF to another and back, and its migration is
 * cancelled in each state. The driver keeps working. Timeout: 900 s
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define CYCLES 1000

static const struct cancel {
	const char *name;
	uint32_t states[4];
} cancels[] = {
	{ "RUNNING_P2P", { STATE(RUNNING_P2P) } },
	{ "STOP", { STATE(STOP) } },
	{ "STOP_COPY", { STATE(STOP_COPY) } },
	{ "STOP, after STOP_COPY", { STATE(STOP_COPY), STATE(STOP) } },
	{ "STOP_COPY, twice", { STATE(STOP_COPY), STATE(STOP), STATE(STOP_COPY) } },
};

static void cancelled(struct pair *pair, const struct cancel *c)
{
	struct tap *tap = &pair->scene.tap;
	uint32_t now;
	int r = 0;

	for (unsigned int i = 0; i < 4 && c->states[i] && r == 0; i++) {
		int fd = -1;

		r = migration_set(&pair->vf[pair->at], c->states[i], &fd);
		if (fd >= 0)
			close(fd);
		if (r == 0 && (migration_state(&pair->vf[pair->at], &now) || now != c->states[i]))
			r = -EPROTO;
	}
	tap_returned(tap, r, 0, "%s can be entered", c->name);
	tap_returned(tap, migration_set(&pair->vf[pair->at], STATE(RUNNING), NULL), 0,
		     "and can be left for RUNNING");
	tap_ok(tap, pair_talks(pair, 5), "and the driver keeps working");
}

static int move(struct pair *pair, size_t piece)
{
	unsigned int from = pair->at, to = !from;

	return pair_save(pair, from) ?: pair_load(pair, to, piece) ?: pair_go_on(pair, to);
}

/* Frees the source for the next guest. */
static int free_source(struct pair *pair)
{
	return vfio_reset(&pair->vf[!pair->at]);
}

/* Reads the first number of a file. */
static long number(const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	long n = -1;

	tap_must(file && fscanf(file, "%ld", &n) == 1 ? 0 : -EIO, "read %s", path);
	return n;
}

/*
 * What a leaked transfer or command would increase: open files, uses of the module, and memory that
 * is neither free nor in a cache.
 */
struct leaks {
	long files, uses, kib;
};

/* Returns a field of /proc/meminfo, in KiB. */
static long memory(const char *field)
{
	_cleanup_fclose_ FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	long n = -1;

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, field, strlen(field)) && line[strlen(field)] == ':')
			n = strtol(line + strlen(field) + 1, NULL, 10);
	tap_must(n < 0 ? -EIO : 0, "find %s", field);
	return n;
}

static struct leaks leaks_now(void)
{
	return (struct leaks){
		.files = number("/proc/sys/fs/file-nr"),
		.uses = number("/sys/module/vfiov_vfio_pci/refcnt"),
		/* The journal is in a tmpfs, and grows with each move. */
		.kib = memory("MemTotal") - memory("MemAvailable") - memory("Shmem"),
	};
}

static void many(struct pair *pair)
{
	struct leaks before, after;
	const char *text = getenv("VFIOVD_CYCLES");
	unsigned int cycles = text && *text ? strtoul(text, NULL, 10) : CYCLES;
	uint64_t longest = 0;
	int r = 0;

	before = leaks_now();
	for (unsigned int i = 0; i < cycles && r == 0; i++) {
		uint64_t start = util_now_ns();

		r = move(pair, PAIR_STREAM_MAX);
		if (util_now_ns() - start > longest)
			longest = util_now_ns() - start;
		r = r ?: free_source(pair);
		if (r == 0 && i % 50 == 0 && !pair_talks(pair, 1))
			r = -EPROTO;
	}
	tap_returned(&pair->scene.tap, r, 0, "%u moves", cycles);
	tap_note("the longest from RUNNING to RUNNING took %.1f ms", longest / 1e6);
	tap_ok(&pair->scene.tap, pair_talks(pair, 20), "the driver still works");
	after = leaks_now();
	tap_note("open files %ld, then %ld", before.files, after.files);
	/* Other processes on the system open and close files, but not this many. */
	tap_ok(&pair->scene.tap, after.files < before.files + cycles / 4 + 100,
	       "no file is leaked");
	tap_note("%ld KiB of memory in use, then %ld", before.kib, after.kib);
	/* A leaked buffer of a destination is larger than 64 KiB. */
	tap_ok(&pair->scene.tap, after.kib - before.kib < cycles * 16L + 32768,
	       "no memory is leaked");
	tap_ok(&pair->scene.tap, after.uses == before.uses,
	       "the module has no additional users: %ld", after.uses);
	tap_ok(&pair->scene.tap, pair_objects(pair) == 0, "the device has no object left");
}

static void promiscuous(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	uint32_t queue = 0, select = 1;

	/* Only the module knows which queue the driver has selected. */
	tap_must(legacy_out(&pair->nic.dev, VIRTIO_PCI_QUEUE_SEL, 2, select), "select a queue");
	pair_mark(pair);
	tap_returned(tap, move(pair, 37), 0, "the driver moves, in pieces of 37 bytes");
	pair_recorded(pair, 0, "migration-saved", NULL, true);
	pair_recorded(pair, 1, "migration-resumed", NULL, true);
	tap_note("%zu bytes", pair->len);
	tap_ok(tap, pair_talks(pair, 20), "and works there");
	tap_must(legacy_in(&pair->nic.dev, VIRTIO_PCI_QUEUE_SEL, 2, &queue), "read it back");
	tap_ok(tap, queue == select, "and has the same queue selected");
	tap_returned(tap, free_source(pair), 0, "the source can be reset");
	tap_ok(tap, pair_talks(pair, 5), "which the driver does not notice");
	tap_returned(tap, move(pair, 1), 0, "it moves back, byte by byte");
	tap_ok(tap, pair_talks(pair, 20), "and works there");
	tap_returned(tap, free_source(pair), 0, "the VF that it left can be reset as well");
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	pair_up(&pair);
	tap_ok(&pair.scene.tap, pair_talks(&pair, 20), "the driver works");
	pair_mark(&pair);
	for (unsigned int i = 0; i < ARRAY_SIZE(cancels); i++)
		cancelled(&pair, &cancels[i]);
	pair_recorded(&pair, 0, "migration-cancelled", NULL, false);
	promiscuous(&pair);
	many(&pair);
	return pair_end(&pair);
}
