/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "collected.h"
#include "inventory.h"
#include "json.h"

void cmd_collected_done(struct cmd_collected *collected)
{
	cmd_inventory_done(&collected->inventory);
}

_printf_(2, 3) static int fail(char error[static CMD_COLLECTED_ERROR], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, CMD_COLLECTED_ERROR, format, args);
	va_end(args);
	return -EINVAL;
}

static int check_schema(json_t *root, char error[static CMD_COLLECTED_ERROR])
{
	json_t *schema = json_object_get(root, "schema");

	if (!json_is_object(root) || !json_is_integer(schema))
		return fail(error, ": not the output of \"vfiovctl list --json\"");
	if (json_integer_value(schema) != CMD_JSON_SCHEMA)
		return fail(error, ": schema %lld, but this version reads schema %d",
			    (long long)json_integer_value(schema), CMD_JSON_SCHEMA);
	return 0;
}

static int take_host(json_t *root, struct cmd_collected *ret,
		     char error[static CMD_COLLECTED_ERROR])
{
	json_t *host = json_object_get(root, "host");

	if (!host || json_is_null(host))
		return 0;
	if (!json_is_string(host) || !json_string_length(host) ||
	    json_string_length(host) >= sizeof(ret->host))
		return fail(error, ": host: not a string of 1 to %zu bytes", sizeof(ret->host) - 1);
	strcpy(ret->host, json_string_value(host));
	return 0;
}

static int order(const void *left, const void *right)
{
	return strcmp(((const struct cmd_vf *)left)->vf.bdf,
		      ((const struct cmd_vf *)right)->vf.bdf);
}

static int take_vfs(json_t *vfs, struct cmd_collected *ret, char error[static CMD_COLLECTED_ERROR])
{
	struct cmd_inventory *inventory = &ret->inventory;
	size_t n = json_array_size(vfs);

	if (!json_is_array(vfs))
		return fail(error, ": \"vfs\" is missing or is not an array");
	if (n > CMD_COLLECTED_VFS)
		return fail(error, ": vfs: %zu VFs, at most %d are read", n, CMD_COLLECTED_VFS);
	inventory->items = calloc(n ? n : 1, sizeof(*inventory->items));
	if (!inventory->items)
		return -ENOMEM;
	for (; inventory->n < n; inventory->n++) {
		char fault[CMD_COLLECTED_ERROR];

		if (cmd_collected_vf(json_array_get(vfs, inventory->n), ret->host,
				     &inventory->items[inventory->n], fault) < 0)
			return fail(error, ": vfs[%zu]%.200s", inventory->n, fault);
	}
	qsort(inventory->items, n, sizeof(*inventory->items), order);
	for (size_t i = 1; i < n; i++)
		if (!order(&inventory->items[i - 1], &inventory->items[i]))
			return fail(error, ": vfs: %s is there twice", inventory->items[i].vf.bdf);
	return 0;
}

int cmd_collected_parse(const char *data, size_t size, struct cmd_collected *ret,
			char error[static CMD_COLLECTED_ERROR])
{
	json_auto_t *root = NULL;
	json_error_t where;
	int r;

	*ret = (struct cmd_collected){ 0 };
	root = json_loadb(data, size, JSON_REJECT_DUPLICATES, &where);
	if (!root && json_error_code(&where) == json_error_out_of_memory)
		return -ENOMEM;
	if (!root)
		return fail(error, ":%d: %s", where.line, where.text);
	r = check_schema(root, error);
	if (r >= 0)
		r = take_host(root, ret, error);
	return r >= 0 ? take_vfs(json_object_get(root, "vfs"), ret, error) : r;
}
