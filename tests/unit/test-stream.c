// SPDX-License-Identifier: GPL-2.0-only
/* Tests the header of a migration's stream, as the module reads and writes it. */
#include "unit.h"

#include <string.h>

#include "virtio/stream.h"

static const struct vfiov_stream sample = {
	.profile = "transitional",
	.device = 1,
	.vectors = 5,
	.bar0_size = 64,
	.config_len = 12,
	.bar0 = 0xc001,
	.select = 2,
	.guest_status = 7,
	.guest_legacy = true,
	.isr = 3,
	.written = 0x3f,
	.config = { 2, 0, 0, 0, 0, 9 },
	.parts_len = 499,
};

static void test_bytes(void **state)
{
	/* This is spelled out byte by byte, because a stream outlives the module that wrote it. */
	/* clang-format off */
	static const uint8_t expected[VFIOV_STREAM_HEADER] = {
		'v', 'f', 'i', 'o', 'v', 'm', 'i', 'g', 1, 0, 144, 0, 0xf3, 1, 0, 0,
		't', 'r', 'a', 'n', 's', 'i', 't', 'i', 'o', 'n', 'a', 'l',
		[48] = 1, 0, 5, 0, 64, 0, 0, 0, 12, 0, 0, 0, 1, 0xc0, 0, 0, 2, 0, 7, 1, 3,
		[72] = 0x3f, [80] = 2, 0, 0, 0, 0, 9,
	};
	/* clang-format on */
	uint8_t header[VFIOV_STREAM_HEADER];
	struct vfiov_stream got;

	(void)state;
	vfiov_stream_encode(&sample, header);
	assert_memory_equal(header, expected, sizeof(expected));
	assert_null(vfiov_stream_decode(&got, header));
	assert_memory_equal(&got, &sample, sizeof(sample));
}

static void wrong_with(size_t at, uint8_t value, const char *expected)
{
	uint8_t header[VFIOV_STREAM_HEADER];
	struct vfiov_stream got;

	vfiov_stream_encode(&sample, header);
	header[at] = value;
	assert_string_equal(vfiov_stream_decode(&got, header), expected);
}

static void test_damaged(void **state)
{
	(void)state;
	wrong_with(0, 'V', "the state is not of this driver");
	wrong_with(8, 2, "the state is of another version of this driver");
	wrong_with(10, 143, "the state is damaged: its header has another length");
	wrong_with(14, 2, "the state is damaged: its device parts have no possible length");
	wrong_with(16, 0, "the state is damaged: its profile has no name");
	wrong_with(20, '\n', "the state is damaged: its profile has no name");
	wrong_with(30, 'x', "the state is damaged: its profile has no name");
	wrong_with(67, 2, "the state is damaged: what is reserved is set");
	wrong_with(69, 1, "the state is damaged: what is reserved is set");
	wrong_with(71, 1, "the state is damaged: what is reserved is set");
	wrong_with(73, 0x10, "the state is damaged: it has more device config than its device");
}

/*
 * Every prefix of a valid header is accepted as the beginning of one; no prefix of other data is.
 */
static void test_begins(void **state)
{
	uint8_t header[VFIOV_STREAM_HEADER];

	(void)state;
	vfiov_stream_encode(&sample, header);
	for (size_t len = 0; len <= sizeof(header); len++)
		assert_null(vfiov_stream_begins(header, len));
	/* the stream of upstream's driver begins with the length of its first record */
	assert_string_equal(vfiov_stream_begins((const uint8_t *)"\xf3\x01", 1),
			    "the state is not of this driver");
}

static void differs_with(struct vfiov_stream other, const char *expected)
{
	assert_string_equal(vfiov_stream_differs(&other, &sample), expected);
}

static void test_differs(void **state)
{
	struct vfiov_stream other = sample;

	(void)state;
	other.bar0 = 0;
	other.select = 0;
	other.written = 0;
	other.parts_len = 3;
	assert_null(vfiov_stream_differs(&other, &sample));

	strcpy(other.profile, "legacy");
	differs_with(other, "the state is of another profile");
	other = sample;
	other.device = 2;
	differs_with(other, "the state is of another device type");
	other = sample;
	other.vectors = 3;
	differs_with(other, "the state is of a device with another number of MSI-X vectors");
	other = sample;
	other.bar0_size = 32;
	differs_with(other, "the state is of a device with other features");
	other = sample;
	other.config_len = 10;
	differs_with(other, "the state is of a device with other features");
}

/* A stream of @len bytes arrives in pieces. Its header is the sample's, with this @parts_len. */
static void arrives(size_t len, uint32_t parts_len, size_t piece, bool complete,
		    const char *expected)
{
	struct vfiov_arrival arrival = { .complete = false };
	struct vfiov_stream stream = sample;
	uint8_t data[VFIOV_STREAM_HEADER + 64] = { 0 };
	const char *wrong = NULL;

	stream.parts_len = parts_len;
	vfiov_stream_encode(&stream, data);
	for (size_t n = 0; n < len && !wrong;) {
		n = n + piece < len ? n + piece : len;
		wrong = vfiov_stream_arrived(&arrival, data, n, &sample);
		assert_int_equal(arrival.checked, n >= VFIOV_STREAM_HEADER);
		if (n < len)
			assert_false(arrival.complete && complete);
	}
	if (expected)
		assert_string_equal(wrong, expected);
	else
		assert_null(wrong);
	assert_int_equal(arrival.complete, complete);
}

static void test_arrives(void **state)
{
	const size_t whole = VFIOV_STREAM_HEADER + 40;

	(void)state;
	for (size_t piece = 1; piece <= whole; piece++) {
		arrives(whole, 40, piece, true, NULL);
		arrives(whole - 1, 40, piece, false, NULL);
		arrives(whole + 1, 40, piece, false, "the state is too long");
	}
	arrives(VFIOV_STREAM_HEADER - 1, 40, 1, false, NULL);
}

/* An error is detected as soon as its bytes have arrived. */
static void test_refused(void **state)
{
	struct vfiov_arrival arrival = { .complete = false };
	struct vfiov_stream here = sample;
	uint8_t data[VFIOV_STREAM_HEADER];

	(void)state;
	vfiov_stream_encode(&sample, data);
	assert_string_equal(vfiov_stream_arrived(&arrival, (const uint8_t *)"x", 1, &sample),
			    "the state is not of this driver");
	data[8] = 2;
	assert_string_equal(vfiov_stream_arrived(&arrival, data, 10, &sample),
			    "the state is of another version of this driver");
	data[8] = 1;
	here.device = 2;
	assert_null(vfiov_stream_arrived(&arrival, data, sizeof(data) - 1, &here));
	assert_string_equal(vfiov_stream_arrived(&arrival, data, sizeof(data), &here),
			    "the state is of another device type");
	assert_false(arrival.checked || arrival.complete);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),	cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_begins),	cmocka_unit_test(test_differs),
		cmocka_unit_test(test_arrives), cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
