// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module can be unloaded and loaded again while vfiovd runs, with and without bound VFs. The
 * daemon registers each time and also reads the last audit records, and the kernel log stays empty.
 *
 * Timeout: 240 s
 */
#include <fcntl.h>
#include <string.h>

#include "client/util.h"
#include "scene/scene.h"

#define TIMES 20
#define VFS 4
/* An unfinished dump keeps the module in use for a moment. */
#define UNLOAD_TRIES 100
#define UNLOAD_AGAIN_MS 10
/*
 * Each record in /dev/kmsg starts with a number: bits 0 to 2 are the level, the others the
 * facility; facility 0 is the kernel.
 */
#define FACILITY_SHIFT 3
#define NOTES_MAX 10

static int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	lseek(fd, 0, SEEK_END);
	return fd;
}

/* Counts the kernel's messages since kmsg_open(), and prints the first ones as notes. */
static unsigned int kmsg_count(int fd)
{
	unsigned int messages = 0;
	char record[8192];
	ssize_t n;

	for (;;) {
		n = read(fd, record, sizeof(record) - 1);
		if (n < 0 && errno == EPIPE)
			continue; /* the record was overwritten; the next one is available */
		if (n <= 0)
			return messages;
		record[n] = '\0';
		/* Messages of a busy, emulated machine that are unrelated to the module. */
		if (strtoul(record, NULL, 10) >> FACILITY_SHIFT == 0 &&
		    !strstr(record, ";hrtimer: interrupt took ")) {
			if (messages++ < NOTES_MAX)
				tap_note("kernel: %.*s", (int)strcspn(record, "\n"), record);
		}
	}
}

static int unload(void)
{
	int r = -EAGAIN;

	for (int i = 0; r == -EAGAIN && i < UNLOAD_TRIES; i++) {
		if (i > 0)
			util_sleep_ms(UNLOAD_AGAIN_MS);
		r = module_unload();
	}
	return r;
}

/* Binds a VF, and waits for the decision. */
static int ask(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;
	int r;

	scene_vf(scene, 0, bdf);
	tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
	r = scene_wait_decided(scene, bdf, &vf);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	return r;
}

/* Counts how often each claim was true. */
struct times {
	int unloaded, registered, answered, renewed;
};

/* Counts a success; prints a note otherwise. */
static void expect(int *count, int time, int r, const char *what)
{
	if (r < 0)
		tap_note("time %d: %s: %s", time, what, strerror(-r));
	else
		(*count)++;
}

static void again(struct scene *scene, int time, struct times *times)
{
	struct vfv_status before, after;
	char bdf[VFIO_BDF_LEN];
	int r;

	tap_must(vfv_genl_status_get(scene->genl, &before, NULL), "get the status");
	for (unsigned int i = 0; time % 2 && i < VFS; i++) {
		scene_vf(scene, i, bdf);
		tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
	}
	r = unload();
	expect(&times->unloaded, time, r, "unload");
	if (r < 0)
		return;
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
	expect(&times->registered, time, daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS),
	       "register");
	expect(&times->answered, time, ask(scene), "answer");
	tap_must(vfv_genl_status_get(scene->genl, &after, NULL), "get the status");
	expect(&times->renewed, time,
	       memcmp(before.instance, after.instance, sizeof(after.instance)) ? 0 : -EEXIST,
	       "be another instance");
}

int main(void)
{
	_cleanup_close_ int kmsg = -1;
	struct times times = { 0 };
	unsigned int messages;
	struct scene scene;

	scene_begin(&scene);
	kmsg = kmsg_open();
	tap_must(kmsg, "open the kernel log");
	for (int i = 1; i <= TIMES; i++)
		again(&scene, i, &times);
	tap_ok(&scene.tap, times.unloaded == TIMES,
	       "unloaded and loaded %d of %d times, every other time with %d VFs bound",
	       times.unloaded, TIMES, VFS);
	tap_ok(&scene.tap, times.registered == TIMES, "vfiovd registered %d of %d times",
	       times.registered, TIMES);
	tap_ok(&scene.tap, times.answered == TIMES, "and answered %d of %d times", times.answered,
	       TIMES);
	tap_ok(&scene.tap, times.renewed == TIMES, "each load has another instance");
	messages = kmsg_count(kmsg);
	tap_ok(&scene.tap, messages == 0, "the kernel log is empty: %u messages", messages);
	return scene_end(&scene);
}
