// SPDX-License-Identifier: GPL-2.0-only
#include "tap.h"

#include <stdarg.h>
#include <string.h>

static _printf_(3, 0) void claim_print(struct tap *tap, bool good, const char *claim, va_list args)
{
	tap->claims++;
	if (!good)
		tap->failed++;
	printf("%sok %u - ", good ? "" : "not ", tap->claims);
	vprintf(claim, args);
	putchar('\n');
	fflush(stdout);
}

bool tap_ok(struct tap *tap, bool good, const char *claim, ...)
{
	va_list args;

	va_start(args, claim);
	claim_print(tap, good, claim, args);
	va_end(args);
	return good;
}

static const char *errno_name(int r)
{
	const char *name = r < 0 ? strerrorname_np(-r) : NULL;

	return name ?: "success";
}

bool tap_returned(struct tap *tap, int got, int expected, const char *claim, ...)
{
	va_list args;

	va_start(args, claim);
	claim_print(tap, got == expected, claim, args);
	va_end(args);
	if (got != expected)
		tap_note("got %d (%s), expected %d (%s)", got, errno_name(got), expected,
			 errno_name(expected));
	return got == expected;
}

void tap_skip(struct tap *tap, const char *claim, const char *why)
{
	tap->claims++;
	printf("ok %u - %s # SKIP %s\n", tap->claims, claim, why);
	fflush(stdout);
}

void tap_note(const char *format, ...)
{
	va_list args;

	fputs("# ", stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

void tap_must(int r, const char *what, ...)
{
	va_list args;

	if (r >= 0)
		return;
	fputs("Bail out! cannot ", stdout);
	va_start(args, what);
	vprintf(what, args);
	va_end(args);
	printf(": %s\n", strerror(-r));
	exit(1);
}

int tap_end(const struct tap *tap)
{
	printf("1..%u\n", tap->claims);
	return tap->failed > 0 || tap->claims == 0;
}
