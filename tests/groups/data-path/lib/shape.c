// SPDX-License-Identifier: GPL-2.0-only
#include "shape.h"

/* If the value is 0, the device chooses one. */
static bool property(struct rig *rig, const char *name, unsigned int value)
{
	if (value)
		return device_can(rig->device, "vf-property %s %u", name, value);
	return device_can(rig->device, "vf-property %s", name);
}

static bool set_properties(struct rig *rig, const struct shape *shape)
{
	return device_can(rig->device, "vf-queues %u", shape->pairs) &&
	       property(rig, "host_mtu", shape->mtu) && property(rig, "vectors", shape->vectors);
}

bool shape_make(struct rig *rig, const struct shape *shape, unsigned int num)
{
	if (!set_properties(rig, shape))
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
