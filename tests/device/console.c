// SPDX-License-Identifier: GPL-2.0-only
#include "console.h"
#include "admin.h"
#include "command.h"
#include "options.h"

struct context {
	struct vfdev_pf *pf;
	char **words; /* those behind the command's own */
	size_t room;
	GString *out;
};

static bool no_more(struct context *c, Error **errp)
{
	static const struct vfdev_option none[] = { {} };

	return vfdev_options_parse(c->words, none, errp);
}

static bool count(struct context *c, Error **errp)
{
	int64_t vf = -1, op = -1;
	const struct vfdev_option options[] = {
		{ .key = "vf", .number = &vf },
		{ .key = "op", .number = &op },
		{},
	};

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	vfdev_counts_print(&c->pf->counts, vf, op, c->out);
	return true;
}

static bool count_reset(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	vfdev_counts_reset(&c->pf->counts);
	return true;
}

static bool trace_on(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	c->pf->trace.on = true;
	return true;
}

static bool trace_off(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	c->pf->trace.on = false;
	return true;
}

static bool trace_clear(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	vfdev_trace_clear(&c->pf->trace);
	return true;
}

static bool trace_read(struct context *c, Error **errp)
{
	int64_t from = 0;
	const struct vfdev_option options[] = { { .key = "from", .number = &from }, {} };

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	vfdev_trace_print(&c->pf->trace, MAX(from, 0), c->room, c->out);
	return true;
}

static bool fault_check(const struct vfdev_fault *fault, Error **errp)
{
	if (fault->status > UINT16_MAX || fault->qualifier > UINT16_MAX) {
		error_setg(errp, "status and qualifier have 16 bits");
	} else if (fault->used > UINT32_MAX) {
		error_setg(errp, "used has 32 bits");
	} else if (fault->hold && fault->delay_ms > 0) {
		error_setg(errp, "hold and delay exclude each other");
	} else if (fault->data_len > VFDEV_COMMAND_DATA) {
		error_setg(errp, "data: at most %d bytes", VFDEV_COMMAND_DATA);
	} else {
		return true;
	}
	return false;
}

static void free_fault(struct vfdev_fault **fault)
{
	vfdev_fault_free(*fault);
}

static bool fault_add(struct context *c, Error **errp)
{
	__attribute__((cleanup(free_fault))) struct vfdev_fault *fault = vfdev_fault_new();
	const char *data = NULL;
	const struct vfdev_option options[] = {
		{ .key = "vf", .number = &fault->vf },
		{ .key = "op", .number = &fault->op },
		{ .key = "offset", .number = &fault->offset },
		{ .key = "skip", .number = &fault->skip },
		{ .key = "times", .number = &fault->times },
		{ .key = "status", .number = &fault->status },
		{ .key = "qualifier", .number = &fault->qualifier },
		{ .key = "delay", .number = &fault->delay_ms },
		{ .key = "short", .number = &fault->short_len },
		{ .key = "used", .number = &fault->used },
		{ .key = "hold", .flag = &fault->hold },
		{ .key = "break", .flag = &fault->breaks },
		{ .key = "data", .text = &data },
		{},
	};

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
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

static bool fault_list(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	vfdev_faults_print(&c->pf->faults, c->out);
	return true;
}

static bool fault_delete(struct context *c, Error **errp)
{
	int64_t id = 0;
	const struct vfdev_option options[] = { { .key = "id", .number = &id }, {} };

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	if (!vfdev_fault_delete(&c->pf->faults, id)) {
		error_setg(errp, "no fault with this id");
		return false;
	}
	return true;
}

static bool fault_clear(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	vfdev_faults_clear(&c->pf->faults);
	return true;
}

static bool pending(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	vfdev_admin_print_pending(c->pf, c->out);
	return true;
}

static bool release(struct context *c, Error **errp)
{
	int64_t vf = -1, op = -1;
	const struct vfdev_option options[] = {
		{ .key = "vf", .number = &vf },
		{ .key = "op", .number = &op },
		{},
	};

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	g_string_append_printf(c->out, "released=%u\n", vfdev_admin_release(c->pf, vf, op));
	return true;
}

static bool break_queue(struct context *c, Error **errp)
{
	if (!no_more(c, errp))
		return false;
	vfdev_admin_break(c->pf);
	return true;
}

static bool notify_info(struct context *c, Error **errp)
{
	g_autofree char *now = NULL;

	if (c->words[0]) {
		if (!vfdev_notify_parse(c->words[0], &c->pf->notify, errp))
			return false;
	}
	now = vfdev_notify_format(&c->pf->notify);
	g_string_append_printf(c->out, "%s\n", now);
	return true;
}

static bool status(struct context *c, Error **errp)
{
	VirtIODevice *vdev = virtio_bus_get_device(&c->pf->proxy.bus);
	g_autofree char *notify = vfdev_notify_format(&c->pf->notify);

	if (!no_more(c, errp))
		return false;
	g_string_append_printf(c->out,
			       "total-vfs=%u\nnum-vfs=%u\nstatus=0x%02x\nbroken=%d\n"
			       "commands=0x%" PRIx64 "\nused-commands=0x%" PRIx64 "\n"
			       "notify-info=%s\ntrace=%s\n",
			       c->pf->total_vfs, pcie_sriov_num_vfs(PCI_DEVICE(c->pf)),
			       vdev->status, vdev->broken, vfdev_command_list(c->pf),
			       c->pf->used_commands, notify, c->pf->trace.on ? "on" : "off");
	return true;
}

static const struct {
	const char *verb;
	const char *object; /* NULL: the verb stands alone */
	bool (*run)(struct context *c, Error **errp);
} commands[] = {
	{ "count", "reset", count_reset },   { "count", NULL, count },
	{ "trace", "on", trace_on },	     { "trace", "off", trace_off },
	{ "trace", "clear", trace_clear },   { "trace", "read", trace_read },
	{ "fault", "add", fault_add },	     { "fault", "list", fault_list },
	{ "fault", "delete", fault_delete }, { "fault", "clear", fault_clear },
	{ "pending", NULL, pending },	     { "release", NULL, release },
	{ "break", NULL, break_queue },	     { "notify-info", NULL, notify_info },
	{ "status", NULL, status },
};

bool vfdev_console(struct vfdev_pf *pf, const char *line, size_t room, GString *out, Error **errp)
{
	g_autofree char *copy = g_strdup(line);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	char **word;

	for (char *at = strtok(copy, " \t\n"); at; at = strtok(NULL, " \t\n"))
		g_ptr_array_add(words, at);
	g_ptr_array_add(words, NULL);
	word = (char **)words->pdata;

	for (unsigned i = 0; word[0] && i < ARRAY_SIZE(commands); i++) {
		const char *object = commands[i].object;
		struct context c = { pf, word + 1, room, out };

		if (strcmp(word[0], commands[i].verb))
			continue;
		if (object) {
			if (!word[1] || strcmp(word[1], object))
				continue;
			c.words++;
		}
		return commands[i].run(&c, errp);
	}
	error_setg(errp, "unknown command '%s%s%s'", word[0] ?: "", word[0] && word[1] ? " " : "",
		   word[0] && word[1] ? word[1] : "");
	return false;
}
