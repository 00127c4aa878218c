// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module sends one request doorbell for a burst of binds, because no process waits for a bind.
 * It sends the doorbell at once when a process waits: for a set, and for an open of a VF without a
 * decision. It sends the audit doorbell at once when half of the ring is used.
 */
#include "client/util.h"
#include "lib/opener.h"
#include "lib/stand-in.h"
#include "scene/bind-all.h"

#define VF_INDEX 3
/* The module's delay is 30 ms, and a kernel clock tick is 4 ms. */
#define SOON_MS 25
#define OPEN_WAIT_MS 5000

struct ear {
	struct vfv_genl *genl;
	unsigned int requests, audits;
};

static void on_notice(const struct vfv_notice *notice, void *userdata)
{
	struct ear *ear = userdata;

	ear->requests += notice->type == VFV_NOTICE_REQUEST;
	ear->audits += notice->type == VFV_NOTICE_AUDIT;
}

/* Counts the request doorbells since the last call. */
static unsigned int heard(struct ear *ear)
{
	ear->requests = ear->audits = 0;
	tap_must(vfv_genl_events_read(ear->genl, on_notice, ear), "read doorbells");
	return ear->requests;
}

/*
 * Like the above, but waits for the first doorbell. The wait is shorter than the timeout of an
 * open, which also sends a doorbell.
 */
static unsigned int count_doorbells(struct ear *ear)
{
	uint64_t deadline = util_now_ns() + OPEN_WAIT_MS / 2 * 1000000ull;
	unsigned int n;

	while (!(n = heard(ear)) && util_now_ns() < deadline)
		util_sleep_ms(1);
	return n;
}

static void listen_to(struct ear *ear)
{
	stand_in_socket(&ear->genl);
	tap_must(vfv_genl_events_open(ear->genl), "open a socket for events");
	tap_must(vfv_genl_join(ear->genl, VFV_GROUP_REQUEST | VFV_GROUP_AUDIT),
		 "listen for doorbells");
}

static void burst(struct scene *scene, struct ear *ear, struct bind_all *vfs)
{
	unsigned int most, n;
	uint64_t ms;

	ms = bind_all(vfs, BIND_DRIVER).wall / 1000000;
	util_sleep_ms(10 * SOON_MS);
	n = heard(ear);
	/* One doorbell may be sent when the write begins, and another one after it. */
	most = ms / SOON_MS + 2;
	tap_ok(&scene->tap, n > 0 && n <= most,
	       "a write that binds %u VFs in %lu ms rings the doorbell %u times, at most %u",
	       vfs->n, ms, n, most);
}

static void on_open(struct scene *scene, struct ear *ear, struct vfv_genl *owner, const char *bdf)
{
	struct opener opener;
	struct opener_result result;
	uint64_t cookie;

	heard(ear);
	opener_start(&opener, bdf);
	tap_ok(&scene->tap, count_doorbells(ear) > 0,
	       "an open that waits for the answer rings the doorbell again");
	cookie = stand_in_pull(owner, bdf).cookie;
	tap_must(stand_in_grant(owner, bdf, cookie, "transitional", NULL), "grant it");
	tap_ok(&scene->tap,
	       opener_wait(&opener, &result, 2 * OPEN_WAIT_MS) == 0 && result.r == 0 &&
		       !result.native,
	       "and gets it");
	opener_close(&opener);
}

static void on_set(struct scene *scene, struct ear *ear, struct vfv_genl *owner, const char *bdf)
{
	uint64_t ticket;

	heard(ear);
	tap_must(vfv_genl_profile_set(scene->genl, bdf, "transitional", false, NULL, &ticket, NULL),
		 "ask for a profile");
	tap_ok(&scene->tap, heard(ear) == 1, "a profile-set rings the doorbell before it returns");
	tap_must(stand_in_refuse(owner, bdf, stand_in_pull(owner, bdf).cookie, NULL), "refuse it");
}

static uint32_t held(struct scene *scene)
{
	return stand_in_status(scene->genl).stats.audit_held;
}

/* Records are not acknowledged, and each change adds one. */
static void half_full(struct scene *scene, struct ear *ear)
{
	uint32_t half = held(scene) + VFIOV_RING_SIZE_MIN;
	int wait = OPEN_WAIT_MS;

	stand_in_params(scene->genl, -1, -1, 2 * half);
	while (held(scene) + 1 < half)
		stand_in_params(scene->genl, --wait, -1, -1);
	heard(ear);
	stand_in_params(scene->genl, --wait, -1, -1);
	heard(ear);
	tap_ok(&scene->tap, ear->audits > 0 && held(scene) == half,
	       "the change that makes %u records of %u rings the doorbell before it returns", half,
	       2 * half);
	stand_in_params(scene->genl, -1, -1, 4096);
}

int main(void)
{
	static struct bind_all vfs;
	struct vfv_genl *owner;
	struct scene scene;
	struct ear ear;

	scene_begin(&scene);
	stand_in_take(&scene, &owner);
	stand_in_params(scene.genl, OPEN_WAIT_MS, -1, -1);
	listen_to(&ear);
	bind_all_find(&vfs, &scene, SCENE_VFS);
	burst(&scene, &ear, &vfs);
	on_open(&scene, &ear, owner, vfs.bdf[VF_INDEX]);
	on_set(&scene, &ear, owner, vfs.bdf[VF_INDEX]);
	half_full(&scene, &ear);
	bind_all_reserve(&vfs, "\n");
	vfv_genl_close(ear.genl);
	stand_in_params(scene.genl, 1000, -1, -1);
	stand_in_leave(owner);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
