// SPDX-License-Identifier: GPL-2.0-only
#include "shape.h"

static bool told(struct rig *rig, const struct shape *shape)
{
	if (!device_can(rig->device, "vf-queues %u", shape->pairs))
		return false;
	if (shape->mtu)
		return device_can(rig->device, "vf-property host_mtu %u", shape->mtu);
	return device_can(rig->device, "vf-property host_mtu");
}

bool shape_make(struct rig *rig, const struct shape *shape, unsigned int num)
{
	if (!told(rig, shape))
		return false;
	rig_close(rig);
	tap_must(bind_make_vfs(rig->scene.pf, 0), "remove the VFs");
	tap_must(bind_make_vfs(rig->scene.pf, num), "make %u VFs: %s", num, shape->what);
	return true;
}

void shape_restore(struct rig *rig)
{
	const struct shape plain = { "one queue pair", 1, 0 };

	shape_make(rig, &plain, SCENE_VFS);
}
