// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PF is bound to a driver other than virtio-pci. Its VFs can be bound, but only as native, and
 * report the reason. When the PF is bound to virtio-pci again they can be transitional.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/rig.h"
#include "scene/pf.h"

#define VF_INDEX 2
#define SRIOV_PARAMETER "/sys/module/vfio_pci/parameters/enable_sriov"

static void sriov_parameter(const char *value)
{
	int fd = open(SRIOV_PARAMETER, O_WRONLY | O_CLOEXEC);

	tap_must(util_errno(fd), "open %s", SRIOV_PARAMETER);
	tap_must(util_errno(write(fd, value, strlen(value))), "write it");
	close(fd);
}

static void state_get(struct rig *rig, struct vfv_vf *state)
{
	scene_bind_decided(&rig->scene, VF_INDEX, rig->bdf);
	tap_must(vfv_genl_vf_get(rig->scene.genl, rig->bdf, state, NULL), "get its state");
}

static void other_driver(struct rig *rig)
{
	const char *pf = rig->scene.pf;
	struct tap *tap = &rig->scene.tap;
	struct vfv_vf state;

	tap_must(bind_make_vfs(pf, 0), "remove the VFs");
	sriov_parameter("1");
	tap_must(bind_to(pf, "vfio-pci", NULL), "bind the PF to vfio-pci");
	tap_must(bind_make_vfs(pf, SCENE_VFS), "make VFs");
	state_get(rig, &state);
	tap_ok(tap, state.available.n == 1 && vfv_words_have(&state.available, "native"),
	       "a VF can only be native while its PF is bound to vfio-pci");
	tap_ok(tap, vfv_words_have(&state.missing, "pf-driver"), "the PF's driver is the reason");
	tap_ok(tap, !strcmp(state.current, "native"), "the VF is native");
	tap_must(bind_unbind(rig->bdf), "unbind %s", rig->bdf);
	tap_must(bind_make_vfs(pf, 0), "remove the VFs");
	sriov_parameter("0");
}

int main(void)
{
	uint8_t features[4];
	struct vfv_vf state;
	struct rig rig;

	rig_begin(&rig);
	other_driver(&rig);
	tap_must(bind_to(rig.scene.pf, "virtio-pci", NULL), "bind the PF to virtio-pci");
	pf_repair(rig.scene.pf);
	state_get(&rig, &state);
	tap_ok(&rig.scene.tap, vfv_words_have(&state.available, "transitional"),
	       "it can be transitional with virtio-pci bound again");
	rig_open(&rig, VF_INDEX);
	tap_returned(&rig.scene.tap, rig_read(&rig, 0, features, 4), 0, "and is");
	return rig_end(&rig);
}
