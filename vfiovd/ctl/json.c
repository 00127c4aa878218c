/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>
#include <string.h>

#include "policy/utf8.h"

#include "json.h"

json_t *cmd_json_text(const char *text)
{
	_cleanup_free_ char *copy = NULL;
	size_t left = strlen(text);
	json_t *string = json_string(text);

	if (string)
		return string;
	copy = strdup(text);
	for (char *at = copy; at && left;) {
		size_t length = vfv_utf8_length((const unsigned char *)at, left);

		if (!length) {
			*at = '?';
			length = 1;
		}
		at += length;
		left -= length;
	}
	return json_string(copy ? copy : "");
}

json_t *cmd_json_new(void)
{
	json_t *object = json_object();

	json_object_set_new(object, "schema", json_integer(CMD_JSON_SCHEMA));
	return object;
}

void cmd_json_write(const struct cmd *cmd, FILE *file, json_t *object)
{
	/* JSON is also printed on terminals, where U+009B acts like ESC. */
	size_t flags = JSON_ENSURE_ASCII | (cmd->pretty ? JSON_INDENT(2) : JSON_COMPACT);

	json_dumpf(object, file, flags);
	fputc('\n', file);
	json_decref(object);
}

void cmd_json_print(const struct cmd *cmd, FILE *file, const char *name, json_t *value)
{
	json_t *object = cmd_json_new();

	json_object_set_new(object, name, value);
	cmd_json_write(cmd, file, object);
}

json_t *cmd_json_words(const struct vfv_words *words)
{
	json_t *array = json_array();

	for (uint32_t i = 0; i < words->n; i++)
		json_array_append_new(array, json_string(words->items[i]));
	return array;
}
