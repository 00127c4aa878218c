// SPDX-License-Identifier: GPL-2.0-only
/*
 * The profile of an open VF cannot be changed: the change is refused as busy, with a message. After
 * the close the same change is accepted, and takes effect at the next open.
 */
#include <string.h>

#include "client/util.h"
#include "scene/scene.h"

#define VF_INDEX 2
/* the exit status "busy" of vfiovctl(8) */
#define EXIT_BUSY 6

static int ctl_set(const char *bdf, const char *profile, struct run *result)
{
	return run(result, 0, (const char *[]){ "vfiovctl", "set", bdf, profile, NULL });
}

static void while_open(struct scene *scene, const char *bdf)
{
	struct tap *tap = &scene->tap;
	struct vfv_nl_error error;
	struct run result;
	uint64_t ticket;

	tap_returned(tap,
		     vfv_genl_profile_set(scene->genl, bdf, "transitional", false, NULL, &ticket,
					  &error),
		     -EBUSY, "the kernel refuses a change of an open VF");
	tap_ok(tap, strstr(error.message, "open"), "and says why: %s", error.message);
	tap_must(ctl_set(bdf, "transitional", &result), "run vfiovctl");
	tap_ok(tap, result.status == EXIT_BUSY, "vfiovctl set exits with status %d: %d", EXIT_BUSY,
	       result.status);
	tap_ok(tap, strstr(result.err, bdf) && strstr(result.err, "open"),
	       "and reports which VF, and that it is open");
	tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
}

static void when_closed(struct scene *scene, const char *bdf)
{
	struct tap *tap = &scene->tap;
	struct run result;
	struct vfio_vf vf;

	tap_must(ctl_set(bdf, "transitional", &result), "run vfiovctl");
	tap_ok(tap, result.status == 0, "vfiovctl set succeeds after the close");
	if (result.status)
		tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
	scene_open(&vf, bdf);
	tap_ok(tap, !scene_is_native(&vf), "and the next open shows it");
	vfio_detach(&vf);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct scene scene;
	struct vfio_vf vf;

	scene_begin(&scene);
	scene_rule(&scene, "choice", "2", "native", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	scene_open(&vf, bdf);
	tap_ok(&scene.tap, scene_is_native(&vf), "the VF is opened as native");
	while_open(&scene, bdf);
	tap_ok(&scene.tap, scene_is_native(&vf), "the open VF is still native");
	vfio_detach(&vf);
	when_closed(&scene, bdf);
	return scene_end(&scene);
}
