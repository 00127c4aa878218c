// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests device parts as bytes: a read must return what was written, and must reject anything else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "device/part.h"

static struct vfdev_part part_of(uint16_t type, uint8_t selector, const void *value, uint32_t len)
{
	return (struct vfdev_part){
		.type = type, .selector = { selector }, .value = value, .len = len
	};
}

static void add(struct vfdev_parts *parts, uint16_t type, uint8_t selector, const char *value)
{
	struct vfdev_part part = part_of(type, selector, value, strlen(value));

	vfdev_parts_add(parts, &part);
}

static void test_bytes(void **state)
{
	static const uint8_t expected[] = { 0x04, 0x01, 1, 0, 2, 0, 0, 0,   0,	 0,
					    0,	  0,	3, 0, 0, 0, 'a', 'b', 'c' };
	struct vfdev_part part = part_of(VFDEV_PART_VQ_CFG, 2, "abc", 3), got;
	struct vfdev_parts parts = { 0 };
	const uint8_t *at;
	size_t left;

	(void)state;
	part.flags = VFDEV_PART_OPTIONAL;
	vfdev_parts_add(&parts, &part);
	assert_int_equal(parts.len, sizeof(expected));
	assert_memory_equal(parts.data, expected, sizeof(expected));

	at = parts.data;
	left = parts.len;
	assert_int_equal(vfdev_part_next(&at, &left, &got), 1);
	assert_true(vfdev_part_same(&part, &got));
	assert_int_equal(got.flags, VFDEV_PART_OPTIONAL);
	assert_int_equal(got.len, 3);
	assert_memory_equal(got.value, "abc", 3);
	assert_int_equal(vfdev_part_next(&at, &left, &got), 0);
	vfdev_parts_free(&parts);
}

/*
 * Wherever the data is truncated, the result is either the complete parts before that point, or an
 * error.
 */
static void test_cut(void **state)
{
	struct vfdev_parts parts = { 0 };

	(void)state;
	add(&parts, VFDEV_PART_DRV_FEATURES, 0, "12345678");
	add(&parts, VFDEV_PART_DEVICE_STATUS, 0, "s");
	assert_null(vfdev_parts_wrong(parts.data, parts.len));
	for (size_t len = 0; len < parts.len; len++) {
		/* Copy to the exact size, so that a sanitizer detects a read beyond the end. */
		uint8_t *cut = malloc(len + !len);
		const char *wrong;

		memcpy(cut, parts.data, len);
		wrong = vfdev_parts_wrong(cut, len);
		if (len == 0 || len == VFDEV_PART_HEADER + 8)
			assert_null(wrong);
		else
			assert_string_equal(wrong, "truncated part");
		free(cut);
	}
	/* a length that wraps around */
	memset(parts.data + 12, 0xff, 4);
	assert_string_equal(vfdev_parts_wrong(parts.data, parts.len), "truncated part");
	vfdev_parts_free(&parts);
}

static void wrong_with(size_t at, uint8_t value, const char *expected)
{
	struct vfdev_parts parts = { 0 };

	add(&parts, VFDEV_PART_DRV_FEATURES, 0, "12345678");
	parts.data[at] = value;
	assert_string_equal(vfdev_parts_wrong(parts.data, parts.len), expected);
	vfdev_parts_free(&parts);
}

static void test_reserved(void **state)
{
	(void)state;
	wrong_with(2, 2, "a part has a reserved flag");
	wrong_with(3, 1, "a reserved byte of a part is not zero");
	wrong_with(4, 1, "a reserved byte of a selector is not zero");
	wrong_with(11, 1, "a reserved byte of a selector is not zero");
}

static void test_order(void **state)
{
	struct vfdev_parts parts = { 0 };

	(void)state;
	add(&parts, VFDEV_PART_VQ_CFG, 1, "b");
	add(&parts, VFDEV_PART_VQ_CFG, 0, "a");
	assert_null(vfdev_parts_wrong(parts.data, parts.len));
	add(&parts, VFDEV_PART_VQ_CFG, 1, "c");
	assert_string_equal(vfdev_parts_wrong(parts.data, parts.len), "duplicate part");
	vfdev_parts_free(&parts);
	add(&parts, VFDEV_PART_VQ_CFG, 1, "b");
	add(&parts, VFDEV_PART_DEVICE_STATUS, 0, "s");
	assert_string_equal(vfdev_parts_wrong(parts.data, parts.len), "the parts are out of order");
	vfdev_parts_free(&parts);
}

static void put(struct vfdev_parts *parts, uint16_t type, uint8_t selector, const char *value)
{
	struct vfdev_part part = part_of(type, selector, value, strlen(value));

	vfdev_parts_put(parts, &part);
}

static void test_put(void **state)
{
	struct vfdev_parts parts = { 0 }, expected = { 0 };

	(void)state;
	put(&parts, VFDEV_PART_VQ_CFG, 0, "queue 0");
	put(&parts, VFDEV_PART_NET_CVQ_CFG, 4, "");
	put(&parts, VFDEV_PART_VQ_CFG, 1, "queue 1");
	put(&parts, VFDEV_PART_DRV_FEATURES, 0, "features");
	put(&parts, VFDEV_PART_VQ_CFG, 0, "another length");

	add(&expected, VFDEV_PART_DRV_FEATURES, 0, "features");
	add(&expected, VFDEV_PART_VQ_CFG, 0, "another length");
	add(&expected, VFDEV_PART_VQ_CFG, 1, "queue 1");
	add(&expected, VFDEV_PART_NET_CVQ_CFG, 4, "");
	assert_int_equal(vfdev_parts_count(&parts), 4);
	assert_int_equal(parts.len, expected.len);
	assert_memory_equal(parts.data, expected.data, expected.len);
	vfdev_parts_free(&parts);
	vfdev_parts_free(&expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_reserved), cmocka_unit_test(test_order),
		cmocka_unit_test(test_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
