/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>
#include <unistd.h>

#include "lib/path.h"

#include "names-read.h"

/* Below a root the host is the one whose root it is. */
static void read_host(const char *root, char host[static VFV_HOST_SIZE])
{
	if (!*root) {
		if (gethostname(host, VFV_HOST_SIZE) < 0)
			host[0] = '\0';
		host[VFV_HOST_SIZE - 1] = '\0';
	} else {
		(void)vfv_path_read(host, VFV_HOST_SIZE, "%s/etc/hostname", root);
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
