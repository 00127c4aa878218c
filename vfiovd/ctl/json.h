/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON output of vfiovctl: one object per line, with the number of its schema and one member. */
#pragma once

#include <stdio.h>

#include <jansson.h>

#include "lib/enums.h"
#include "lib/word.h"

#include "cmd.h"

/*
 * The schema's number for all verbs; it increases when a member is removed or changes its meaning.
 */
enum { CMD_JSON_SCHEMA = 1 };

/* Return: a string for any bytes; bytes that are not UTF-8 become "?". */
json_t *cmd_json_text(const char *text);

/* Return: an object that has only the schema. */
json_t *cmd_json_new(void);

/* Print @object and drop it. */
void cmd_json_write(const struct cmd *cmd, FILE *file, json_t *object);

/* Print {"schema": 1, @name: @value} and drop @value. */
void cmd_json_print(const struct cmd *cmd, FILE *file, const char *name, json_t *value);

json_t *cmd_json_words(const struct vfv_words *words);
