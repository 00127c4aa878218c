/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The virtio driver of a PF hangs while it holds its device lock. Each bind, open and unbind of a
 * VF runs in its own thread, with a deadline.
 */

#include "lib/rig.h"

/*
 * Claims that two unbound VFs can be bound, opened and unbound: @stuck (a VF of the PF whose driver
 * hangs) as native, and @other (a VF of another PF) with the profile of the policy, which is not
 * native. Leaves @stuck bound.
 */
void attempt_while_hangs(struct rig *rig, const char *stuck, const char *other);

/* Waits until the bound VF can be transitional. */
bool attempt_becomes_available(struct rig *rig, const char *bdf);
