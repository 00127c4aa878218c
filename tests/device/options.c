// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"
#include "qemu/cutils.h"

static const struct vfdev_option *find(const struct vfdev_option *options, const char *key)
{
	while (options->key && strcmp(options->key, key))
		options++;
	return options->key ? options : NULL;
}

static bool parse_number(const char *value, int64_t *number)
{
	if (!strcmp(value, "any")) {
		*number = -1;
		return true;
	}
	return !qemu_strtoi64(value, NULL, 0, number) && *number >= 0;
}

bool vfdev_options_parse(char **words, const struct vfdev_option *options, Error **errp)
{
	for (; *words; words++) {
		g_auto(GStrv) part = g_strsplit(*words, "=", 2);
		const struct vfdev_option *option = find(options, part[0]);

		if (!option || !part[1] != !!option->flag) {
			error_setg(errp, "unknown word '%s'", *words);
			return false;
		}
		if (option->flag) {
			*option->flag = true;
		} else if (option->text) {
			*option->text = strchr(*words, '=') + 1;
		} else if (!parse_number(part[1], option->number)) {
			error_setg(errp, "'%s': not a number", *words);
			return false;
		}
	}
	return true;
}

uint8_t *vfdev_options_bytes(const char *hex, size_t *len, Error **errp)
{
	size_t digits = strlen(hex);
	g_autofree uint8_t *bytes = g_malloc0(digits / 2 + 1);

	*len = digits / 2;
	for (size_t i = 0; i < digits; i++) {
		int digit = g_ascii_xdigit_value(hex[i]);

		if (digit < 0 || digits % 2) {
			error_setg(errp, "'%s': not hexadecimal bytes", hex);
			return NULL;
		}
		bytes[i / 2] = bytes[i / 2] << 4 | digit;
	}
	return g_steal_pointer(&bytes);
}
