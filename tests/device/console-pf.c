// SPDX-License-Identifier: GPL-2.0-only
/* The commands that change the PF, or the VFs that it will create. */
#include "console-command.h"
#include "admin.h"
#include "notify.h"
#include "options.h"
#include "slot.h"
#include "stop.h"
#include "vf-property.h"
#include "qemu/cutils.h"

bool vfdev_console_break(struct vfdev_console *c, Error **errp)
{
	vfdev_admin_break(c->pf);
	return true;
}

bool vfdev_console_notify_info(struct vfdev_console *c, Error **errp)
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

/* Sets the value if there is a word for it, and prints the current one. */
static bool number(struct vfdev_console *c, uint16_t *at,
		   bool (*check)(unsigned value, Error **errp), Error **errp)
{
	if (c->words[0]) {
		unsigned value;

		if (c->words[1] || qemu_strtoui(c->words[0], NULL, 0, &value)) {
			error_setg(errp, "expected one number");
			return false;
		}
		if (!check(value, errp))
			return false;
		*at = value;
	}
	g_string_append_printf(c->out, "%u\n", *at);
	return true;
}

bool vfdev_console_vf_queues(struct vfdev_console *c, Error **errp)
{
	if (!number(c, &c->pf->vf_queues, vfdev_pf_check_vf_queues, errp))
		return false;
	c->pf->vfs_outdated |= !!c->words[0];
	return true;
}

bool vfdev_console_queue_size(struct vfdev_console *c, Error **errp)
{
	return number(c, &c->pf->queue_size, vfdev_pf_check_queue_size, errp);
}

bool vfdev_console_commands(struct vfdev_console *c, Error **errp)
{
	uint64_t value;

	if (c->words[0]) {
		if (c->words[1] || qemu_strtou64(c->words[0], NULL, 0, &value)) {
			error_setg(errp, "expected one number");
			return false;
		}
		if (!vfdev_pf_check_commands(value, errp))
			return false;
		c->pf->commands = value;
	}
	g_string_append_printf(c->out, "0x%" PRIx64 "\n", c->pf->commands);
	return true;
}

bool vfdev_console_vf_property(struct vfdev_console *c, Error **errp)
{
	char **words = c->words;

	if (words[0] && words[1] && words[2]) {
		error_setg(errp, "expected a name and a value");
		return false;
	}
	if (words[0] && !vfdev_vf_property_set(c->pf, words[0], words[1], errp))
		return false;
	vfdev_vf_property_print(c->pf, c->out);
	return true;
}

bool vfdev_console_link(struct vfdev_console *c, Error **errp)
{
	bool up = false, down = false;
	int64_t index = -1;
	const struct vfdev_option options[] = {
		{ .key = "vf", .number = &index },
		{ .key = "up", .flag = &up },
		{ .key = "down", .flag = &down },
		{},
	};
	struct vfdev_vf *vf;
	Error *err = NULL;

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	vf = index < 0 ? NULL : vfdev_pf_vf(c->pf, index);
	if (!vf || up == down || !VFDEV_VF_GET_CLASS(vf)->set_link) {
		error_setg(errp, "expected a VF with a link, and up or down");
		return false;
	}
	vfdev_stop_again(vf);
	VFDEV_VF_GET_CLASS(vf)->set_link(vf, up, &err);
	error_propagate(errp, err);
	return !err;
}

bool vfdev_console_error(struct vfdev_console *c, Error **errp)
{
	if (!c->words[0] || c->words[1]) {
		error_setg(errp, "expected the name of an error");
		return false;
	}
	return vfdev_slot_error(c->pf, c->words[0], errp);
}

bool vfdev_console_unplug(struct vfdev_console *c, Error **errp)
{
	return vfdev_slot_unplug(c->pf, errp);
}

bool vfdev_console_plug(struct vfdev_console *c, Error **errp)
{
	return vfdev_slot_plug(c->pf, errp);
}
