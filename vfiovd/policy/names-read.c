/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/path.h"
#include "lib/sysfs.h"

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
