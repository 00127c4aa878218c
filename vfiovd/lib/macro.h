/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Scope-based cleanup, and a few things that every file needs. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define _cleanup_(func) __attribute__((cleanup(func)))
#define _printf_(fmt, args) __attribute__((format(printf, fmt, args)))
#define _unused_ __attribute__((unused))

/* Exempt a pointer from its cleanup: TAKE_PTR(p) returns p and sets it to NULL. */
#define TAKE_PTR(p)                          \
	({                                   \
		__typeof__(p) *_pp = &(p);   \
		__typeof__(p) _taken = *_pp; \
		*_pp = NULL;                 \
		_taken;                      \
	})

#define TAKE_FD(fd)                \
	({                         \
		int *_pf = &(fd);  \
		int _taken = *_pf; \
		*_pf = -1;         \
		_taken;            \
	})

/* Define FUNCp for _cleanup_(FUNCp), where FUNC frees a TYPE. FUNCp accepts NULL. */
#define VFV_DEFINE_CLEANUP(type, func)      \
	static inline void func##p(type *p) \
	{                                   \
		if (*p)                     \
			func(*p);           \
	}                                   \
	struct vfv_swallow_semicolon

static inline void vfv_freep(void *p)
{
	free(*(void **)p);
}

static inline void vfv_closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

VFV_DEFINE_CLEANUP(FILE *, fclose);

#define _cleanup_free_ _cleanup_(vfv_freep)
#define _cleanup_close_ _cleanup_(vfv_closep)
#define _cleanup_fclose_ _cleanup_(fclosep)
