/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The virtio driver of a PF hangs while it holds its device lock. VFs are bound, opened and
 * unbound, each in a thread of its own with a deadline.
 */

#include "lib/rig.h"

/*
 * A VF of the PF whose driver hangs, and one of another PF, both unbound: claims that either is bound,
 * opened and unbound, the first one as native and the other one as what the policy says, which is not
 * native. The first one is bound in the end.
 */
void attempt_while_hangs(struct rig *rig, const char *stuck, const char *other);

/* Waits until the VF, which is bound, can be transitional. */
bool attempt_becomes_available(struct rig *rig, const char *bdf);
