/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints whether the running and the next kernel can load the module. */
#pragma once

#include <jansson.h>

#include "kernels.h"
#include "signing.h"

struct cmd_modules {
	struct cmd_kernels kernels;
	struct cmd_signing signing; /* set only if the module is not loaded */
	bool loaded;
};

/* It examines the module's file only if the module is not @loaded, because that takes time. */
void cmd_modules_read(const struct cmd *cmd, bool loaded, struct cmd_modules *modules);

/*
 * Print why the module is not loaded, below the line that says so. Print nothing if the reason is
 * not known.
 */
void cmd_modules_explain(const struct cmd *cmd, const struct cmd_modules *modules);

/* Print a warning if the next kernel has no module. With --root, also report if it has one. */
void cmd_modules_next(const struct cmd *cmd, const struct cmd_modules *modules);

/* Add the members to the object @status. */
void cmd_modules_json(const struct cmd_modules *modules, json_t *status);
