/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SHARE_H
#define VFIOV_SHARE_H

#include <linux/types.h>

struct vfiov_record;

/*
 * With vfiov.lock held: let @rec, which is not in the ring, be one more event of a record
 * that is there and that nobody has read yet.
 * Return: false when there is none that stands for such events.
 */
bool vfiov_share(const struct vfiov_record *rec);

#endif
