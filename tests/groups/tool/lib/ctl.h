/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs vfiovctl like a user. */
#pragma once

#include "scene/scene.h"

/* vfiovctl(8) */
enum {
	EXIT_FAILED = 1,
	EXIT_NO_DEVICE = 3,
	EXIT_REFUSED = 4,
	EXIT_UNREACHABLE = 5,
	EXIT_BUSY = 6,
	EXIT_POLICY = 7,
	EXIT_DRIFT = 9,
};

/*
 * Run "vfiovctl WORDS...", with NULL-terminated @words, and claim that its exit status is @status.
 * The output stays in @result until the next call or run_free().
 */
void ctl(struct scene *scene, struct run *result, int status, const char *const words[]);

/* Start a process that opens the VF through VFIO, like QEMU. The VF is open when this returns. */
pid_t hold(const char *bdf);
/* End the process. */
void let_go(pid_t pid);

/* Run a shell command that must succeed. */
void shell(const char *format, ...) _printf_(1, 2);

/* Claim that the VF has this driver; "" means none. */
bool has_driver(struct scene *scene, const char *bdf, const char *driver, const char *when);

/* Bind the VF to a driver of the host, without a lasting override. */
void host_bind(const char *bdf, const char *driver);

/* Get the profile, source and rule of the VF from the kernel. */
void vf_state(struct scene *scene, const char *bdf, struct vfv_vf *vf);
