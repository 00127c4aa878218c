// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <poll.h>
#include <string.h>

#include "batch.h"
#include "lib/names.h"

void batch_entry(struct vd_entry *entry, const char *instance, uint64_t seq)
{
	vd_entry_init(entry);
	vd_entry_add(entry, "MESSAGE", "record %" PRIu64, seq);
	vd_entry_add(entry, VFV_FIELD_INSTANCE, "%s", instance);
	vd_entry_add(entry, VFV_FIELD_SEQ, "%" PRIu64, seq);
}

void batch_fill(struct vd_batch *batch, const char *instance, uint64_t first, size_t n, bool fresh)
{
	strcpy(batch->instance, instance);
	batch->fresh = fresh;
	batch->n = n;
	for (size_t i = 0; i < n; i++) {
		batch->seqs[i] = first + i;
		batch_entry(&batch->entries[i], instance, first + i);
	}
}

bool batch_done(struct vd_writer *writer, int ms)
{
	struct pollfd fd = { vd_writer_fd(writer), POLLIN, 0 };

	while (poll(&fd, 1, ms) > 0)
		if (vd_writer_done(writer))
			return true;
	return false;
}
