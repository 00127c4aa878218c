// SPDX-License-Identifier: GPL-2.0-only
/*
 * A request outlives its owner. A new owner that registers within the grace period finds the
 * request with the same cookie, which is valid for one answer. An open keeps waiting meanwhile.
 * Without a new owner, the open gets a native VF with the cause owner-lost when the grace period
 * ends, not when its own wait would time out.
 */
#include <string.h>

#include "client/util.h"
#include "lib/names.h"
#include "lib/opener.h"
#include "lib/stand-in.h"

#define WAIT_MS 5000
#define GRACE_MS 1200
#define SLACK_MS 800

struct cast {
	struct scene *scene;
	struct vfv_genl *owner;
};

static void take_again(struct cast *c)
{
	struct vfv_status status;

	stand_in_socket(&c->owner);
	tap_returned(&c->scene->tap, vfv_genl_owner_register(c->owner, "next", &status, NULL), 0,
		     "a new owner registers within the grace period");
}

/* The owner exits while an open waits; the next owner answers with the old cookie. */
static void same_cookie(struct cast *c)
{
	struct tap *tap = &c->scene->tap;
	struct vfv_request before, after;
	struct opener_result result;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;

	stand_in_bind(c->scene, 0, bdf);
	before = stand_in_pull(c->owner, bdf);
	opener_start(&opener, bdf);
	util_sleep_ms(100);
	stand_in_leave(c->owner);
	util_sleep_ms(100);
	tap_returned(tap, opener_wait(&opener, &result, 0), -ETIMEDOUT,
		     "an open keeps waiting while a new owner may register");
	take_again(c);
	after = stand_in_pull(c->owner, bdf);
	tap_ok(tap, before.cookie && after.cookie == before.cookie && after.kind == before.kind,
	       "the new owner finds the same request with the same cookie");
	tap_returned(tap, stand_in_grant(c->owner, bdf, after.cookie, "transitional", NULL), 0,
		     "its answer is accepted");
	tap_must(opener_wait(&opener, &result, WAIT_MS), "wait for the open to return");
	tap_ok(tap, result.r == 0 && !result.native, "the open gets its decision, after %lu ms",
	       result.took_ns / 1000000);
	tap_returned(tap, stand_in_grant(c->owner, bdf, after.cookie, "transitional", NULL),
		     -ESTALE, "the cookie is valid for one answer only");
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

static void differ(struct cast *c)
{
	uint64_t cookies[4];
	char bdf[VFIO_BDF_LEN];
	bool good = true;

	for (unsigned int i = 0; i < ARRAY_SIZE(cookies); i++) {
		stand_in_bind(c->scene, 1, bdf);
		cookies[i] = stand_in_pull(c->owner, bdf).cookie;
		for (unsigned int j = 0; j < i; j++)
			/* Cookies are neither equal nor consecutive. */
			good &= cookies[i] - cookies[j] + 4096 > 8192;
		tap_must(bind_unbind(bdf), "unbind %s", bdf);
	}
	tap_ok(&c->scene->tap, good && cookies[0],
	       "each bind has its own cookie, which cannot be derived from the last one");
	tap_returned(&c->scene->tap, stand_in_grant(c->owner, bdf, cookies[3], "native", NULL),
		     -ENODEV, "the cookie is invalid after an unbind");
	stand_in_bind(c->scene, 1, bdf);
	tap_returned(&c->scene->tap,
		     stand_in_grant(c->owner, bdf, cookies[3], "transitional", NULL), -ESTALE,
		     "and when the VF is bound again");
}

/* No new owner registers. */
static void owner_lost(struct cast *c)
{
	struct tap *tap = &c->scene->tap;
	struct opener_result result;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;
	uint64_t start, took;
	struct vfv_vf vf;

	stand_in_bind(c->scene, 2, bdf);
	opener_start(&opener, bdf);
	util_sleep_ms(100);
	start = util_now_ns();
	stand_in_leave(c->owner);
	tap_must(opener_wait(&opener, &result, 2 * WAIT_MS), "wait for the open to return");
	took = (util_now_ns() - start) / 1000000;
	tap_ok(tap, took + 100 >= GRACE_MS && took <= GRACE_MS + SLACK_MS,
	       "an open waits until the grace period of %d ms is over, not for %d ms: %lu ms",
	       GRACE_MS, WAIT_MS, took);
	vf = stand_in_vf(c->scene->genl, bdf);
	tap_ok(tap, result.r == 0 && result.native && vf.cause == VFIOV_CAUSE_OWNER_LOST,
	       "and is native because the owner was lost");
	opener_close(&opener);

	opener_start(&opener, bdf);
	tap_must(opener_wait(&opener, &result, WAIT_MS), "wait for the open to return");
	vf = stand_in_vf(c->scene->genl, bdf);
	tap_ok(tap,
	       result.native && result.took_ns < 1000000ull * SLACK_MS &&
		       vf.cause == VFIOV_CAUSE_NO_OWNER,
	       "a later open does not wait (%lu ms), because there is no owner",
	       result.took_ns / 1000000);
	opener_close(&opener);
	take_again(c);
	tap_ok(tap, stand_in_pull(c->owner, bdf).cookie,
	       "the request still waits for a later owner");
}

/* A process that waits in an open can be killed at once. */
static void killed(struct cast *c)
{
	char bdf[VFIO_BDF_LEN];
	struct opener opener;
	int64_t took;

	stand_in_bind(c->scene, 3, bdf);
	opener_start(&opener, bdf);
	util_sleep_ms(200);
	took = opener_kill(&opener, WAIT_MS);
	tap_ok(&c->scene->tap, took >= 0 && took < 1000000ll * SLACK_MS,
	       "a process that waits in an open exits %ld ms after SIGKILL", took / 1000000);
	tap_ok(&c->scene->tap, !stand_in_vf(c->scene->genl, bdf).open_pid,
	       "and leaves the VF closed");
}

int main(void)
{
	struct scene scene;
	struct cast c = { .scene = &scene };

	scene_begin(&scene);
	stand_in_params(scene.genl, WAIT_MS, GRACE_MS, -1);
	stand_in_take(&scene, &c.owner);
	same_cookie(&c);
	differ(&c);
	owner_lost(&c);
	killed(&c);
	stand_in_leave(c.owner);
	stand_in_params(scene.genl, 1000, 3000, -1);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
