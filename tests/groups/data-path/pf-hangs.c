// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio driver of one PF hangs in its probe function while it holds its device lock, because
 * the PF does not answer. VFs of another PF can be bound, opened and unbound as usual; so can the
 * VFs of this PF, but only as native. Once the PF answers they can be transitional.
 */
#include <string.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/attempt.h"
#include "lib/rig.h"
#include "scene/pf.h"

#define VFS 2
#define NET_VF 3
#define OP_LIST_QUERY 0
#define ACTION_MS (20000 * scene_slower())

static bool is_held(struct vfdev *device)
{
	_cleanup_free_ char *text = NULL;

	tap_must(vfdev_command(device, &text, "pending"), "read what is pending");
	return strstr(text, "held") != NULL;
}

/* Makes the driver hang in its probe function. */
static void hang(struct vfdev *device, struct pf_action *action, const char *pf)
{
	uint64_t start = util_now_ns();

	pf_virtio_unbind(action, pf);
	tap_must(pf_wait(action, ACTION_MS), "unbind the PF's virtio driver");
	device_do(device, "fault add op=%u hold", OP_LIST_QUERY);
	pf_virtio_bind(action, pf);
	while (!is_held(device)) {
		if (util_now_ns() - start > ACTION_MS * 1000000ul)
			tap_must(-ETIMEDOUT, "make the PF's driver hang");
		util_sleep_ms(5);
	}
}

int main(void)
{
	char pf[VFIO_BDF_LEN], stuck[VFIO_BDF_LEN], other[VFIO_BDF_LEN];
	struct pf_action action;
	struct vfdev *device;
	struct rig rig;

	rig_begin(&rig);
	if (bind_find_pf_after("", PCI_DEVICE_BLOCK, pf) < 0) {
		tap_skip(&rig.scene.tap, "a PF hangs", "there is only one PF");
		return rig_end(&rig);
	}
	tap_must(vfdev_open_pf(&device, pf), "find the block PF's control");
	tap_must(bind_make_vfs(pf, VFS), "make %d VFs", VFS);
	tap_must(bind_vf(pf, 0, stuck), "find a VF");
	hang(device, &action, pf);
	scene_vf(&rig.scene, NET_VF, other);
	attempt_while_hangs(&rig, stuck, other);
	tap_ok(&rig.scene.tap, is_held(device), "the driver hung the whole time");

	device_repair(device);
	tap_returned(&rig.scene.tap, pf_wait(&action, ACTION_MS), 0,
		     "its driver is bound when the PF responds");
	tap_ok(&rig.scene.tap, attempt_becomes_available(&rig, stuck),
	       "and its VF can be transitional");
	tap_must(bind_unbind(stuck), "unbind %s", stuck);
	tap_must(bind_make_vfs(pf, 0), "remove the VFs");
	device_end(device);
	return rig_end(&rig);
}
