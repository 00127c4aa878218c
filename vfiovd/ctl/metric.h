/* SPDX-License-Identifier: GPL-2.0-only */
/* OpenMetrics text, which Prometheus reads; also what node_exporter takes from files. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "lib/macro.h"

enum cmd_metric_type {
	CMD_GAUGE,
	CMD_COUNTER, /* samples have "_total" behind the name */
};

struct cmd_metric_family {
	const char *name; /* without the "vfiov_" before it */
	enum cmd_metric_type type;
	const char *help;
};

/* Begin @family; its samples follow, and nothing else in between. */
void cmd_metric_begin(FILE *file, const struct cmd_metric_family *family);

/* One sample. @labels: pairs of name and value, NULL behind them; NULL for none. */
void cmd_metric_put(FILE *file, const struct cmd_metric_family *family, const char *const *labels,
		    uint64_t value);

/* A family of one sample without labels. */
void cmd_metric_one(FILE *file, const struct cmd_metric_family *family, uint64_t value);

/* Without this line a reader knows that something is missing. */
void cmd_metric_end(FILE *file);
