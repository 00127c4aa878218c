/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * An open function can sleep in two ways: the guest puts it into D3hot, or the VMM allows runtime
 * PM to suspend it. Functions without a result end the test with "Bail out!".
 */

#include "lib/rig.h"

#define SLEEP_D0 0
#define SLEEP_D3HOT 3

/* Returns the offset of the capability in config space. */
unsigned int sleep_capability(struct rig *rig, unsigned int id);
/* Sets the power state like a guest. */
void sleep_power(struct rig *rig, unsigned int state);
/* Lets runtime PM suspend the function until the next access. */
void sleep_allow(struct rig *rig);

/* Return whether a sysfs attribute of the function has this value, now or within two seconds. */
bool sleep_is(const struct rig *rig, const char *attribute, const char *value);
bool sleep_reaches(const struct rig *rig, const char *attribute, const char *value);
