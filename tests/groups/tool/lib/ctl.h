/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs vfiovctl as a user does. */
#pragma once

#include "scene/scene.h"

/* vfiovctl(8) */
enum { EXIT_FAILED = 1, EXIT_REFUSED = 4, EXIT_UNREACHABLE = 5, EXIT_POLICY = 7 };

/*
 * Run "vfiovctl WORDS...", the last of which is NULL, and claim that its exit status is @status.
 * The output stays in @result until the next call or run_free().
 */
void ctl(struct scene *scene, struct run *result, int status, const char *const words[]);

/* The profile, source and rule of the VF, from the kernel. */
void vf_state(struct scene *scene, const char *bdf, struct vfv_vf *vf);
