// SPDX-License-Identifier: GPL-2.0-only
/* The commands that add and remove faults. */
#include "console-command.h"
#include "command.h"
#include "options.h"

/* A test's request has room for this many bytes in hex. */
#define DATA_MAX 1920
/* Bounded, so that the clock can represent the time of the answer. */
#define DELAY_MAX_MS INT64_C(3600000)

static bool fault_check(const struct vfdev_fault *fault, Error **errp)
{
	if (fault->status > UINT16_MAX || fault->qualifier > UINT16_MAX) {
		error_setg(errp, "status and qualifier must fit in 16 bits");
	} else if (fault->used > UINT32_MAX) {
		error_setg(errp, "used has 32 bits");
	} else if (fault->delay_us > DELAY_MAX_MS * 1000) {
		error_setg(errp, "delay must be at most one hour");
	} else if (fault->hold && fault->delay_us > 0) {
		error_setg(errp, "hold and delay cannot be combined");
	} else if (fault->data_len > DATA_MAX) {
		error_setg(errp, "data must be at most %d bytes", DATA_MAX);
	} else {
		return true;
	}
	return false;
}

static void free_fault(struct vfdev_fault **fault)
{
	vfdev_fault_free(*fault);
}

bool vfdev_console_fault_add(struct vfdev_console *c, Error **errp)
{
	__attribute__((cleanup(free_fault))) struct vfdev_fault *fault = vfdev_fault_new();
	int64_t delay_ms = VFDEV_FAULT_UNSET;
	const char *data = NULL;
	const struct vfdev_option options[] = {
		{ .key = "vf", .number = &fault->vf },
		{ .key = "op", .number = &fault->op },
		{ .key = "offset", .number = &fault->offset },
		{ .key = "skip", .number = &fault->skip },
		{ .key = "times", .number = &fault->times },
		{ .key = "status", .number = &fault->status },
		{ .key = "qualifier", .number = &fault->qualifier },
		{ .key = "delay", .number = &delay_ms },
		{ .key = "delay-us", .number = &fault->delay_us },
		{ .key = "short", .number = &fault->short_len },
		{ .key = "used", .number = &fault->used },
		{ .key = "hold", .flag = &fault->hold },
		{ .key = "quiet", .flag = &fault->quiet },
		{ .key = "break", .flag = &fault->breaks },
		{ .key = "data", .text = &data },
		{},
	};

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	if (delay_ms > 0 && fault->delay_us > 0) {
		error_setg(errp, "delay and delay-us cannot be combined");
		return false;
	}
	if (delay_ms > 0)
		fault->delay_us = MIN(delay_ms, DELAY_MAX_MS + 1) * 1000;
	if (data) {
		fault->data = vfdev_options_bytes(data, &fault->data_len, errp);
		if (!fault->data)
			return false;
	}
	if (!fault_check(fault, errp))
		return false;
	g_string_append_printf(c->out, "id=%u\n",
			       vfdev_fault_add(&c->pf->faults, g_steal_pointer(&fault)));
	return true;
}

bool vfdev_console_fault_list(struct vfdev_console *c, Error **errp)
{
	vfdev_faults_print(&c->pf->faults, c->out);
	return true;
}

bool vfdev_console_fault_delete(struct vfdev_console *c, Error **errp)
{
	int64_t id = 0;
	const struct vfdev_option options[] = { { .key = "id", .number = &id }, {} };

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	if (!vfdev_fault_delete(&c->pf->faults, id)) {
		error_setg(errp, "no such fault");
		return false;
	}
	return true;
}

bool vfdev_console_fault_clear(struct vfdev_console *c, Error **errp)
{
	vfdev_faults_clear(&c->pf->faults);
	return true;
}
