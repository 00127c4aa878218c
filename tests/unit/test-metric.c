// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/metric.h"
#include "ctl/metrics.h"
#include "lib/names.h"
#include "unit.h"

static const struct cmd_metric_family family = { "vfs", CMD_GAUGE, "VFs." };

static void label_is(const char *value, const char *text)
{
	char expected[256], *written = NULL;
	size_t size;
	FILE *file = open_memstream(&written, &size);

	assert_non_null(file);
	cmd_metric_put(file, &family, (const char *const[]){ "a", "b", "rule", value, NULL }, 3);
	assert_int_equal(fclose(file), 0);
	snprintf(expected, sizeof(expected), "vfiov_vfs{a=\"b\",rule=\"%s\"} 3\n", text);
	assert_string_equal(written, expected);
	free(written);
}

/* A label that could end its quotes or its line could forge values of other VFs. */
static void labels_stay_in_their_quotes(void **state)
{
	label_is("plain", "plain");
	label_is("", "");
	label_is("a\nvfiov_policy_valid 1", "a\\nvfiov_policy_valid 1");
	label_is("a\"} 1", "a\\\"} 1");
	label_is("a\\", "a\\\\");
	label_is("\xc3\xa4", "\xc3\xa4");
	label_is("\xc3", "?");
}

/* Only a limited number of VFs have counters of their own; those of the others are summed up. */
static void series_are_bounded(void **state)
{
	enum { MORE = 3, ALL = CMD_METRICS_VFS + 2 * MORE };
	struct cmd_metrics metrics = { 0 };
	const struct cmd cmd = { .root = "" };
	char *text = NULL, *at;
	size_t size, n = 0;
	FILE *file;

	metrics.inventory.items = calloc(ALL, sizeof(*metrics.inventory.items));
	assert_non_null(metrics.inventory.items);
	metrics.inventory.n = ALL;
	for (size_t i = 0; i < ALL; i++) {
		struct cmd_vf *item = &metrics.inventory.items[i];

		item->bound = true;
		snprintf(item->vf.bdf, sizeof(item->vf.bdf), "0000:%02zx:%02zx.0", i / 32, i % 32);
		item->vf.present = 1U << VFIOV_A_VF_STATS;
		item->vf.stats.n_counters = 1;
		strcpy(item->vf.stats.counters[0].name, "commands");
		item->vf.stats.counters[0].value = i;
		/* A counter of another driver may have the same name and mean something else. */
		strcpy(item->vf.driver, i < MORE ? "other_vfio_pci" : VFV_MODULE_NAME);
	}
	file = open_memstream(&text, &size);
	assert_non_null(file);
	cmd_metrics_print(&cmd, &metrics, file);
	assert_int_equal(fclose(file), 0);
	for (at = text; (at = strstr(at, "vfiov_vf_commands_total{")); at++)
		n++;
	assert_int_equal(n, CMD_METRICS_VFS + 1);
	/* 259 + 260 + 261 */
	assert_non_null(strstr(text, "vfiov_vf_commands_total{vf=\"other\"} 780\n"));
	assert_non_null(strstr(text, "vfiov_vf_commands_total{vf=\"0000:07:1f.0\"} 255\n"));
	assert_string_equal(text + size - strlen("# EOF\n"), "# EOF\n");
	free(text);
	free(metrics.inventory.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_stay_in_their_quotes),
		cmocka_unit_test(series_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
