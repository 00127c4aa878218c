// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio driver of one PF hangs in its probe, under the lock of its device, because the PF does
 * not answer. VFs of another PF are bound, opened and unbound as usual, and so are the VFs of this
 * PF, as native. When the PF answers at last they can be transitional.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "client/util.h"
#include "lib/block-pf.h"
#include "lib/rig.h"
#include "scene/pf.h"

#define VFS 2
#define NET_VF 3
#define OP_LIST_QUERY 0
#define ACTION_MS (20000 * scene_slower())
#define BIND_MS (5000 * scene_slower())

/* An action that may hang, in a thread of its own. */
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

/* Returns false when it hangs; the rest of the test then makes no sense. */
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

static bool is_held(struct vfdev *device)
{
	_cleanup_free_ char *text = NULL;

	tap_must(vfdev_command(device, &text, "pending"), "ask what is pending");
	return strstr(text, "held") != NULL;
}

/* The driver is in its probe, and stays there. */
static void hang(struct vfdev *device, struct pf_action *action, const char *pf)
{
	uint64_t start = util_now_ns();

	pf_virtio_unbind(action, pf);
	tap_must(pf_wait(action, ACTION_MS), "unbind the PF's virtio driver");
	device_do(device, "fault add op=%u hold", OP_LIST_QUERY);
	pf_virtio_bind(action, pf);
	while (!is_held(device)) {
		if (util_now_ns() - start > ACTION_MS * 1000000ul)
			tap_must(-ETIMEDOUT, "have the PF's driver hang");
		util_sleep_ms(5);
	}
}

static bool becomes_available(struct rig *rig, const char *bdf)
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

static void while_it_hangs(struct rig *rig, const char *stuck)
{
	struct tap *tap = &rig->scene.tap;
	char other[VFIO_BDF_LEN];
	struct vfv_vf vf;

	scene_vf(&rig->scene, NET_VF, other);
	if (!ends(rig, bind_ours, stuck, "a VF of the PF whose driver hangs is bound") ||
	    !ends(rig, bind_ours, other, "a VF of another PF is bound"))
		return;
	tap_must(vfv_genl_vf_get(rig->scene.genl, stuck, &vf, NULL), "get %s", stuck);
	tap_ok(tap, vfv_words_have(&vf.missing, "pf-driver"),
	       "the first one says that its PF has no driver");
	tap_must(scene_wait_decided(&rig->scene, other, &vf), "get a decision");
	tap_must(vfio_attach(&rig->vf, other), "attach %s", other);
	tap_ok(tap, vfio_open(&rig->vf) == 0 && !scene_is_native(&rig->vf),
	       "the other one is opened and is transitional");
	vfio_detach(&rig->vf);
	tap_must(vfio_attach(&rig->vf, stuck), "attach %s", stuck);
	tap_ok(tap, vfio_open(&rig->vf) == 0 && scene_is_native(&rig->vf),
	       "the first one is opened and is native");
	vfio_detach(&rig->vf);
	if (ends(rig, bind_unbind, stuck, "the first one is unbound"))
		ends(rig, bind_unbind, other, "the other one is unbound");
	ends(rig, bind_ours, stuck, "the first one is bound again");
}

int main(void)
{
	char pf[VFIO_BDF_LEN], stuck[VFIO_BDF_LEN];
	struct pf_action action;
	struct vfdev *device;
	struct rig rig;

	rig_begin(&rig);
	if (!block_pf_find(pf)) {
		tap_skip(&rig.scene.tap, "a PF hangs", "there is one PF only");
		return rig_end(&rig);
	}
	tap_must(vfdev_open_pf(&device, pf), "find the block PF's control");
	tap_must(bind_make_vfs(pf, VFS), "make %d VFs", VFS);
	tap_must(bind_vf(pf, 0, stuck), "find a VF");
	hang(device, &action, pf);
	while_it_hangs(&rig, stuck);
	tap_ok(&rig.scene.tap, is_held(device), "all the while the driver hung");

	device_do(device, "fault clear");
	device_do(device, "release");
	tap_returned(&rig.scene.tap, pf_wait(&action, ACTION_MS), 0,
		     "when the PF answers, its driver is bound");
	tap_ok(&rig.scene.tap, becomes_available(&rig, stuck), "and its VF can be transitional");
	tap_must(bind_unbind(stuck), "unbind %s", stuck);
	tap_must(bind_make_vfs(pf, 0), "remove the VFs");
	device_end(device);
	return rig_end(&rig);
}
