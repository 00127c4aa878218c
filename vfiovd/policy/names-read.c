/* SPDX-License-Identifier: GPL-2.0-only */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/line.h"
#include "lib/macro.h"

#include "names-read.h"

/* Below a root the host is the one whose root it is. */
static void read_host(const char *root, char host[static VFV_HOST_SIZE])
{
	_cleanup_free_ char *path = NULL;

	if (!*root) {
		if (gethostname(host, VFV_HOST_SIZE) < 0)
			host[0] = '\0';
		host[VFV_HOST_SIZE - 1] = '\0';
	} else if (asprintf(&path, "%s/etc/hostname", root) < 0) {
		path = NULL;
		return;
	} else {
		(void)vfv_line_read(AT_FDCWD, path, host, VFV_HOST_SIZE);
	}
	host[strcspn(host, ".")] = '\0';
}

void vfv_names_read(const char *root, const char *pf, struct vfv_names *names)
{
	*names = (struct vfv_names){ 0 };
	read_host(root, names->host);
	if (*pf && vfv_sysfs_netdev(root, pf, names->netdev) < 0)
		names->netdev[0] = '\0';
	if (*names->netdev && vfv_sysfs_port(root, names->netdev, names->port) < 0)
		names->port[0] = '\0';
}
