// SPDX-License-Identifier: GPL-2.0-only
#include "policy.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "lib/names.h"
#include "scene/daemon.h"

#define RULES_FILE VFV_POLICY_DIR_ETC "/" POLICY_RULES_FILE
/* The file is on a tmpfs, so the first test after each boot creates it. */
#define SHIPPED_COPY "/run/vfiovd.conf.shipped"
#define CONF_MAX 65536

static int file_write(const char *path, const char *text)
{
	_cleanup_fclose_ FILE *file = fopen(path, "we");

	if (!file)
		return -errno;
	return fputs(text, file) < 0 || fflush(file) < 0 ? -errno : 0;
}

/* The caller frees the text. */
static int file_read(const char *path, char **text)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	_cleanup_free_ char *buf = calloc(1, CONF_MAX);

	if (!file)
		return -errno;
	if (!buf)
		return -ENOMEM;
	fread(buf, 1, CONF_MAX - 1, file);
	if (ferror(file))
		return -EIO;
	*text = TAKE_PTR(buf);
	return 0;
}

/* The installed text, saved at the first call. */
static int shipped_get(char **text)
{
	int r;

	if (access(SHIPPED_COPY, F_OK) == 0)
		return file_read(SHIPPED_COPY, text);
	r = file_read(VFV_CONF_FILE, text);
	return r < 0 ? r : file_write(SHIPPED_COPY, *text);
}

static int reload(struct vfv_genl *genl)
{
	int r = daemon_reload(genl);

	return r == -ESRCH ? 0 : r;
}

int policy_write_site(const char *site, const char *rules)
{
	_cleanup_free_ char *shipped = NULL, *conf = NULL, *text = NULL;
	int r;

	r = shipped_get(&shipped);
	if (r < 0)
		return r;
	if (asprintf(&conf, "version = 1;\n%s", site) < 0)
		return -ENOMEM;
	r = file_write(VFV_CONF_FILE, conf);
	if (r < 0)
		return r;
	if (asprintf(&text, "version = 1;\nrules = (\n%s\n);\n", rules) < 0)
		return -ENOMEM;
	return file_write(RULES_FILE, text);
}

int policy_write(bool allow_transitional, const char *rules)
{
	return policy_write_site(allow_transitional ? "allow_transitional = true;\n"
					      : "allow_transitional = false;\n",
			   rules);
}

int policy_site(struct vfv_genl *genl, const char *site, const char *rules)
{
	int r = policy_write_site(site, rules);

	return r < 0 ? r : reload(genl);
}

int policy_rules(struct vfv_genl *genl, bool allow_transitional, const char *rules)
{
	int r = policy_write(allow_transitional, rules);

	return r < 0 ? r : reload(genl);
}

int policy_shipped(struct vfv_genl *genl)
{
	_cleanup_free_ char *shipped = NULL, *now = NULL;
	bool had_rules;
	int r;

	r = shipped_get(&shipped);
	if (r == 0)
		r = file_read(VFV_CONF_FILE, &now);
	if (r < 0)
		return r;
	had_rules = unlink(RULES_FILE) == 0;
	if (!had_rules && strcmp(now, shipped) == 0)
		return 0;
	r = file_write(VFV_CONF_FILE, shipped);
	return r < 0 ? r : reload(genl);
}
