// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF loses its virtio driver, its PCI driver or its VFs, or is removed, in the middle of a
 * migration. Without the virtio driver nothing can be asked of the device: each step fails, and can
 * be repeated when the driver is back. In the other cases the kernel waits until the VFs are
 * closed, and a migration can be completed until then. Timeout: 300 s
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/pair.h"
#include "scene/pf.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define HALF 200
#define ACTION_MS (60000 * scene_slower())
/* How long the test checks that an action still waits. */
#define WATCH_MS 1000

static void driver_gone(struct pair *pair)
{
	struct pf_action action;

	pf_virtio_unbind(&action, pair->scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "unbind the PF's virtio driver");
}

static void driver_back(struct pair *pair)
{
	struct pf_action action;

	pf_virtio_bind(&action, pair->scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "bind the PF's virtio driver");
}

static void is_error(struct tap *tap, int r, const char *what)
{
	tap_ok(tap, r == -ENODEV || r == -EIO, "%s: %s", what, r ? strerrorname_np(-r) : "works");
}

/*
 * State that the module has already read can be copied; the source continues when the driver is
 * back.
 */
static void saving(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	size_t rest = PAIR_STREAM_MAX - HALF;
	uint32_t state = 0;
	int fd = -1;

	tap_must(migration_set(&pair->vf[0], STATE(STOP_COPY), &fd), "begin to save");
	tap_must(read(fd, pair->stream, HALF) == HALF ? 0 : -EIO, "read half of the state");
	driver_gone(pair);
	tap_returned(tap, migration_read(fd, pair->stream + HALF, &rest), 0,
		     "without the driver, the rest of the state can be read");
	close(fd);
	pair_mark(pair);
	is_error(tap, migration_set(&pair->vf[0], STATE(RUNNING), NULL),
		 "the source cannot be started");
	pair_recorded(pair, 0, "migration-refused", "the device could not be started", false);
	tap_must(migration_state(&pair->vf[0], &state), "get the state");
	tap_ok(tap, state == STATE(RUNNING_P2P), "but its state is known");
	pair_mark(pair);
	is_error(tap, migration_set(&pair->vf[0], STATE(STOP_COPY), &fd), "it cannot be saved");
	pair_recorded(pair, 0, "migration-refused", "the device did not return its state", false);
	driver_back(pair);
	tap_returned(tap, migration_set(&pair->vf[0], STATE(RUNNING), NULL), 0,
		     "with the driver it runs");
	tap_ok(tap, pair_talks(pair, 5), "and the guest's driver goes on");
}

static void resuming(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	uint32_t state = 0;
	int fd = -1;

	tap_must(pair_save(pair, 0), "save the source");
	tap_must(migration_set(&pair->vf[0], STATE(RUNNING), NULL), "let it run");
	tap_must(migration_set(&pair->vf[1], STATE(RESUMING), &fd), "begin to resume");
	tap_must(migration_write(fd, pair->stream, HALF, HALF), "write half of the state");
	driver_gone(pair);
	is_error(tap, migration_write(fd, pair->stream + HALF, pair->len - HALF, PAIR_STREAM_MAX),
		 "the device cannot get the state");
	is_error(tap, migration_set(&pair->vf[1], STATE(STOP), NULL), "which is an error");
	close(fd);
	tap_must(migration_state(&pair->vf[1], &state), "get the state");
	tap_ok(tap, state == STATE(ERROR), "the state is ERROR");
	tap_returned(tap, vfio_reset(&pair->vf[1]), 0, "a reset needs no driver of the PF");
	driver_back(pair);
	tap_returned(tap, pair_load(pair, 1, 4096), 0, "with the driver it can be loaded");
	tap_must(vfio_reset(&pair->vf[1]), "reset it");
	tap_ok(tap, pair_clean(pair, 1), "and a reset leaves nothing");
}

