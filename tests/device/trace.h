/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace: one record for each admin command and each doorbell access, in the order in which the
 * device saw them. The last VFDEV_TRACE_RECORDS are kept; the file, if there is one, gets all of
 * them.
 */
#pragma once

#include "qemu/osdep.h"
#include "count.h"

#define VFDEV_TRACE_RECORDS 8192
/*
 * Number of bytes kept of a command's data and of its result. Longer ones are truncated; their
 * original length is kept.
 */
#define VFDEV_TRACE_BYTES 64

enum vfdev_trace_kind { VFDEV_TRACE_COMMAND, VFDEV_TRACE_DOORBELL };

/* How a command ended, if it has ended. */
enum vfdev_trace_end {
	VFDEV_TRACE_OPEN,
	VFDEV_TRACE_ANSWERED,
	VFDEV_TRACE_DROPPED, /* ended by a reset, an unplug, or a broken queue */
};

struct vfdev_trace_record {
	uint64_t seq;
	int64_t begin_ns; /* guest time */
	int64_t end_ns;
	enum vfdev_trace_kind kind;
	union {
		struct {
			uint64_t member;
			uint16_t opcode;
			int16_t offset;	 /* -1 if the command has none */
			uint32_t length; /* length of the data written or requested */
			uint8_t data[VFDEV_TRACE_BYTES];
			uint8_t data_len;
			uint8_t result[VFDEV_TRACE_BYTES];
			uint8_t result_len;
			uint16_t status;
			uint16_t qualifier;
			uint32_t used;
			unsigned fault; /* id of the fault that was applied, 0 for none */
			enum vfdev_trace_end end;
		} command;
		struct {
			unsigned vf;
			enum vfdev_doorbell_via via;
			enum vfdev_doorbell_kind kind;
			uint32_t place; /* relative to the address */
			uint32_t width; /* in bytes */
			uint64_t value;
		} doorbell;
	};
};

struct vfdev_trace {
	bool on;
	uint64_t next;	/* sequence number, beginning with 1 */
	uint64_t first; /* first sequence number since the last clear */
	struct vfdev_trace_record *ring;
	FILE *file;
};

/* Returns 0, or a negative errno if the file cannot be written; NULL means no file. */
int vfdev_trace_init(struct vfdev_trace *trace, const char *file);
void vfdev_trace_free(struct vfdev_trace *trace);
void vfdev_trace_clear(struct vfdev_trace *trace);

/* Returns a new record with seq, begin_ns and kind set, or NULL if the trace is off. */
struct vfdev_trace_record *vfdev_trace_add(struct vfdev_trace *trace, enum vfdev_trace_kind kind);
/* Returns the record with this number, or NULL if it was overwritten or never existed. */
struct vfdev_trace_record *vfdev_trace_find(struct vfdev_trace *trace, uint64_t seq);
/* The record is complete: writes it to the file. */
void vfdev_trace_done(struct vfdev_trace *trace, struct vfdev_trace_record *record);

/*
 * Prints as many records as fit into `room` bytes, beginning with sequence number `from`, and then
 * `next=N lost=N`.
 */
void vfdev_trace_print(struct vfdev_trace *trace, uint64_t from, size_t room, GString *out);
