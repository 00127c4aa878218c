/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Functions that fail when the test says so: the linker puts those named __wrap_ in the place of what
 * our own libraries call (the file's list in meson.build). Include it once in a program.
 */

#include <errno.h>
#include <limits.h>
#include <stdbool.h>

enum { NEVER = UINT_MAX };

/* So many calls succeed, and then one fails. */
static unsigned int until_failure = NEVER;

static bool fails(void)
{
	if (until_failure == NEVER || until_failure-- > 0)
		return false;
	until_failure = NEVER;
	errno = ENOMEM;
	return true;
}

#define WRAP_TO(failure, type, name, parameters, arguments)         \
	type __real_##name parameters;                              \
	type __wrap_##name parameters;                              \
	type __wrap_##name parameters                               \
	{                                                           \
		return fails() ? failure : __real_##name arguments; \
	}

/* One that returns NULL. */
#define WRAP(type, name, parameters, arguments) WRAP_TO(NULL, type, name, parameters, arguments)
