// SPDX-License-Identifier: GPL-2.0-only
#include "bind-all.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "client/util.h"

#define ID "1af4 1041"
/*
 * After this time, the work that an unbind causes is done: records are written, and memory is
 * freed.
 */
#define REST_MS 200

void bind_all_find(struct bind_all *all, const struct scene *scene, unsigned int n)
{
	all->n = n;
	for (unsigned int i = 0; i < n; i++)
		scene_vf(scene, i, all->bdf[i]);
}

static void driver_write(const char *driver, const char *attribute, const char *text)
{
	_cleanup_close_ int fd = -1;
	char path[128];

	snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s/%s", driver, attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	tap_must(util_errno(fd), "open %s", path);
	tap_must(write(fd, text, strlen(text)) < 0 ? -errno : 0, "write to %s", path);
}

struct unbinding {
	pthread_t thread;
	const char *bdf;
	int r;
};

static void *unbind_one(void *arg)
{
	struct unbinding *u = arg;

	u->r = bind_unbind(u->bdf);
	return NULL;
}

/* Unbinds all VFs in parallel, because each unbind waits for RCU grace periods. */
static void unbind_all(struct bind_all *all)
{
	struct unbinding u[BIND_ALL_MAX];

	for (unsigned int i = 0; i < all->n; i++) {
		u[i].bdf = all->bdf[i];
		tap_must(-pthread_create(&u[i].thread, NULL, unbind_one, &u[i]), "start a thread");
	}
	for (unsigned int i = 0; i < all->n; i++) {
		pthread_join(u[i].thread, NULL);
		tap_must(u[i].r, "unbind %s", u[i].bdf);
	}
}

void bind_all_reserve(struct bind_all *all, const char *driver)
{
	unbind_all(all);
	for (unsigned int i = 0; i < all->n; i++) {
		_cleanup_close_ int fd = -1;
		char path[128];

		snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/driver_override",
			 all->bdf[i]);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		tap_must(fd < 0 || write(fd, driver, strlen(driver)) < 0 ? -errno : 0,
			 "reserve %s for %s", all->bdf[i], driver);
	}
}

static uint64_t cpu_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + ts.tv_nsec;
}

struct bind_cost bind_all(struct bind_all *all, const char *driver)
{
	struct bind_cost start, cost;
	char now[64];

	bind_all_reserve(all, driver);
	util_sleep_ms(REST_MS);
	start = (struct bind_cost){ util_now_ns(), cpu_ns() };
	driver_write(driver, "new_id", ID);
	cost = (struct bind_cost){ util_now_ns() - start.wall, cpu_ns() - start.cpu };
	driver_write(driver, "remove_id", ID);
	for (unsigned int i = 0; i < all->n; i++) {
		tap_must(bind_driver(all->bdf[i], now), "find the driver of %s", all->bdf[i]);
		tap_must(strcmp(now, driver) ? -ENODEV : 0, "bind %s to %s", all->bdf[i], driver);
	}
	return cost;
}
