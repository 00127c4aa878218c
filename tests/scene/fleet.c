// SPDX-License-Identifier: GPL-2.0-only
#include "scene/fleet.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "client/util.h"

#define UNBINDERS 32
#define DECIDED_MS (60000 * scene_slower())

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void find_pfs(struct fleet *fleet)
{
	DIR *dir = opendir("/sys/bus/pci/devices");
	struct dirent *entry;

	tap_must(dir ? 0 : -errno, "list PCI devices");
	while ((entry = readdir(dir))) {
		unsigned int total;

		if (strlen(entry->d_name) < VFIO_BDF_LEN &&
		    bind_total_vfs(entry->d_name, &total) == 0 && total > 0 &&
		    fleet->pfs < ARRAY_SIZE(fleet->pf))
			strcpy(fleet->pf[fleet->pfs++], entry->d_name);
	}
	closedir(dir);
	qsort(fleet->pf, fleet->pfs, sizeof(fleet->pf[0]), compare);
}

void fleet_make(struct fleet *fleet)
{
	*fleet = (struct fleet){ 0 };
	find_pfs(fleet);
	for (unsigned int i = 0; i < fleet->pfs; i++) {
		unsigned int total;

		tap_must(bind_total_vfs(fleet->pf[i], &total), "count VFs of %s", fleet->pf[i]);
		tap_must(bind_make_vfs(fleet->pf[i], total), "make %u VFs", total);
		for (unsigned int vf = 0; vf < total && fleet->n < FLEET_MAX; vf++)
			tap_must(bind_vf(fleet->pf[i], vf, fleet->bdf[fleet->n++]), "find VF %u",
				 vf);
	}
}

void fleet_end(struct fleet *fleet)
{
	fleet_unbind(fleet, 0, fleet->n);
	for (unsigned int i = 0; i < fleet->pfs; i++) {
		tap_must(bind_make_vfs(fleet->pf[i], 0), "remove the VFs");
		if (i == 0)
			tap_must(bind_make_vfs(fleet->pf[i], SCENE_VFS), "make VFs");
	}
}

void fleet_bind(const struct fleet *fleet, const char *driver, unsigned int first,
		unsigned int last, uint64_t took_ns[])
{
	for (unsigned int i = first; i < last; i++)
		tap_must(bind_to(fleet->bdf[i], driver, took_ns ? &took_ns[i - first] : NULL),
			 "bind %s", fleet->bdf[i]);
}

struct unbinder {
	pthread_t thread;
	const struct fleet *fleet;
	unsigned int first, last;
	int error;
};

static void *unbind(void *arg)
{
	struct unbinder *u = arg;

	for (unsigned int i = u->first; i < u->last; i += UNBINDERS) {
		int r = bind_unbind(u->fleet->bdf[i]);

		u->error = u->error ?: r;
	}
	return NULL;
}

void fleet_unbind(const struct fleet *fleet, unsigned int first, unsigned int last)
{
	struct unbinder u[UNBINDERS];

	for (unsigned int i = 0; i < UNBINDERS; i++) {
		u[i] = (struct unbinder){ .fleet = fleet, .first = first + i, .last = last };
		tap_must(-pthread_create(&u[i].thread, NULL, unbind, &u[i]), "start a thread");
	}
	for (unsigned int i = 0; i < UNBINDERS; i++) {
		pthread_join(u[i].thread, NULL);
		tap_must(u[i].error, "unbind VFs");
	}
}

void fleet_wait_decided(struct vfv_genl *genl)
{
	uint64_t deadline = util_now_ns() + DECIDED_MS * 1000000ull;
	struct vfv_status status;

	do {
		tap_must(vfv_genl_status_get(genl, &status, NULL), "get the status");
		tap_must(util_now_ns() < deadline ? 0 : -ETIMEDOUT,
			 "wait until all VFs are decided");
		if (status.waiting)
			util_sleep_ms(5);
	} while (status.waiting);
}
