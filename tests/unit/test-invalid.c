// SPDX-License-Identifier: GPL-2.0-only
/* Tests the text that the kernel gets about the first error in the policy's files. */
#include <errno.h>
#include <string.h>

#include "invalid.h"
#include "lib/macro.h"
#include "policy/utf8.h"
#include "state.h"
#include "unit.h"

static void first_error_is_not_a_warning(void **state _unused_)
{
	char label[VFIOV_TEXT_MAX + 1];
	struct vfv_diags diags = { 0 };
	struct vd_invalid invalid;

	vfv_diag_add(&diags, VFV_WARNING, "/a", 1, "never matches");
	vfv_diag_add(&diags, VFV_ERROR, "/b", 0, "is not root's");
	vfv_diag_add(&diags, VFV_ERROR, "/c", 7, "unknown key");
	vd_invalid_set(&invalid, &diags, -EINVAL);
	assert_string_equal(invalid.text, "/b: is not root's");
	assert_string_equal(invalid.place, "/b");
	assert_string_equal(invalid.file, "/b");
	assert_int_equal(invalid.line, 0);
	vd_invalid_label(&invalid, label);
	assert_string_equal(label, "policy INVALID, see /b");
	vfv_diags_done(&diags);
}

static void error_without_a_file(void **state _unused_)
{
	char label[VFIOV_TEXT_MAX + 1];
	struct vfv_diags diags = { 0 };
	struct vd_invalid invalid;

	vfv_diag_add(&diags, VFV_ERROR, NULL, 0, "too many bytes");
	vd_invalid_set(&invalid, &diags, -EINVAL);
	assert_string_equal(invalid.text, "too many bytes");
	assert_string_equal(invalid.file, "");
	vd_invalid_label(&invalid, label);
	assert_string_equal(label, "policy INVALID, see vfiovctl policy check");
	vfv_diags_done(&diags);

	/* Precede the error with more warnings than are kept. */
	for (int i = 0; i < VFV_DIAGS_MAX; i++)
		vfv_diag_add(&diags, VFV_WARNING, "/a", 1, "never matches");
	vfv_diag_add(&diags, VFV_ERROR, "/b", 1, "unknown key");
	vd_invalid_set(&invalid, &diags, -EINVAL);
	assert_string_equal(invalid.text, "1 error, see vfiovctl policy check");
	vfv_diags_done(&diags);

	vd_invalid_set(&invalid, &diags, -ENOMEM);
	assert_string_equal(invalid.text, "cannot read the policy: Cannot allocate memory");
}

/* Wherever the text is truncated, the result must be valid text that the kernel accepts. */
static void long_texts_are_truncated(void **state _unused_)
{
	char file[300] = "/", label[VFIOV_TEXT_MAX + 1];
	struct vd_invalid invalid;

	for (size_t shift = 0; shift < 4; shift++) {
		struct vfv_diags diags = { 0 };
		char message[300] = "";

		memset(message, 'm', shift);
		memset(file + 1, 'f', shift);
		file[1 + shift] = 0;
		for (int i = 0; i < 60; i++) {
			strcat(message, "\xf0\x9f\x98\x80");
			strcat(file, "\xe2\x82\xac");
		}
		vfv_diag_add(&diags, VFV_ERROR, "/a", 1, "%s", message);
		vd_invalid_set(&invalid, &diags, -EINVAL);
		assert_in_range(strlen(invalid.text), VFIOV_TEXT_MAX - 3, VFIOV_TEXT_MAX);
		assert_true(vfv_utf8_is(invalid.text));
		assert_null(strchr(invalid.text, '?'));
		vfv_diags_done(&diags);

		vfv_diag_add(&diags, VFV_ERROR, file, 1, "unknown key");
		vd_invalid_set(&invalid, &diags, -EINVAL);
		vd_invalid_label(&invalid, label);
		assert_in_range(strlen(label), VFIOV_TEXT_MAX - 2, VFIOV_TEXT_MAX);
		assert_true(vfv_utf8_is(label) && vfv_utf8_is(invalid.text));
		assert_null(strchr(label, '?'));
		vfv_diags_done(&diags);
	}
}

static void control_characters_are_replaced(void **state _unused_)
{
	struct vfv_diags diags = { 0 };
	struct vd_invalid invalid;

	vfv_diag_add(&diags, VFV_ERROR, "/a\nb", 1, "unknown key \"\033[1m\xff\"");
	vd_invalid_set(&invalid, &diags, -EINVAL);
	assert_string_equal(invalid.text, "/a?b:1: unknown key \"?[1m?\"");
	assert_string_equal(invalid.file, "/a?b");
	vfv_diags_done(&diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_error_is_not_a_warning),
		cmocka_unit_test(error_without_a_file),
		cmocka_unit_test(long_texts_are_truncated),
		cmocka_unit_test(control_characters_are_replaced),
	};

	return cmocka_run_group_tests_name("invalid", tests, NULL, NULL);
}
