// SPDX-License-Identifier: GPL-2.0-only
#include "trace.h"
#include "qemu/timer.h"

/*
 * The length of the longest line of a record: 2 * VFDEV_TRACE_BYTES bytes in hex, and names and
 * numbers.
 */
#define LINE_MAX_BYTES 640

static const char *const end_names[] = {
	[VFDEV_TRACE_OPEN] = "open",
	[VFDEV_TRACE_ANSWERED] = "answered",
	[VFDEV_TRACE_DROPPED] = "dropped",
};

int vfdev_trace_init(struct vfdev_trace *trace, const char *file)
{
	trace->next = trace->first = 1;
	trace->ring = g_new0(struct vfdev_trace_record, VFDEV_TRACE_RECORDS);
	if (file) {
		trace->file = fopen(file, "we");
		if (!trace->file)
			return -errno;
		setvbuf(trace->file, NULL, _IOLBF, 0);
		trace->on = true;
	}
	return 0;
}

void vfdev_trace_free(struct vfdev_trace *trace)
{
	g_clear_pointer(&trace->ring, g_free);
	g_clear_pointer(&trace->file, fclose);
}

void vfdev_trace_clear(struct vfdev_trace *trace)
{
	trace->first = trace->next;
}

struct vfdev_trace_record *vfdev_trace_add(struct vfdev_trace *trace, enum vfdev_trace_kind kind)
{
	struct vfdev_trace_record *record;

	if (!trace->on)
		return NULL;
	record = &trace->ring[trace->next % VFDEV_TRACE_RECORDS];
	memset(record, 0, sizeof(*record));
	record->seq = trace->next++;
	record->kind = kind;
	record->begin_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
	return record;
}

struct vfdev_trace_record *vfdev_trace_find(struct vfdev_trace *trace, uint64_t seq)
{
	struct vfdev_trace_record *record = &trace->ring[seq % VFDEV_TRACE_RECORDS];

	return seq && record->seq == seq ? record : NULL;
}

static void print_hex(GString *out, const char *name, const uint8_t *bytes, size_t len)
{
	g_string_append_printf(out, " %s=", name);
	if (!len)
		g_string_append_c(out, '-');
	for (size_t i = 0; i < len; i++)
		g_string_append_printf(out, "%02x", bytes[i]);
}

static void print_command(const struct vfdev_trace_record *r, GString *out)
{
	g_string_append_printf(out, " command member=%" PRIu64 " op=%u", r->command.member,
			       r->command.opcode);
	if (r->command.offset >= 0)
		g_string_append_printf(out, " offset=%d", r->command.offset);
	else
		g_string_append(out, " offset=-");
	g_string_append_printf(out, " length=%u", r->command.length);
	print_hex(out, "data", r->command.data, r->command.data_len);
	g_string_append_printf(out, " end=%s", end_names[r->command.end]);
	if (r->command.end == VFDEV_TRACE_ANSWERED) {
		g_string_append_printf(out, " status=%u qualifier=%u", r->command.status,
				       r->command.qualifier);
		print_hex(out, "result", r->command.result, r->command.result_len);
		g_string_append_printf(out, " used=%u", r->command.used);
	}
	if (r->command.end != VFDEV_TRACE_OPEN)
		g_string_append_printf(out, " took=%" PRId64, r->end_ns - r->begin_ns);
	if (r->command.fault)
		g_string_append_printf(out, " fault=%u", r->command.fault);
}

static void print_doorbell(const struct vfdev_trace_record *r, GString *out)
{
	g_string_append_printf(out, " doorbell vf=%u via=%s place=%u width=%u", r->doorbell.vf,
			       vfdev_doorbell_via_name(r->doorbell.via), r->doorbell.place,
			       r->doorbell.width);
	if (r->doorbell.kind == VFDEV_DOORBELL_READ)
		g_string_append(out, " read");
	else
		g_string_append_printf(out, " value=0x%" PRIx64, r->doorbell.value);
}

static void print_record(const struct vfdev_trace_record *record, GString *out)
{
	g_string_append_printf(out, "seq=%" PRIu64 " time=%" PRId64, record->seq, record->begin_ns);
	switch (record->kind) {
	case VFDEV_TRACE_COMMAND:
		print_command(record, out);
		break;
	case VFDEV_TRACE_DOORBELL:
		print_doorbell(record, out);
		break;
	}
	g_string_append_c(out, '\n');
}

void vfdev_trace_done(struct vfdev_trace *trace, struct vfdev_trace_record *record)
{
	record->end_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
	if (trace->file) {
		g_autoptr(GString) line = g_string_new(NULL);

		print_record(record, line);
		fputs(line->str, trace->file);
	}
}

void vfdev_trace_print(struct vfdev_trace *trace, uint64_t from, size_t room, GString *out)
{
	uint64_t oldest = trace->first;
	uint64_t seq;

	if (trace->next > VFDEV_TRACE_RECORDS)
		oldest = MAX(oldest, trace->next - VFDEV_TRACE_RECORDS);
	from = MIN(MAX(from, trace->first), trace->next);
	for (seq = MAX(from, oldest); seq < trace->next; seq++) {
		if (out->len + 2 * LINE_MAX_BYTES > room)
			break;
		print_record(vfdev_trace_find(trace, seq), out);
	}
	g_string_append_printf(out, "next=%" PRIu64 " more=%" PRIu64 " lost=%" PRIu64 "\n", seq,
			       trace->next - seq, from < oldest ? oldest - from : 0);
}
