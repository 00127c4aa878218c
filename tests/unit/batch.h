/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Batches of audit records for the writer's thread. */

#include <stdbool.h>
#include <stdint.h>

#include "writer.h"

/* Makes an entry with the fields by which the writer finds a record, and a message. */
void batch_entry(struct vd_entry *entry, const char *instance, uint64_t seq);

/* Fills the batch with N records, beginning with number FIRST. FRESH is as in struct vd_batch. */
void batch_fill(struct vd_batch *batch, const char *instance, uint64_t first, size_t n, bool fresh);

/* Returns whether the writer is done with its batch within MS milliseconds. */
bool batch_done(struct vd_writer *writer, int ms);
