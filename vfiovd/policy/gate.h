/* SPDX-License-Identifier: GPL-2.0-only */
/* The gates of vfiovd.conf, without which no rule grants a profile other than native. */
#pragma once

#include "state.h"

enum { VFV_GATE_TEXT = 3 * VFV_WORD_SIZE };

/*
 * Record in each driver which of its profiles the settings permit. Call this after all files have
 * been read.
 */
void vfv_gates_resolve(struct vfv_policy *policy);

/*
 * The gate that keeps the driver @name from granting @profile, which is not native. A profile that
 * is not declared, or whose driver is unknown (NULL), counts as having a closed gate.
 *
 * Return: NULL for none, or a reason that may use @text.
 */
const char *vfv_gate_closed(const struct vfv_policy *policy, const char *name, const char *profile,
			    char text[static VFV_GATE_TEXT]);
