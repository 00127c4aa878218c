/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The individual steps of a guest. */

#include <stdbool.h>

#include "lib/guest-state.h"

enum step {
	STEP_BIND,
	STEP_UNBIND,
	STEP_OPEN,
	STEP_CLOSE,
	STEP_SET,
	STEP_ASK,
	STEP_BURST,
	STEP_HAMMER,
	STEP_MSIX,
	STEP_PIN,
	STEP_KICK,
	STEP_MIGRATE,
	STEP_RESET,
	STEP_FLR,
	STEP_CONFIG,
	STEP_DECODE,
	STEP_PAUSE,
};

const char *step_name(enum step step);
/* Chooses a step that makes sense in the current state. */
enum step step_choose(struct guest *guest);
/* Returns 0, or any negative errno that disappearing devices can cause. */
int step_do(struct guest *guest, enum step step);

bool guest_is_open(const struct guest *guest);
/* Returns whether the host has asked for the VF back. */
bool guest_is_wanted_back(const struct guest *guest);
