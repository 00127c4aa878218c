/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SHARE_H
#define VFIOV_SHARE_H

#include <linux/types.h>

struct vfiov_record;

/*
 * Called with vfiov.lock held: count the event of @rec, which is not in the ring, in a record of
 * the ring that nobody has read yet.
 * Return: false if there is no such record for events of this kind.
 */
bool vfiov_share(const struct vfiov_record *rec);

#endif
