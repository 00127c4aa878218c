// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only the owner's socket can answer a request, and only with a valid cookie. This program takes
 * the place of vfiovd and makes every possible error.
 */
#include <errno.h>
#include <string.h>

#include "lib/stand-in.h"

struct ends {
	struct scene *scene;
	struct vfv_genl *owner, *other;
};

static int answer(struct vfv_genl *genl, const char *bdf, uint64_t cookie, const char *profile)
{
	struct vfv_nl_error error;
	int r;

	r = stand_in_grant(genl, bdf, cookie, profile, &error);
	if (r < 0)
		tap_note("%s: %s", error.message[0] ? error.message : "(no message)",
			 error.attribute);
	return r;
}

static void take(struct ends *e)
{
	struct vfv_nl_error error;
	struct vfv_status status;

	tap_must(daemon_stop(e->scene->genl), "stop vfiovd");
	stand_in_socket(&e->owner);
	stand_in_socket(&e->other);
	tap_returned(&e->scene->tap, vfv_genl_owner_register(e->owner, "test", &status, &error), 0,
		     "any privileged process can register while there is no owner");
	tap_returned(&e->scene->tap, vfv_genl_owner_register(e->other, "second", &status, &error),
		     -EEXIST, "a second owner is refused");
	tap_ok(&e->scene->tap, error.message[0], "with a message: %s", error.message);
}

static void answers(struct ends *e)
{
	struct tap *tap = &e->scene->tap;
	struct vfv_request *requests = NULL;
	struct vfv_request request;
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;
	size_t n;

	stand_in_bind(e->scene, 0, bdf);
	request = stand_in_pull(e->owner, bdf);
	tap_ok(tap, request.cookie != 0 && request.kind == VFIOV_REQUEST_KIND_BIND,
	       "a bind makes a request, with a cookie");
	tap_returned(tap, vfv_genl_request_dump(e->other, SCENE_VFS, &requests, &n, NULL), -EPERM,
		     "only the owner can read requests");
	free(requests);
	tap_returned(tap, answer(e->other, bdf, request.cookie, "transitional"), -EPERM,
		     "an answer from another socket is refused even with the right cookie");
	tap_returned(tap, answer(e->owner, bdf, request.cookie ^ 1, "transitional"), -ESTALE,
		     "a wrong cookie is stale");
	vf = stand_in_vf(e->scene->genl, bdf);
	tap_ok(tap, vf.waiting && !strcmp(vf.current, "native"), "the VF still waits");
	tap_returned(tap, answer(e->owner, bdf, request.cookie, "transitional"), 0,
		     "the owner's answer with the right cookie is accepted");
	vf = stand_in_vf(e->scene->genl, bdf);
	tap_ok(tap,
	       !vf.waiting && !strcmp(vf.current, "transitional") &&
		       vf.source == VFIOV_SOURCE_POLICY && !strcmp(vf.rule, "stand-in"),
	       "the VF has the decided profile, with the rule's name");
	tap_returned(tap, answer(e->owner, bdf, request.cookie, "native"), -ESTALE,
		     "a cookie is valid for one answer only");
}

/*
 * An open that timed out invalidates the old cookie; an answer with the new one applies to the next
 * open.
 */
static void late(struct ends *e)
{
	struct tap *tap = &e->scene->tap;
	struct vfv_request early, request;
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf state;
	struct vfio_vf vf;

	stand_in_bind(e->scene, 1, bdf);
	early = stand_in_pull(e->owner, bdf);
	scene_open(&vf, bdf);
	tap_ok(tap, scene_is_native(&vf), "an open without an answer in time is native");
	tap_returned(tap, answer(e->owner, bdf, early.cookie, "transitional"), -ESTALE,
		     "a later answer is stale");
	request = stand_in_pull(e->owner, bdf);
	tap_ok(tap, request.cookie != 0 && request.cookie != early.cookie,
	       "the request is still pending, with a new cookie");
	tap_returned(tap, answer(e->owner, bdf, request.cookie, "transitional"), 0,
		     "which is valid");
	state = stand_in_vf(e->scene->genl, bdf);
	tap_ok(tap,
	       !strcmp(state.current, "native") && vfv_has(&state, VFIOV_A_VF_PENDING) &&
		       !strcmp(state.pending, "transitional") && scene_is_native(&vf),
	       "the open VF stays native, the decision is pending");
	vfio_close(&vf);
	tap_must(vfio_open(&vf), "open %s again", bdf);
	tap_ok(tap, !scene_is_native(&vf), "and takes effect after the close");
	vfio_detach(&vf);
}

static void give(struct ends *e)
{
	struct vfv_status status;

	vfv_genl_close(e->owner);
	tap_returned(&e->scene->tap, vfv_genl_owner_register(e->other, "second", &status, NULL), 0,
		     "when the owner's socket is closed, another can register");
	vfv_genl_close(e->other);
}

int main(void)
{
	struct scene scene;
	struct ends e = { .scene = &scene };

	scene_begin(&scene);
	take(&e);
	answers(&e);
	late(&e);
	give(&e);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
