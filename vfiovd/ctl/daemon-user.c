/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "policy/users.h"

#include "daemon-user.h"
#include "service-file.h"

enum { NAME_SIZE = 64 };

/* See systemd.exec(5). */
struct unit {
	char user[NAME_SIZE];
	char group[NAME_SIZE];
	char groups[1024]; /* separated by blanks */
};

static void take(const char *key, const char *value, void *userdata)
{
	struct unit *unit = userdata;
	size_t length = strlen(unit->groups);

	if (!strcmp(key, "User"))
		snprintf(unit->user, sizeof(unit->user), "%s", value);
	else if (!strcmp(key, "Group"))
		snprintf(unit->group, sizeof(unit->group), "%s", value);
	else if (!strcmp(key, "SupplementaryGroups") && *value)
		snprintf(unit->groups + length, sizeof(unit->groups) - length, " %s", value);
	else if (!strcmp(key, "SupplementaryGroups"))
		unit->groups[0] = '\0';
}

static bool is_number(const char *name, uint32_t *number)
{
	char *end;

	if (*name < '0' || *name > '9')
		return false;
	*number = (uint32_t)strtoul(name, &end, 10);
	return !*end;
}

static int add_group(struct vfv_reader *reader, gid_t gid)
{
	gid_t *groups = reallocarray(reader->groups, reader->n_groups + 1, sizeof(*groups));

	if (!groups)
		return -ENOMEM;
	reader->groups = groups;
	groups[reader->n_groups++] = gid;
	return 0;
}

/* A group that does not exist gives no access. Return: 0 or -ENOMEM. */
static int add_named(struct vfv_reader *reader, const char *root, const char *name)
{
	uint32_t gid;
	int r = 0;

	if (!is_number(name, &gid))
		r = vfv_users_group(root, name, &gid);
	if (r >= 0)
		r = add_group(reader, gid);
	return r == -ENOMEM ? r : 0;
}

static int set_user(struct vfv_reader *reader, const char *root, const struct unit *unit)
{
	_cleanup_free_ uint32_t *groups = NULL;
	struct vfv_user user = { 0 };
	int r = 0;

	/* Without User=, the daemon runs as root. */
	if (*unit->user && !is_number(unit->user, &user.uid))
		r = vfv_users_find(root, unit->user, &user);
	groups = user.groups;
	if (r < 0)
		return r == -ENOMEM ? r : 0;
	reader->known = true;
	reader->uid = user.uid;
	/* Group= replaces the first of the user's groups. */
	for (size_t i = *unit->group ? 1 : 0; r >= 0 && i < user.n_groups; i++)
		r = add_group(reader, user.groups[i]);
	return r;
}

int cmd_daemon_user_find(const struct cmd *cmd, struct vfv_reader *reader)
{
	const char *root = *cmd->root ? cmd->root : NULL;
	struct unit unit = { "", "", "" };
	char *rest = unit.groups, *name;
	int r;

	*reader = (struct vfv_reader){ .name = VFV_DAEMON_NAME };
	r = cmd_service_read(cmd->root, VFV_DAEMON_UNIT, take, &unit);
	if (r >= 0)
		r = set_user(reader, root, &unit);
	if (r >= 0 && *unit.group)
		r = add_named(reader, root, unit.group);
	while (r >= 0 && (name = strsep(&rest, " \t")))
		if (*name)
			r = add_named(reader, root, name);
	return r;
}

void cmd_daemon_user_done(struct vfv_reader *reader)
{
	free(reader->groups);
	*reader = (struct vfv_reader){ .known = false };
}
