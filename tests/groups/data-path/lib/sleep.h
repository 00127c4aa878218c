/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The two ways in which an open function sleeps: the guest writes D3hot, or the VMM allows runtime PM to
 * suspend it. Functions without a result give up with "Bail out!".
 */

#include "lib/rig.h"

#define SLEEP_D0 0
#define SLEEP_D3HOT 3

/* Where the capability is in config space. */
unsigned int sleep_capability(struct rig *rig, unsigned int id);
/* Writes the power state as a guest does. */
void sleep_power(struct rig *rig, unsigned int state);
/* Lets runtime PM suspend the function, until it is touched. */
void sleep_allow(struct rig *rig);

/* Whether a file of the function in sysfs has this value, at once or within two seconds. */
bool sleep_is(const struct rig *rig, const char *attribute, const char *value);
bool sleep_comes_to(const struct rig *rig, const char *attribute, const char *value);
