// SPDX-License-Identifier: GPL-2.0-only
#include "attempt.h"

#include <pthread.h>
#include <stdatomic.h>

#include "client/util.h"

#define BIND_MS (5000 * scene_slower())

/* An action that may hang, run in its own thread. */
struct attempt {
	const char *bdf;
	int (*act)(const char *bdf);
	pthread_t thread;
	atomic_bool done;
	int result;
};

static void *work(void *userdata)
{
	struct attempt *a = userdata;

	a->result = a->act(a->bdf);
	atomic_store(&a->done, true);
	return NULL;
}

static int bind_ours(const char *bdf)
{
	return bind_to(bdf, BIND_DRIVER, NULL);
}

/* Returns false if the action hangs. The rest of the test cannot run in that case. */
static bool ends(struct rig *rig, int (*act)(const char *bdf), const char *bdf, const char *what)
{
	static struct attempt attempts[16];
	static unsigned int n;
	struct attempt *a = &attempts[n++];
	uint64_t start = util_now_ns();

	*a = (struct attempt){ .bdf = bdf, .act = act };
	tap_must(-pthread_create(&a->thread, NULL, work, a), "start a thread");
	while (!atomic_load(&a->done) && util_now_ns() - start < BIND_MS * 1000000ul)
		util_sleep_ms(5);
	if (!tap_ok(&rig->scene.tap, atomic_load(&a->done) && a->result == 0, "%s: %lu ms", what,
		    (util_now_ns() - start) / 1000000))
		return false;
	pthread_join(a->thread, NULL);
	return true;
}

bool attempt_becomes_available(struct rig *rig, const char *bdf)
{
	uint64_t start = util_now_ns();
	struct vfv_vf vf;

	do {
		tap_must(vfv_genl_vf_get(rig->scene.genl, bdf, &vf, NULL), "get %s", bdf);
		if (vfv_words_have(&vf.available, "transitional"))
			return true;
		util_sleep_ms(20);
	} while (util_now_ns() - start < SCENE_TIMEOUT_MS * 1000000ul);
	return false;
}

void attempt_while_hangs(struct rig *rig, const char *stuck, const char *other)
{
	struct tap *tap = &rig->scene.tap;
	struct vfv_vf vf;

	if (!ends(rig, bind_ours, stuck, "a VF of the PF whose driver hangs is bound") ||
	    !ends(rig, bind_ours, other, "a VF of another PF is bound"))
		return;
	tap_must(vfv_genl_vf_get(rig->scene.genl, stuck, &vf, NULL), "get %s", stuck);
	tap_ok(tap, vfv_words_have(&vf.missing, "pf-driver"),
	       "the first one reports that its PF has no driver");
	tap_must(scene_wait_decided(&rig->scene, other, &vf), "get a decision");
	tap_must(vfio_attach(&rig->vf, other), "attach %s", other);
	tap_ok(tap, vfio_open(&rig->vf) == 0 && !scene_is_native(&rig->vf),
	       "the other one is opened and is not native");
	vfio_detach(&rig->vf);
	tap_must(vfio_attach(&rig->vf, stuck), "attach %s", stuck);
	tap_ok(tap, vfio_open(&rig->vf) == 0 && scene_is_native(&rig->vf),
	       "the first one is opened and is native");
	vfio_detach(&rig->vf);
	if (ends(rig, bind_unbind, stuck, "the first one is unbound"))
		ends(rig, bind_unbind, other, "the other one is unbound");
	ends(rig, bind_ours, stuck, "the first one is bound again");
}
