/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state that a virtio-net driver sets with its control queue, as device parts (virtio 1.4,
 * Network Device, Device parts): the selector is class and command, the value is the command's
 * data.
 */
#pragma once

#include "parts.h"
#include "hw/virtio/virtio-net.h"

void vfdev_net_get_parts(VirtIONet *net, struct vfdev_parts *parts);
/*
 * Returns what is wrong with the part, or NULL. Sets *known if virtio-net has such a part and its
 * feature was negotiated.
 */
const char *vfdev_net_check_part(VirtIONet *net, const struct vfdev_part *part, bool *known);
void vfdev_net_set_part(VirtIONet *net, const struct vfdev_part *part);
