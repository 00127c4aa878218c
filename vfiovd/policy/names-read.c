/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"

#include "names-read.h"

/* Below a root anything may have this name, a FIFO that nobody writes for example. */
static ssize_t read_regular(const char *path, char *text, size_t size)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	return S_ISREG(st.st_mode) ? read(fd, text, size) : -EINVAL;
}

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
		ssize_t n = read_regular(path, host, VFV_HOST_SIZE - 1);

		host[n < 0 ? 0 : n] = '\0';
	}
	host[strcspn(host, ".\n")] = '\0';
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
