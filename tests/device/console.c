// SPDX-License-Identifier: GPL-2.0-only
#include "console-command.h"
#include "admin.h"
#include "execute.h"
#include "console.h"
#include "notify.h"
#include "options.h"

/* Parses the options that select commands by VF and opcode; -1 selects all. */
static bool parse_selection(struct vfdev_console *c, int64_t *vf, int64_t *op, Error **errp)
{
	const struct vfdev_option options[] = {
		{ .key = "vf", .number = vf },
		{ .key = "op", .number = op },
		{},
	};

	*vf = *op = -1;
	return vfdev_options_parse(c->words, options, errp);
}

static bool count(struct vfdev_console *c, Error **errp)
{
	int64_t vf, op;

	if (!parse_selection(c, &vf, &op, errp))
		return false;
	vfdev_counts_print(&c->pf->counts, vf, op, c->out);
	return true;
}

static bool count_reset(struct vfdev_console *c, Error **errp)
{
	vfdev_counts_reset(&c->pf->counts);
	return true;
}

static bool trace_on(struct vfdev_console *c, Error **errp)
{
	c->pf->trace.on = true;
	return true;
}

static bool trace_off(struct vfdev_console *c, Error **errp)
{
	c->pf->trace.on = false;
	return true;
}

static bool trace_clear(struct vfdev_console *c, Error **errp)
{
	vfdev_trace_clear(&c->pf->trace);
	return true;
}

static bool trace_read(struct vfdev_console *c, Error **errp)
{
	int64_t from = 0;
	const struct vfdev_option options[] = { { .key = "from", .number = &from }, {} };

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	vfdev_trace_print(&c->pf->trace, MAX(from, 0), c->room, c->out);
	return true;
}

static bool pending(struct vfdev_console *c, Error **errp)
{
	vfdev_admin_print_pending(c->pf, c->out);
	return true;
}

static bool release(struct vfdev_console *c, Error **errp)
{
	int64_t vf, op;

	if (!parse_selection(c, &vf, &op, errp))
		return false;
	g_string_append_printf(c->out, "released=%u\n", vfdev_admin_release(c->pf, vf, op));
	return true;
}

static bool status(struct vfdev_console *c, Error **errp)
{
	VirtIODevice *vdev = virtio_bus_get_device(&c->pf->proxy.bus);
	g_autofree char *notify = vfdev_notify_format(&c->pf->notify);

	g_string_append_printf(c->out,
			       "present=%d\ntotal-vfs=%u\nnum-vfs=%u\nstatus=0x%02x\nbroken=%d\n"
			       "commands=0x%" PRIx64 "\nused-commands=0x%" PRIx64 "\n"
			       "notify-info=%s\ntrace=%s\n",
			       vfdev_pci_present(PCI_DEVICE(c->pf)), c->pf->total_vfs,
			       pcie_sriov_num_vfs(PCI_DEVICE(c->pf)), vdev->status, vdev->broken,
			       vfdev_command_list(c->pf), c->pf->used_commands, notify,
			       c->pf->trace.on ? "on" : "off");
	return true;
}

static const struct {
	const char *verb;
	const char *object; /* NULL if the verb has no second word */
	bool (*run)(struct vfdev_console *c, Error **errp);
	bool no_options;
} commands[] = {
	{ "count", "reset", count_reset, .no_options = true },
	{ "count", NULL, count },
	{ "trace", "on", trace_on, .no_options = true },
	{ "trace", "off", trace_off, .no_options = true },
	{ "trace", "clear", trace_clear, .no_options = true },
	{ "trace", "read", trace_read },
	{ "fault", "add", vfdev_console_fault_add },
	{ "fault", "list", vfdev_console_fault_list, .no_options = true },
	{ "fault", "delete", vfdev_console_fault_delete },
	{ "fault", "clear", vfdev_console_fault_clear, .no_options = true },
	{ "pending", NULL, pending, .no_options = true },
	{ "release", NULL, release },
	{ "break", NULL, vfdev_console_break, .no_options = true },
	{ "notify-info", NULL, vfdev_console_notify_info },
	{ "vf-queues", NULL, vfdev_console_vf_queues },
	{ "vf-property", NULL, vfdev_console_vf_property },
	{ "queue-size", NULL, vfdev_console_queue_size },
	{ "commands", NULL, vfdev_console_commands },
	{ "parts", NULL, vfdev_console_parts },
	{ "link", NULL, vfdev_console_link },
	{ "error", NULL, vfdev_console_error },
	{ "unplug", NULL, vfdev_console_unplug, .no_options = true },
	{ "plug", NULL, vfdev_console_plug, .no_options = true },
	{ "status", NULL, status, .no_options = true },
};

bool vfdev_console(struct vfdev_pf *pf, const char *line, size_t room, GString *out, Error **errp)
{
	static const struct vfdev_option none[] = { {} };
	g_autofree char *copy = g_strdup(line);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	char **word;

	for (char *at = strtok(copy, " \t\n"); at; at = strtok(NULL, " \t\n"))
		g_ptr_array_add(words, at);
	g_ptr_array_add(words, NULL);
	word = (char **)words->pdata;

	for (unsigned i = 0; word[0] && i < ARRAY_SIZE(commands); i++) {
		const char *object = commands[i].object;
		struct vfdev_console c = { pf, word + 1, room, out };

		if (strcmp(word[0], commands[i].verb))
			continue;
		if (object) {
			if (!word[1] || strcmp(word[1], object))
				continue;
			c.words++;
		}
		if (commands[i].no_options && !vfdev_options_parse(c.words, none, errp))
			return false;
		return commands[i].run(&c, errp);
	}
	error_setg(errp, "unknown command '%s%s%s'", word[0] ?: "", word[0] && word[1] ? " " : "",
		   word[0] && word[1] ? word[1] : "");
	return false;
}
