/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The single things that a guest does. */

#include <stdbool.h>

#include "lib/guest.h"

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
	STEP_RESET,
	STEP_FLR,
	STEP_CONFIG,
	STEP_DECODE,
	STEP_PAUSE,
};

const char *step_name(enum step step);
/* One that makes sense now, as the dice say. */
enum step step_choose(struct guest *guest);
/* 0 or a negative errno, which may be any that the kernel has when things come and go. */
int step_do(struct guest *guest, enum step step);

bool guest_is_open(const struct guest *guest);
/* Whether the host has asked for the VF. */
bool guest_is_wanted_back(const struct guest *guest);
