/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <netlink/socket.h>

#include "lib/in-root.h"
#include "lib/link.h"
#include "lib/macro.h"
#include "lib/sysfs.h"
#include "lib/udev.h"

#include "names-read.h"

VFV_DEFINE_CLEANUP(struct nl_sock *, nl_socket_free);

/* hostname(5): the first line that is neither blank nor a comment, without blanks around it. */
static void read_hostname(const char *root, char host[static VFV_HOST_SIZE])
{
	_cleanup_close_ int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char text[4096], *rest = text, *line;

	host[0] = '\0';
	if (dir < 0 || vfv_in_root_read(dir, "etc/hostname", text, sizeof(text)) < 0)
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

static void set_known(struct vfv_names *names, enum vfv_fact fact, bool known)
{
	names->known &= ~(1U << fact);
	names->known |= (uint32_t)known << fact;
}

/* Return: true for a name that a machine has before its name is set. */
static bool is_unset(const char *host)
{
	return !*host || !strcmp(host, "(none)") || !strcmp(host, "localhost");
}

/* Below a root, the host is the machine that the root belongs to. */
void vfv_names_read_host(const char *root, struct vfv_names *names)
{
	char *host = names->host;

	if (!*root) {
		if (gethostname(host, VFV_HOST_SIZE) < 0)
			host[0] = '\0';
		host[VFV_HOST_SIZE - 1] = '\0';
	} else {
		read_hostname(root, host);
	}
	host[strcspn(host, ".")] = '\0';
	set_known(names, VFV_FACT_HOST, !is_unset(host));
	if (!vfv_names_know(names, VFV_FACT_HOST))
		host[0] = '\0';
}

/* Return: true if there was room for all names. */
static bool add_names(struct vfv_names *names, const struct vfv_link *link)
{
	for (size_t i = 0; i < link->n_names; i++) {
		if (names->n_pf == VFV_PF_NAMES_MAX)
			return false;
		memcpy(names->pf[names->n_pf++], link->names[i], VFV_ALT_NAME_SIZE);
	}
	return !link->incomplete;
}

void vfv_names_from_links(const char *root, const char *pf, const struct vfv_link *const *links,
			  size_t n, struct vfv_names *names)
{
	/*
	 * A network card without an interface may get one later: its driver may be missing or still
	 * starting.
	 */
	bool known = n || vfv_sysfs_is_network(root, pf) == 0;

	names->n_pf = 0;
	names->port[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (!add_names(names, links[i]) || !vfv_udev_is_done(root, links[i]->ifindex))
			known = false;
	}
	set_known(names, VFV_FACT_NAMES, known);
	/* The name of a port never changes. */
	set_known(names, VFV_FACT_PORT, n || known);
	if (n)
		memcpy(names->port, links[0]->port, sizeof(names->port));
}

/* Return: 0, even if there is no port, or a negative errno. */
static int read_port(const char *root, struct vfv_link *link)
{
	int r = vfv_sysfs_port(root, link->names[0], link->port);

	return r == -ENOENT || r == -EOPNOTSUPP ? 0 : r;
}

/* Read an interface from the files below a root, which have no alternative names. */
static int read_link_files(const char *root, bool port, struct vfv_link *link)
{
	int r = vfv_sysfs_ifindex(root, link->names[0]);

	link->ifindex = r;
	return port ? read_port(root, link) : 0;
}

static int read_links(const char *root, const char *pf, bool port, struct vfv_link *links,
		      size_t *n)
{
	_cleanup_(nl_socket_freep) struct nl_sock *socket = NULL;
	struct vfv_sysfs_netdevs netdevs;
	int r = vfv_sysfs_netdevs(root, pf, &netdevs);

	*n = 0;
	if (r >= 0 && netdevs.n && !*root)
		r = vfv_link_open(&socket);
	for (size_t i = 0; r >= 0 && i < netdevs.n; i++) {
		struct vfv_link *link = &links[i];

		*link = (struct vfv_link){ .n_names = 1 };
		strcpy(link->names[0], netdevs.names[i]);
		if (socket)
			r = vfv_link_get(socket, vfv_sysfs_ifindex(root, netdevs.names[i]), link);
		else
			r = read_link_files(root, port, link);
		*n = i + 1;
	}
	return r;
}

int vfv_names_read(const char *root, const char *pf, const struct vfv_uses *uses,
		   struct vfv_names *names)
{
	const struct vfv_link *pointers[VFV_SYSFS_NETDEVS_MAX];
	struct vfv_link links[VFV_SYSFS_NETDEVS_MAX];
	size_t n = 0;
	int r = 0;

	*names = (struct vfv_names){ 0 };
	vfv_names_read_host(root, names);
	if (!*pf || (uses && !uses->netdev && !uses->port))
		return 0;
	r = read_links(root, pf, !uses || uses->port, links, &n);
	for (size_t i = 0; i < n; i++)
		pointers[i] = &links[i];
	vfv_names_from_links(root, pf, pointers, n, names);
	if (r < 0)
		names->known &= ~(1U << VFV_FACT_NAMES | 1U << VFV_FACT_PORT);
	else if (uses && !uses->port)
		set_known(names, VFV_FACT_PORT, false);
	return r;
}
