/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/in-root.h"
#include "lib/line.h"
#include "lib/macro.h"
#include "lib/path.h"

#include "capture.h"
#include "lines.h"
#include "signing.h"

/* The GUID of UEFI's global variables. */
#define EFI "/sys/firmware/efi"
#define SECURE_BOOT EFI "/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

static enum cmd_fact fact(bool yes)
{
	return yes ? CMD_YES : CMD_NO;
}

/* Four bytes of attributes and one of data, which is 0 or 1. */
static enum cmd_fact read_secure_boot(const struct cmd *cmd)
{
	char path[PATH_MAX];
	unsigned char data[5];
	_cleanup_close_ int fd = -1;

	if (snprintf(path, sizeof(path), "%s" SECURE_BOOT, cmd->root) >= PATH_MAX)
		return CMD_UNKNOWN;
	fd = vfv_file_open(AT_FDCWD, path);
	if (fd >= 0 && read(fd, data, sizeof(data)) == (ssize_t)sizeof(data) && data[4] <= 1)
		return fact(data[4]);
	if (fd >= 0)
		return CMD_UNKNOWN;
	/* A machine that was not booted by UEFI firmware does not have this directory. */
	snprintf(path, sizeof(path), "%s" EFI, cmd->root);
	if (access(path, F_OK) >= 0 || errno != ENOENT)
		return CMD_UNKNOWN;
	*strrchr(path, '/') = '\0';
	return access(path, F_OK) >= 0 ? CMD_NO : CMD_UNKNOWN;
}

/* "none [integrity] confidentiality" */
static void read_lockdown(const struct cmd *cmd, struct cmd_signing *signing)
{
	char text[80];
	const char *level;

	if (vfv_path_read(text, sizeof(text), "%s/sys/kernel/security/lockdown", cmd->root) < 0)
		return;
	level = strchr(text, '[');
	if (level)
		snprintf(signing->lockdown, sizeof(signing->lockdown), "%.*s",
			 (int)strcspn(level + 1, "]"), level + 1);
}

static enum cmd_fact read_enforced(const struct cmd *cmd)
{
	char text[4];

	if (vfv_path_read(text, sizeof(text), "%s/sys/module/module/parameters/sig_enforce",
			  cmd->root) < 0)
		return CMD_UNKNOWN;
	return *text == 'Y' || *text == 'N' ? fact(*text == 'Y') : CMD_UNKNOWN;
}

/* Return: the value of the line "NAME:   VALUE", NULL if @text has none. Sets its length. */
static const char *find_field(const char *text, const char *name, size_t *length)
{
	size_t n = strlen(name);

	while (*text && (strncmp(text, name, n) != 0 || text[n] != ':')) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	if (!*text)
		return NULL;
	text += n + 1;
	text += strspn(text, " ");
	*length = strcspn(text, "\n");
	return text;
}

void cmd_signing_parse(const char *text, struct cmd_signing *signing)
{
	const char *value;
	size_t length;

	/* Every module has a name. Without it this is not the description of a module. */
	if (!find_field(text, "filename", &length) || !find_field(text, "name", &length))
		return;
	value = find_field(text, "sig_id", &length);
	signing->is_signed = fact(value);
	value = find_field(text, "signer", &length);
	if (value)
		snprintf(signing->signer, sizeof(signing->signer), "%.*s", (int)length, value);
}

struct search {
	const char *signer;
	bool any; /* a key is visible */
};

/* A name that the kernel has composed ends here. The id of the certificate follows: ": 12ab: ". */
static bool name_ends(const char *at)
{
	size_t length;

	if (strncmp(at, ": ", 2) != 0)
		return false;
	length = strspn(at + 2, "0123456789abcdef");
	return length && !strncmp(at + 2 + length, ": ", 2);
}

/* The name is "organization: common name", or only the latter. */
static bool is_key(const char *line, void *userdata)
{
	static const char type[] = " asymmetri ";
	struct search *search = userdata;
	const char *name = strstr(line, type);
	size_t n = strlen(search->signer);

	if (!name)
		return false;
	search->any = true;
	name += strlen(type);
	for (const char *at = name; (at = strstr(at, search->signer)); at++)
		if (name_ends(at + n) && (at == name || !strncmp(at - 2, ": ", 2)))
			return true;
	return false;
}

void cmd_signing_find_key(int keys, struct cmd_signing *signing)
{
	struct search search = { .signer = signing->signer };
	int r = cmd_lines_find(keys, is_key, &search);

	/*
	 * A user who sees no key at all may lack the privilege: the kernel's keys belong to root.
	 */
	if (r >= 0 && search.any)
		signing->has_key = fact(r);
}

/* Files of modules may be compressed, which modinfo supports. */
static void read_module(const struct cmd_kernel *kernel, struct cmd_signing *signing)
{
	char program[] = "/sbin/modinfo", path[PATH_MAX];
	char *argv[] = { program, path, NULL };
	_cleanup_free_ char *said = NULL;
	size_t size;
	int status = -1;

	snprintf(path, sizeof(path), "%s", kernel->path);
	said = cmd_capture(cmd_capture_program, argv, &size, &status);
	if (said && status == 0)
		cmd_signing_parse(said, signing);
}

bool cmd_signing_matters(const struct cmd_signing *signing)
{
	return signing->enforced == CMD_YES ||
	       (*signing->lockdown && strcmp(signing->lockdown, "none") != 0);
}

void cmd_signing_read(const struct cmd *cmd, const struct cmd_kernel *kernel,
		      struct cmd_signing *signing)
{
	*signing = (struct cmd_signing){ .secure_boot = read_secure_boot(cmd),
					 .enforced = read_enforced(cmd) };
	read_lockdown(cmd, signing);
	/* Programs and keys are those of the running system. */
	if (*cmd->root || !*kernel->path)
		return;
	read_module(kernel, signing);
	if (*signing->signer)
		cmd_signing_find_key(vfv_file_open(AT_FDCWD, "/proc/keys"), signing);
}
