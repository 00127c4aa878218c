// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the header of a migration's stream: any input is either refused, with a reason, or equals
 * what the module would have written.
 */
#include "fuzz.h"
#include "virtio/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u8 again[VFIOV_STREAM_HEADER];
	struct vfiov_stream stream;

	if (vfiov_stream_begins(data, size) || size < VFIOV_STREAM_HEADER)
		return 0;
	if (vfiov_stream_decode(&stream, data))
		return 0;
	vfiov_stream_encode(&stream, again);
	if (memcmp(again, data, sizeof(again)))
		abort();
	if (vfiov_stream_differs(&stream, &stream))
		abort();
	return 0;
}
