/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes OpenMetrics text, which Prometheus reads directly and node_exporter reads from files. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "lib/macro.h"

enum cmd_metric_type {
	CMD_GAUGE,
	CMD_COUNTER, /* the names of its samples end in "_total" */
};

struct cmd_metric_family {
	const char *name; /* without the prefix "vfiov_" */
	enum cmd_metric_type type;
	const char *help;
};

/* Begin @family; its samples must follow without anything in between. */
void cmd_metric_begin(FILE *file, const struct cmd_metric_family *family);

/* Write one sample. @labels: pairs of name and value, ended by NULL; or NULL for no labels. */
void cmd_metric_put(FILE *file, const struct cmd_metric_family *family, const char *const *labels,
		    uint64_t value);

/* Write a family that has a single sample without labels. */
void cmd_metric_one(FILE *file, const struct cmd_metric_family *family, uint64_t value);

void cmd_metric_gauge(FILE *file, const char *name, const char *help, uint64_t value);

/* Write the last line. If it is absent, a reader knows that the output is incomplete. */
void cmd_metric_end(FILE *file);
