/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "lib/names.h"
#include "policy/suggest.h"

#include "fail.h"
#include "json.h"
#include "text.h"

const char *cmd_exit_name(enum cmd_exit code)
{
	switch (code) {
	case CMD_OK:
		return "ok";
	case CMD_FAILED:
		return "failed";
	case CMD_USAGE:
		return "usage";
	case CMD_NO_DEVICE:
		return "no-device";
	case CMD_REFUSED:
		return "refused";
	case CMD_UNREACHABLE:
		return "unreachable";
	case CMD_BUSY:
		return "busy";
	case CMD_POLICY:
		return "policy";
	case CMD_UNSUPPORTED:
		return "unsupported";
	case CMD_DRIFT:
		return "drift";
	case CMD_UNJUDGED:
		return "unjudged";
	}
	return "failed";
}

static void fail_json(const struct cmd *cmd, enum cmd_exit code, const struct cmd_error *about,
		      const char *message)
{
	json_t *error = json_object();

	json_object_set_new(error, "code", json_integer(code));
	json_object_set_new(error, "name", json_string(cmd_exit_name(code)));
	json_object_set_new(error, "message", cmd_json_text(message));
	if (about->device)
		json_object_set_new(error, "device", cmd_json_text(about->device));
	if (about->rule)
		json_object_set_new(error, "rule", cmd_json_text(about->rule));
	if (about->attribute)
		json_object_set_new(error, "attribute", cmd_json_text(about->attribute));
	cmd_json_print(cmd, stderr, "error", error);
}

static void fail_text(const struct cmd *cmd, const struct cmd_error *about, const char *message)
{
	const char *device = about->device ? about->device : "";

	fputs("vfiovctl: error: ", stderr);
	cmd_text_put(stderr, device);
	fputs(*device ? ": " : "", stderr);
	cmd_text_put(stderr, message);
	fputc('\n', stderr);
	if (about->hint)
		fprintf(stderr, "vfiovctl: hint: %s\n", about->hint);
}

enum cmd_exit cmd_fail(const struct cmd *cmd, enum cmd_exit code, const struct cmd_error *about,
		       const char *format, ...)
{
	static const struct cmd_error nothing;
	char message[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	if (!about)
		about = &nothing;
	if (cmd->silent)
		return code;
	if (cmd->json)
		fail_json(cmd, code, about, message);
	else
		fail_text(cmd, about, message);
	return code;
}

static enum cmd_exit code_of(int error)
{
	switch (-error) {
	case ENODEV:
		return CMD_NO_DEVICE;
	case EBUSY:
	case EAGAIN:
		return CMD_BUSY;
	case EOPNOTSUPP:
		return CMD_UNSUPPORTED;
	case ENOENT:
	case ENOTCONN:
	case ETIMEDOUT:
		return CMD_UNREACHABLE;
	default:
		return CMD_FAILED;
	}
}

enum cmd_exit cmd_fail_nl(const struct cmd *cmd, const char *device,
			  const struct vfv_nl_error *error)
{
	struct cmd_error about = { .device = device };

	if (*error->attribute)
		about.attribute = error->attribute;
	if (error->code == -EPERM || error->code == -EACCES)
		about.hint = "this requires CAP_NET_ADMIN; try as root";
	if (error->code == -ENOTCONN)
		about.hint = "systemctl start " VFV_DAEMON_NAME;
	return cmd_fail(cmd, code_of(error->code), &about, "%s", vfv_nl_error_text(error));
}

enum cmd_exit cmd_fail_connect(const struct cmd *cmd, int error)
{
	struct cmd_error about = { .hint = "modprobe " VFV_MODULE_NAME };

	if (error != -ENOENT && cmd->error.code == error)
		return cmd_fail_nl(cmd, NULL, &cmd->error);
	if (error != -ENOENT)
		return cmd_fail(cmd, CMD_FAILED, NULL, "generic netlink: %s", strerror(-error));
	if (cmd_is_offline(cmd))
		return cmd_fail(cmd, CMD_USAGE, NULL, "%s cannot be combined with --root",
				cmd->verb);
	return cmd_fail(cmd, CMD_UNREACHABLE, &about, "module %s is not loaded", VFV_MODULE_NAME);
}

enum cmd_exit cmd_fail_word(const struct cmd *cmd, const char *what, const char *word,
			    const char *(*name)(size_t n, const void *data), const void *data)
{
	const struct cmd_error about = { .hint = "vfiovctl --help" };
	const char *better = vfv_suggest(word, name, data);

	if (better)
		return cmd_fail(cmd, CMD_USAGE, &about, "%s: %s (did you mean \"%s\"?)", what, word,
				better);
	return cmd_fail(cmd, CMD_USAGE, &about, "%s: %s", what, word);
}

enum cmd_exit cmd_fail_memory(const struct cmd *cmd)
{
	return cmd_fail(cmd, CMD_FAILED, NULL, "out of memory");
}
