// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the pre-scan, followed by libconfig. Text that passes the pre-scan must not make libconfig
 * exit, and no part of it may be lost, such as the text after an unterminated comment.
 */
#include <libconfig.h>
#include <string.h>

#include "fuzz.h"
#include "policy/prescan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "\nlast_of_all = 1;\n";
	struct vfv_diags diags = { 0 };
	config_t config;
	char *text;

	if (vfv_prescan("input", (const char *)data, size, &diags) >= 0) {
		text = malloc(size + sizeof(mark));
		memcpy(text, data, size);
		memcpy(text + size, mark, sizeof(mark));
		config_init(&config);
		if (config_read_string(&config, text) == CONFIG_TRUE &&
		    !config_setting_get_member(config_root_setting(&config), "last_of_all"))
			abort();
		config_destroy(&config);
		free(text);
	} else if (!diags.errors) {
		abort();
	}
	vfv_diags_done(&diags);
	return 0;
}
