// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes arbitrary bytes as text: in JSON, which must preserve valid UTF-8, to a terminal, and to
 * the file of definitions, which is read back.
 */
#include <stdio.h>
#include <string.h>

#include "ctl/json.h"
#include "ctl/text.h"
#include "fuzz.h"
#include "lib/macro.h"
#include "policy/define.h"
#include "policy/policy.h"
#include "policy/utf8.h"

static void try_json(const char *text)
{
	_cleanup_free_ char *dump = NULL;
	const struct cmd cmd = { .verb = "fuzz" };
	json_t *object, *again;
	const char *value;
	size_t size;
	FILE *file = open_memstream(&dump, &size);

	object = cmd_json_new();
	json_object_set_new(object, "text", cmd_json_text(text));
	cmd_json_write(&cmd, file, object);
	fclose(file);
	/* The output must be one line without control characters. */
	for (const char *at = dump; *at; at++)
		if ((*at < 0x20 && *at != '\n') || (unsigned char)*at > 0x7f)
			abort();
	if (strchr(dump, '\n') != dump + size - 1)
		abort();
	again = json_loads(dump, 0, NULL);
	value = json_string_value(json_object_get(again, "text"));
	if (!value || strlen(value) != strlen(text))
		abort();
	if (vfv_utf8_is(text) && strcmp(value, text))
		abort();
	json_decref(again);
}

static void try_terminal(const char *text)
{
	_cleanup_free_ char *out = NULL;
	size_t size;
	FILE *file = open_memstream(&out, &size);

	cmd_text_put(file, text);
	fclose(file);
	if (!vfv_utf8_is(out))
		abort();
	for (const unsigned char *at = (const unsigned char *)out; *at; at++)
		if (*at < 0x20 || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0))
			abort();
}

static void try_definition(const char *text)
{
	const struct vfv_definition definition = {
		.pf = { .bus = 0x3b },
		.vf = 1,
		.profile = "transitional",
		.note = (char *)text,
	};
	const struct vfv_definitions definitions = { (struct vfv_definition *)&definition, 1 };
	struct vfv_diags diags = { 0 };
	struct vfv_policy *policy;
	size_t size;
	char *file = vfv_definitions_text(&definitions, &size);
	const struct vfv_policy_file files[] = { { "defined.conf", file, size, VFV_FILE_DEFINED } };

	if (vfv_policy_new(files, ARRAY_SIZE(files), 1, &diags, &policy) < 0)
		abort();
	vfv_policy_unref(policy);
	vfv_diags_done(&diags);
	free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* options.c limits the reason of a definition to this length. */
	_cleanup_free_ char *text = strndup((const char *)data, size),
			    *note = strndup((const char *)data,
					    size < VFIOV_TEXT_MAX ? size : VFIOV_TEXT_MAX);

	try_json(text);
	try_terminal(text);
	try_definition(note);
	return 0;
}
