/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/line.h"
#include "lib/macro.h"
#include "lib/sysfs.h"

#include "names-read.h"

/* hostname(5): the first line that is not blank and no comment, without blanks around it. */
static void read_hostname(const char *root, char host[static VFV_HOST_SIZE])
{
	_cleanup_close_ int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char text[4096], *rest = text, *line;

	host[0] = '\0';
	if (dir < 0 || vfv_file_read_in_root(dir, "etc/hostname", text, sizeof(text)) < 0)
		return;
	while ((line = strsep(&rest, "\n"))) {
		size_t length;

		line += strspn(line, " \t\r");
		length = strcspn(line, " \t\r");
		if (!length || *line == '#')
			continue;
		if (length < VFV_HOST_SIZE)
			memcpy(host, line, length + 1);
		host[length < VFV_HOST_SIZE ? length : 0] = '\0';
		return;
	}
}

/* Below a root the host is the one whose root it is. */
static void read_host(const char *root, char host[static VFV_HOST_SIZE])
{
	if (!*root) {
		if (gethostname(host, VFV_HOST_SIZE) < 0)
			host[0] = '\0';
		host[VFV_HOST_SIZE - 1] = '\0';
	} else {
		read_hostname(root, host);
	}
	host[strcspn(host, ".")] = '\0';
}

/* Fails when it is not known whether there is such a name. */
static int found(int r, char *name)
{
	if (r >= 0)
		return 0;
	name[0] = '\0';
	return r == -ENOENT || r == -EOPNOTSUPP ? 0 : r;
}

int vfv_names_read(const char *root, const char *pf, const struct vfv_uses *uses,
		   struct vfv_names *names)
{
	int r = 0;

	*names = (struct vfv_names){ 0 };
	read_host(root, names->host);
	if (*pf && (!uses || uses->netdev || uses->port))
		r = found(vfv_sysfs_netdev(root, pf, names->netdev), names->netdev);
	if (*names->netdev && (!uses || uses->port))
		r = found(vfv_sysfs_port(root, names->netdev, names->port), names->port);
	return r;
}
