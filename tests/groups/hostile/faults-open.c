// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation in an open of a transitional VF fails once, including those for its first admin
 * commands, and so does each allocation in a close. The open then fails, or the VF is completely
 * transitional, or it is native, but never a mixture of both.
 *
 * Timeout: 300 s
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/names.h"
#include "lib/victim.h"

/* More bytes than a worker allocates for one command. */
#define WORKER_MAX 1024

static int open_it(void *userdata)
{
	struct victim *v = userdata;

	v->vf.device = util_errno(ioctl(v->vf.group, VFIO_GROUP_GET_DEVICE_FD, v->bdf));
	return v->vf.device < 0 ? v->vf.device : 0;
}

static int close_it(void *userdata)
{
	struct victim *v = userdata;

	vfio_close(&v->vf);
	return 0;
}

static bool is_transitional(struct vfio_vf *vf)
{
	struct pci_ident id;

	return pci_ident_get(vf, &id) == 0 && id.device == 0x1000 && id.revision == 0 &&
	       id.bar0_size > 0;
}

/* The group is already in the container, so the open cannot fail for other reasons. */
static void opened(void *userdata, int r)
{
	struct victim *v = userdata;

	victim_check(v, "open", r);
	if (r == 0)
		vfio_regions(&v->vf);
	if (r == 0 && !scene_is_native(&v->vf) && !is_transitional(&v->vf)) {
		v->odd++;
		tap_note("it is neither native nor transitional");
	}
	vfio_close(&v->vf);
}

static void closed(void *userdata, int r)
{
	struct victim *v = userdata;

	tap_must(vfio_open(&v->vf), "open %s again", v->bdf);
	if (!is_transitional(&v->vf))
		v->odd++;
}

/* An open without an answer gives a native VF, and so does one that runs out of memory. */
static int open_transitional(void *userdata)
{
	struct victim *v = userdata;
	int r = vfio_open(&v->vf);

	return r ?: is_transitional(&v->vf) ? 0 : -ENOMEM;
}

int main(void)
{
	struct victim v;
	struct inject_result result;

	victim_begin(&v, 4);
	scene_bind_decided(&v.scene, v.index, v.bdf);
	tap_must(vfio_attach(&v.vf, v.bdf), "attach %s", v.bdf);
	result = inject_each(&v.inject, &(struct inject_action){ open_it, opened, &v });
	victim_claim(&v, "open", result, 10);

	inject_below(VFV_MODULE_NAME, "worker");
	result = inject_each_kthread(
		&v.inject, &(struct inject_action){ open_transitional, opened, &v }, WORKER_MAX);
	victim_claim(&v, "admin commands of an open", result, 1);
	inject_below(VFV_MODULE_NAME, NULL);

	tap_must(vfio_open(&v.vf), "open %s", v.bdf);
	result = inject_each(&v.inject, &(struct inject_action){ close_it, closed, &v });
	victim_claim(&v, "close", result, 1);
	return victim_end(&v);
}
