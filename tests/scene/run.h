/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Running a program and keeping what it says. */

#include <stdint.h>
#include <sys/types.h>

#define RUN_TEXT_MAX 65536

struct run {
	int status; /* exit status, or 128 plus the signal */
	uint64_t took_ns;
	char *out, *err; /* at most RUN_TEXT_MAX bytes each, and a NUL */
};

/* As uid, with all capabilities dropped when that is not 0. 0 or a negative errno; run_free(). */
int run(struct run *run, uid_t uid, const char *const argv[]);
void run_free(struct run *run);

/* For programs that must succeed: 0 or -EIO, and then what was said on stderr goes to a note. */
int run_quietly(const char *const argv[]);
