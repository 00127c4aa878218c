// SPDX-License-Identifier: GPL-2.0-only
/* Tests journal entries that are too large. */
#include <string.h>

#include "entry.h"
#include "sample-record.h"
#include "unit.h"

static void entries_do_not_overflow(void **state _unused_)
{
	static char big[2 * VD_ENTRY_BYTES];
	static struct vd_entry entry;

	memset(big, 'x', sizeof(big) - 1);
	vd_entry_init(&entry);
	vd_entry_add(&entry, "A", "%s", "1");
	vd_entry_add(&entry, "B", "%s", big);
	assert_true(entry.cut);
	assert_field(&entry, "A", "1");
	assert_int_equal(strlen(vd_entry_get(&entry, "B")),
			 VD_ENTRY_BYTES - strlen("A=1") - 1 - strlen("B=") - 1);
	vd_entry_add(&entry, "C", "%s", "3");
	assert_int_equal(entry.n, 2);

	vd_entry_init(&entry);
	for (int i = 0; i < 2 * VD_ENTRY_FIELDS; i++)
		vd_entry_add(&entry, "F", "%d", i);
	assert_int_equal(entry.n, VD_ENTRY_FIELDS);
	assert_true(entry.cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
