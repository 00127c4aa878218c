// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static void key_begin(struct report *report, const char *key)
{
	if (report->json)
		printf("%s\"%s\": ", report->fields ? ", " : "", key);
	else
		printf("%s=", key);
	report->fields++;
}

static void value_end(const struct report *report)
{
	if (!report->json)
		putchar('\n');
}

void report_begin(struct report *report, bool json)
{
	*report = (struct report){ .json = json };
	if (json)
		putchar('{');
}

void report_number(struct report *report, const char *key, uint64_t value)
{
	key_begin(report, key);
	printf("%" PRIu64, value);
	value_end(report);
}

void report_text(struct report *report, const char *key, const char *format, ...)
{
	const char *quote = report->json ? "\"" : "";
	va_list args;

	key_begin(report, key);
	fputs(quote, stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	fputs(quote, stdout);
	value_end(report);
}

void report_end(struct report *report)
{
	if (report->json)
		puts("}");
	fflush(stdout);
}