/* The driver goes away between the last write and the start of the destination. */
static void moving(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;

	tap_must(pair_save(pair, 0), "save the source");
	tap_must(pair_load(pair, 1, 4096), "load its state");
	driver_gone(pair);
	is_error(tap, pair_go_on(pair, 1), "the destination cannot be started");
	driver_back(pair);
	tap_returned(tap, pair_go_on(pair, 1), 0, "with the driver it can");
	tap_ok(tap, pair_talks(pair, 5), "and the guest's driver goes on there");
	tap_must(vfio_reset(&pair->vf[0]), "free the source");
	tap_ok(tap, pair_clean(pair, 0), "and nothing is left of it");
}

/* The VFs are closed in the middle of a migration while the PF has no driver. */
static void closed(struct pair *pair)
{
	tap_must(pair_save(pair, 0), "save VF 0");
	tap_must(pair_load(pair, 1, 4096), "load its state");
	driver_gone(pair);
	for (unsigned int i = 0; i < 2; i++)
		vfio_detach(&pair->vf[i]);
	driver_back(pair);
	for (unsigned int i = 0; i < 2; i++) {
		pair_open(pair, i);
		tap_ok(&pair->scene.tap, pair_clean(pair, i),
		       "closed without a driver of the PF: VF %u runs for the next guest", i);
	}
}

static void no_vfs(struct pf_action *action, const char *pf)
{
	pf_vfs(action, pf, 0);
}

/* The kernel waits for the VFs to be closed. */
static void waits(struct pair *pair, const char *how,
		  void (*begin)(struct pf_action *action, const char *pf))
{
	struct tap *tap = &pair->scene.tap;
	struct pf_action action;
	int in = -1, out = -1;
	uint8_t byte = 0;

	tap_must(migration_set(&pair->vf[0], STATE(STOP_COPY), &out), "begin to save");
	pair->len = sizeof(pair->stream);
	tap_must(migration_read(out, pair->stream, &pair->len), "read the state");
	tap_must(migration_set(&pair->vf[1], STATE(RESUMING), &in), "begin to resume");
	tap_must(migration_write(in, pair->stream, HALF, HALF), "write half of the state");
	begin(&action, pair->scene.pf);
	util_sleep_ms(WATCH_MS);
	tap_ok(tap, !atomic_load(&action.done), "%s: the kernel waits for the VFs", how);
	tap_returned(tap,
		     migration_write(in, pair->stream + HALF, pair->len - HALF, 4096)
			     ?: migration_set(&pair->vf[1], STATE(RUNNING), NULL),
		     0, "%s: the migration can be completed", how);
	for (unsigned int i = 0; i < 2; i++)
		vfio_detach(&pair->vf[i]);
	tap_returned(tap, pf_wait(&action, ACTION_MS), 0, "%s: it ends when they are closed", how);
	tap_ok(tap,
	       util_errno(write(in, &byte, 1)) == -ENODEV &&
		       util_errno(read(out, &byte, 1)) == -ENODEV,
	       "%s: the files outlive the VFs and reach nothing", how);
	close(in);
	close(out);
	pf_repair(pair->scene.pf);
	for (unsigned int i = 0; i < 2; i++)
		pair_open(pair, i);
	tap_ok(tap, pair_clean(pair, 0) && pair_clean(pair, 1), "%s: nothing is left", how);
	tap_returned(tap,
		     pair_save(pair, 0) ?: pair_load(pair, 1, 4096) ?:
			     migration_set(&pair->vf[1], STATE(RUNNING), NULL),
		     0, "%s: and new VFs can be migrated", how);
	for (unsigned int i = 0; i < 2; i++)
		tap_must(vfio_reset(&pair->vf[i]), "reset VF %u", i);
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "transitional", "transitional");
	pair_up(&pair);
	saving(&pair);
	resuming(&pair);
	moving(&pair);
	closed(&pair);
	waits(&pair, "virtio-pci unbound", pf_driver_unbind);
	waits(&pair, "SR-IOV off", no_vfs);
	waits(&pair, "PF removed", pf_remove);
	return pair_end(&pair);
}
