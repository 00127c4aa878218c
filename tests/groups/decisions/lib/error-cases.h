/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Commands that the kernel refuses, and their errors. */

#include <stddef.h>
#include <stdint.h>

#define ATTRS_MAX 4

/* The socket that sends the command. */
enum from { OWNER, OTHER };

/* The content of an attribute; the test fills in the last five at run time. */
enum what { END, U8, U32, U64, TEXT, LONG, OPEN_END, WAITING, OPENED, IDLE, COOKIE, INSTANCE };

struct attr {
	uint16_t type;
	enum what what;
	uint64_t number;
	const char *text;
};

struct error_case {
	const char *what;
	uint8_t command;
	enum from from;
	uint16_t flags;
	struct attr attrs[ATTRS_MAX];
	int code;
	const char *attribute; /* NULL if no attribute is at fault */
};

extern const struct error_case error_cases[];
extern const size_t error_cases_n;

/* The PF's virtio device has no driver, so a VF can only be native. */
extern const struct error_case error_cases_unavailable[];
extern const size_t error_cases_unavailable_n;
