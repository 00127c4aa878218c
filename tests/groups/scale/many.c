// SPDX-License-Identifier: GPL-2.0-only
/*
 * 250 VFs on three PFs: each gets a decision and an audit record, and can be opened. A list of all
 * VFs is complete and in order while VFs are continuously opened and closed.
 *
 * Timeout: 600 s
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "client/util.h"
#include "scene/fleet.h"
#include "scene/ledger.h"

#define VFS 250
#define LISTS 40
#define OPENERS 4

struct opener {
	pthread_t thread;
	const struct fleet *fleet;
	unsigned int first; /* the thread opens every OPENERS-th VF, starting here */
	atomic_bool *stop;
	unsigned int opens;
	int error;
};

static void *open_and_close(void *arg)
{
	struct opener *o = arg;

	for (unsigned int i = o->first; !*o->stop && !o->error; i = (i + OPENERS) % VFS) {
		struct vfio_vf vf;

		o->error = vfio_attach(&vf, o->fleet->bdf[i]);
		if (!o->error)
			o->error = vfio_open(&vf);
		vfio_detach(&vf);
		o->opens++;
	}
	return NULL;
}

/* The list must have each VF exactly once, in the order of addresses. */
static bool is_whole(const struct vfv_vf *vfs, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (strcmp(vfs[i - 1].bdf, vfs[i].bdf) >= 0)
			return false;
	return n == VFS;
}

static void lists(struct scene *scene, const struct fleet *fleet)
{
	struct opener openers[OPENERS];
	unsigned int whole = 0, opens = 0;
	atomic_bool stop = false;
	int error = 0;

	for (unsigned int i = 0; i < OPENERS; i++) {
		openers[i] = (struct opener){ .fleet = fleet, .first = i, .stop = &stop };
		tap_must(-pthread_create(&openers[i].thread, NULL, open_and_close, &openers[i]),
			 "start a thread");
	}
	for (unsigned int i = 0; i < LISTS; i++) {
		_cleanup_free_ struct vfv_vf *vfs = NULL;
		size_t n = 0;

		whole += vfv_genl_vf_dump(scene->genl, &vfs, &n, NULL) == 0 && is_whole(vfs, n);
	}
	stop = true;
	for (unsigned int i = 0; i < OPENERS; i++) {
		pthread_join(openers[i].thread, NULL);
		opens += openers[i].opens;
		error = error ?: openers[i].error;
	}
	tap_ok(&scene->tap, whole == LISTS && opens > 0,
	       "%u of %d lists of %d VFs are complete, while VFs are opened %u times", whole, LISTS,
	       VFS, opens);
	tap_returned(&scene->tap, error, 0, "each of these opens succeeds");
}

static void states(struct scene *scene, const struct fleet *fleet)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	unsigned int decided = 0, found = 0;
	size_t n = 0;

	tap_must(vfv_genl_vf_dump(scene->genl, &vfs, &n, NULL), "list VFs");
	for (size_t i = 0; i < n; i++)
		decided += vfs[i].source == VFIOV_SOURCE_POLICY && !vfs[i].waiting;
	for (unsigned int i = 0; i < VFS; i++) {
		struct vfv_vf vf;

		found += vfv_genl_vf_get(scene->genl, fleet->bdf[i], &vf, NULL) == 0 &&
			 !strcmp(vf.bdf, fleet->bdf[i]);
	}
	tap_ok(&scene->tap, n == VFS && decided == VFS, "%zu VFs of %u PFs, %u are decided", n,
	       fleet->pfs, decided);
	tap_ok(&scene->tap, found == VFS, "each is found by its address: %u", found);
}

/* Looks up VFs that do not exist, in all notations. */
static void absent(struct scene *scene, const struct fleet *fleet)
{
	static const char *const names[] = { "", "x", "0000:00:00", "10000:01:00.1", "0000:01:00.1 ",
					     "0:1:0.1", "0000:101:00.1", "-1:-1:-1.1" };
	unsigned int refused = 0;
	struct vfv_vf vf;

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		refused += vfv_genl_vf_get(scene->genl, names[i], &vf, NULL) == -ENODEV;
	tap_ok(&scene->tap,
	       refused == ARRAY_SIZE(names) &&
		       vfv_genl_vf_get(scene->genl, fleet->pf[0], &vf, NULL) == -ENODEV,
	       "%u addresses without a VF find none", refused + 1);
}

int main(void)
{
	static struct fleet fleet;
	struct ledger *ledger;
	struct scene scene;

	scene_begin(&scene);
	ledger_open(&ledger, scene.genl);
	fleet_make(&fleet);
	tap_must(fleet.n >= VFS ? 0 : -ENODEV, "have %d VFs", VFS);
	fleet_bind(&fleet, BIND_DRIVER, 0, VFS, NULL);
	fleet_wait_decided(scene.genl);
	states(&scene, &fleet);
	absent(&scene, &fleet);
	lists(&scene, &fleet);
	ledger_claim(ledger, &scene.tap, scene.genl, "250 VFs");
	fleet_end(&fleet);
	ledger_close(ledger);
	return scene_end(&scene);
}
