/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON of vfiovctl: one object a line, with the number of its schema and one member. */
#pragma once

#include <stdio.h>

#include <jansson.h>

#include "lib/enums.h"
#include "lib/word.h"

#include "cmd.h"

/* Of all verbs; goes up when something is taken away or changes its meaning. */
enum { CMD_JSON_SCHEMA = 1 };

/* A string whatever the bytes: those that are not UTF-8 become "?". */
json_t *cmd_json_text(const char *text);

/* An object with the schema and nothing else yet. */
json_t *cmd_json_new(void);

/* Print @object and drop it. */
void cmd_json_write(const struct cmd *cmd, FILE *file, json_t *object);

/* Print {"schema": 1, @name: @value} and drop @value. */
void cmd_json_print(const struct cmd *cmd, FILE *file, const char *name, json_t *value);

json_t *cmd_json_words(const struct vfv_words *words);
