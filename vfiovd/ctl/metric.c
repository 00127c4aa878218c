/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>

#include "policy/utf8.h"

#include "metric.h"

void cmd_metric_begin(FILE *file, const struct cmd_metric_family *family)
{
	fprintf(file, "# TYPE vfiov_%s %s\n# HELP vfiov_%s %s\n", family->name,
		family->type == CMD_COUNTER ? "counter" : "gauge", family->name, family->help);
}

/* Names of rules and processes may contain any bytes, but the format allows only UTF-8. */
static void put_label(FILE *file, const char *text)
{
	if (!vfv_utf8_is(text))
		text = "?";
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", file);
		else if (*text == '"' || *text == '\\')
			fprintf(file, "\\%c", *text);
		else
			putc(*text, file);
	}
}

void cmd_metric_put(FILE *file, const struct cmd_metric_family *family, const char *const *labels,
		    uint64_t value)
{
	fprintf(file, "vfiov_%s%s", family->name, family->type == CMD_COUNTER ? "_total" : "");
	for (size_t i = 0; labels && labels[i]; i += 2) {
		fprintf(file, "%c%s=\"", i ? ',' : '{', labels[i]);
		put_label(file, labels[i + 1]);
		putc('"', file);
	}
	fprintf(file, "%s %" PRIu64 "\n", labels && labels[0] ? "}" : "", value);
}

void cmd_metric_one(FILE *file, const struct cmd_metric_family *family, uint64_t value)
{
	cmd_metric_begin(file, family);
	cmd_metric_put(file, family, NULL, value);
}

void cmd_metric_gauge(FILE *file, const char *name, const char *help, uint64_t value)
{
	cmd_metric_one(file, &(struct cmd_metric_family){ name, CMD_GAUGE, help }, value);
}

void cmd_metric_end(FILE *file)
{
	fputs("# EOF\n", file);
}
