// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes addresses, serial numbers, ranges and patterns; the first two line feeds separate the
 * inputs.
 */
#include <string.h>

#include "fuzz.h"
#include "policy/bdf.h"
#include "policy/glob.h"
#include "policy/range.h"
#include "policy/serial.h"

static void try_bdf(const char *text)
{
	char again[VFV_BDF_TEXT];
	struct vfv_bdf bdf, same;

	if (vfv_bdf_parse(text, &bdf) < 0)
		return;
	vfv_bdf_format(bdf, again);
	if (vfv_bdf_parse(again, &same) < 0 || !vfv_bdf_equal(bdf, same))
		abort();
}

static void try_serial(const char *text)
{
	char again[VFV_SERIAL_TEXT];
	uint64_t serial, same;

	if (vfv_serial_parse(text, &serial) < 0)
		return;
	vfv_serial_format(serial, again);
	if (vfv_serial_parse(again, &same) < 0 || serial != same)
		abort();
}

static void try_ranges(const char *text)
{
	struct vfv_range *ranges;
	const char *why = NULL;
	size_t n;
	int r = vfv_ranges_parse(text, &n, &ranges, &why);

	if (r < 0) {
		if (!why)
			abort();
		return;
	}
	/* Ranges must be sorted and merged, see range.h. */
	for (size_t i = 0; i < n; i++) {
		if (ranges[i].first > ranges[i].last || ranges[i].last > VFV_VF_INDEX_MAX)
			abort();
		if (i && ranges[i].first <= ranges[i - 1].last + 1)
			abort();
		if (!vfv_ranges_contain(ranges, n, ranges[i].first))
			abort();
	}
	free(ranges);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), *rest = text;
	char *first = strsep(&rest, "\n"), *second = strsep(&rest, "\n");

	try_bdf(first);
	try_serial(first);
	try_ranges(first);
	if (second) {
		(void)vfv_glob_match(first, second);
		if (!vfv_glob_match("*", second))
			abort();
	}
	free(text);
	return 0;
}
