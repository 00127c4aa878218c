// SPDX-License-Identifier: GPL-2.0-only
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/finding.h"
#include "lib/guest-migrate.h"
#include "lib/guest-steps.h"

/* Pause after a failure, because a VF or PF that is gone takes a moment to come back. */
#define FAILED_MS 20
/* A debug kernel on a busy machine takes a minute to disable SR-IOV. */
#define HANG_MS 180000
#define LOOK_NS_MAX 1000000000ull

/* Errors that a call may return while devices and drivers come and go. */
static const int plain[] = {
	-EIO,	-ENODEV, -ENOENT, -EBUSY,  -EAGAIN, -ETIMEDOUT,
	-ENXIO, -EINVAL, -ENOSPC, -ENOMEM, -EPERM,  -EEXIST,
};

static void check(struct guest *g, int r)
{
	if (r >= 0)
		return;
	g->failed++;
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
		if (r == plain[i]) {
			util_sleep_ms(FAILED_MS);
			return;
		}
	}
	finding(FINDING_ERROR, "VF %u: %s ends with %s", g->index, g->step, strerrorname_np(-r));
}

static void begin(struct guest *g, const char *name)
{
	atomic_store(&g->step, name);
	atomic_fetch_add(&g->begun, 1);
}

static void park(struct guest *g)
{
	begin(g, "close");
	step_do(g, STEP_CLOSE);
	/* It would keep the module loaded. */
	migrate_end(g);
	atomic_store(&g->parked, true);
	while (atomic_load(g->hold) && !atomic_load(g->stop)) {
		begin(g, "wait");
		util_sleep_ms(5);
	}
	atomic_store(&g->parked, false);
}

static void *live(void *userdata)
{
	struct guest *g = userdata;

	atomic_store(&g->tid, syscall(SYS_gettid));
	while (!atomic_load(g->stop)) {
		enum step what = step_choose(g);

		if (guest_is_wanted_back(g))
			what = STEP_CLOSE;
		if (atomic_load(g->hold)) {
			park(g);
			continue;
		}
		begin(g, step_name(what));
		check(g, step_do(g, what));
		g->steps++;
	}
	begin(g, "close");
	step_do(g, STEP_CLOSE);
	return NULL;
}

void guest_start(struct guest *g, uint64_t seed)
{
	dice_init(&g->dice, seed, g->index);
	g->vf = (struct vfio_vf){ .container = -1, .group = -1, .device = -1 };
	g->request = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	tap_must(util_errno(g->request), "make an eventfd");
	for (size_t i = 0; i < ARRAY_SIZE(g->vectors); i++) {
		g->vectors[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		tap_must(util_errno(g->vectors[i]), "make an eventfd");
	}
	g->kick = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	tap_must(util_errno(g->kick), "make an eventfd");
	g->file = -1;
	tap_must(vfv_genl_open(&g->genl, NULL), "open a netlink socket");
	tap_must(vfv_genl_resolve(g->genl), "find the family");
	begin(g, "start");
	tap_must(-pthread_create(&g->thread, NULL, live, g), "start a thread");
}

void guest_join(struct guest *g)
{
	pthread_join(g->thread, NULL);
	util_close(&g->request);
	for (size_t i = 0; i < ARRAY_SIZE(g->vectors); i++)
		util_close(&g->vectors[i]);
	util_close(&g->kick);
	migrate_end(g);
	vfv_genl_close(g->genl);
}

/* Prints the thread's kernel stack. */
static void print_stack(const struct guest *g)
{
	char path[64], text[4096] = "";
	_cleanup_close_ int fd = -1;
	char *saved, *line;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stack", atomic_load(&g->tid));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		return;
	for (line = strtok_r(text, "\n", &saved); line; line = strtok_r(NULL, "\n", &saved))
		tap_note("%s", line);
}

void guest_look(struct guest *g)
{
	uint64_t now = util_now_ns(), passed = now - g->seen_ns;
	unsigned int begun = atomic_load(&g->begun);

	g->stuck_ns += passed < LOOK_NS_MAX ? passed : LOOK_NS_MAX;
	if (begun != g->seen)
		g->stuck_ns = 0;
	g->seen = begun;
	g->seen_ns = now;
	if (g->stuck_ns < HANG_MS * 1000000ull)
		return;
	finding(FINDING_HANG, "VF %u: %s takes more than %d ms", g->index, atomic_load(&g->step),
		HANG_MS);
	print_stack(g);
	/* A hung thread cannot be joined, so give up. */
	tap_must(-ETIMEDOUT, "wait until the guest of VF %u continues", g->index);
}
