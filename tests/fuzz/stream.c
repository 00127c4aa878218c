// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes a migration's stream, which arrives in pieces: the first byte of the input is their size.
 * The result must not depend on the pieces. A header must either be refused, with a reason, or
 * equal what the module would have written. A complete stream must be exactly as long as its header
 * says.
 */
#include "fuzz.h"
#include "virtio/stream.h"

/* The VF that is being resumed; the seeds are for it. */
static const struct vfiov_stream here = {
	.profile = "transitional",
	.device = 1,
	.vectors = 5,
	.bar0_size = 64,
	.config_len = 12,
};

static void must(bool good)
{
	if (!good)
		abort();
}

static void decode(const uint8_t *data, size_t size)
{
	u8 again[VFIOV_STREAM_HEADER];
	struct vfiov_stream stream;

	if (size < VFIOV_STREAM_HEADER || vfiov_stream_decode(&stream, data))
		return;
	vfiov_stream_encode(&stream, again);
	must(!memcmp(again, data, sizeof(again)));
	must(!vfiov_stream_differs(&stream, &stream));
	must(stream.parts_len && stream.parts_len <= VFIOV_STREAM_PARTS_MAX);
}

/* Returns why the stream is refused, NULL if it is not. */
static const char *arrive(struct vfiov_arrival *a, const uint8_t *data, size_t size, size_t piece)
{
	const char *wrong = NULL;
	size_t len = 0;

	while (len < size && !wrong) {
		/* A separate copy, so that the sanitizer finds a read beyond what has arrived. */
		uint8_t *copy;

		len += size - len < piece ? size - len : piece;
		copy = malloc(len);
		must(copy);
		memcpy(copy, data, len);
		wrong = vfiov_stream_arrived(a, copy, len, &here);
		free(copy);
		must(a->checked || !a->complete);
		if (a->checked) {
			size_t total = VFIOV_STREAM_HEADER + a->stream.parts_len;

			must(a->complete == (len == total) && !wrong == (len <= total));
			must(!vfiov_stream_differs(&a->stream, &here));
		}
	}
	return wrong;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vfiov_arrival pieces = { .complete = false }, whole = { .complete = false };
	size_t piece;

	if (!size)
		return 0;
	piece = data[0] ? data[0] : size;
	data++;
	size--;
	decode(data, size);
	must(arrive(&pieces, data, size, piece) == arrive(&whole, data, size, size ? size : 1));
	must(!pieces.checked || !memcmp(&pieces.stream, &whole.stream, sizeof(whole.stream)));
	return 0;
}
