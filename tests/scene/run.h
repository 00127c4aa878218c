/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Runs a program and keeps its output. */

#include <stdint.h>
#include <sys/types.h>

#define RUN_TEXT_MAX 65536

struct run {
	int status; /* exit status, or 128 plus the signal */
	uint64_t took_ns;
	char *out, *err; /* at most RUN_TEXT_MAX bytes each, and a NUL */
};

/*
 * Runs the program as @uid, without capabilities if @uid is not 0. Returns 0 or a negative errno;
 * run_free() frees the output.
 */
int run(struct run *run, uid_t uid, const char *const argv[]);
void run_free(struct run *run);

/* Runs a program that must succeed. Returns 0, or -EIO after printing stderr as a note. */
int run_quietly(const char *const argv[]);
