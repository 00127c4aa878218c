/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Functions that fail on command: meson.build lists the functions, and the linker redirects calls
 * in our own libraries to the __wrap_ versions. Include this once per program.
 */

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>

enum { NEVER = UINT_MAX };

/* This many more calls succeed, and then one fails. */
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

/* For functions that return NULL on failure. */
#define WRAP(type, name, parameters, arguments) WRAP_TO(NULL, type, name, parameters, arguments)

/* For asprintf() and vasprintf(). */
#define WRAP_ASPRINTF                                                       \
	int __real_vasprintf(char **ret, const char *format, va_list args); \
	int __wrap_vasprintf(char **ret, const char *format, va_list args); \
	int __wrap_asprintf(char **ret, const char *format, ...);           \
	int __wrap_vasprintf(char **ret, const char *format, va_list args)  \
	{                                                                   \
		return fails() ? -1 : __real_vasprintf(ret, format, args);  \
	}                                                                   \
	int __wrap_asprintf(char **ret, const char *format, ...)            \
	{                                                                   \
		va_list args;                                               \
		int r;                                                      \
		va_start(args, format);                                     \
		r = __wrap_vasprintf(ret, format, args);                    \
		va_end(args);                                               \
		return r;                                                   \
	}
