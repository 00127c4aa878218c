// SPDX-License-Identifier: GPL-2.0-only
#include "lists.h"

#define LISTS 20

void lists_time(struct figure *figure, unsigned int n, unsigned int per, struct samples *times)
{
	times->n = 0;
	for (unsigned int i = 0; i < LISTS; i++) {
		_cleanup_free_ struct vfv_vf *vfs = NULL;
		uint64_t start = util_now_ns();
		size_t found;

		tap_must(vfv_genl_vf_dump(figure->rig.scene.genl, &vfs, &found, NULL), "list VFs");
		samples_add(times, (util_now_ns() - start) / per);
		tap_must(found == n ? 0 : -ENODEV, "list %u VFs", n);
	}
}
