// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ifaces.h"
#include "lib/macro.h"
#include "lib/sysfs.h"

static struct vd_iface *find(const struct vd_ifaces *ifaces, int ifindex)
{
	for (size_t i = 0; i < ifaces->n; i++)
		if (ifaces->items[i].ifindex == ifindex)
			return &ifaces->items[i];
	return NULL;
}

/* Returns all compared names in one string, which the caller frees. NULL if out of memory. */
static char *join_names(const struct vfv_link *link)
{
	char *text = calloc(link->n_names + 1, VFV_ALT_NAME_SIZE + 1), *end = text;

	for (size_t i = 0; text && i < link->n_names; i++)
		end += sprintf(end, "%s/", link->names[i]);
	if (text)
		sprintf(end, "/%s%s", link->port, link->incomplete ? "/" : "");
	return text;
}

static void drop(struct vd_ifaces *ifaces, struct vd_iface *iface)
{
	free(iface->names);
	*iface = ifaces->items[--ifaces->n];
}

static int add(struct vd_ifaces *ifaces, const struct vd_iface *iface)
{
	struct vd_iface *items = reallocarray(ifaces->items, ifaces->n + 1, sizeof(*items));

	if (!items)
		return -ENOMEM;
	ifaces->items = items;
	items[ifaces->n++] = *iface;
	return 0;
}

int vd_ifaces_take(struct vd_ifaces *ifaces, const char *root, const struct vfv_link *link, bool gone,
		   char pf[static VFIOV_BDF_MAX + 1])
{
	struct vd_iface *old = find(ifaces, link->ifindex);
	struct vd_iface new = { .ifindex = link->ifindex };

	pf[0] = '\0';
	/* Interface numbers are not reused quickly, but an event may have been lost. */
	if (gone || vfv_sysfs_pci(root, link->bus, link->parent, new.pf, sizeof(new.pf)) < 0) {
		if (old) {
			strcpy(pf, old->pf);
			drop(ifaces, old);
		}
		return 0;
	}
	strcpy(pf, new.pf);
	new.names = join_names(link);
	if (!new.names)
		return -ENOMEM;
	if (!old) {
		int r = add(ifaces, &new);

		if (r < 0)
			free(new.names);
		return r;
	}
	if (!strcmp(old->pf, new.pf) && !strcmp(old->names, new.names))
		pf[0] = '\0';
	free(old->names);
	*old = new;
	return 0;
}

const char *vd_ifaces_pf(const struct vd_ifaces *ifaces, int ifindex)
{
	const struct vd_iface *iface = find(ifaces, ifindex);

	return iface ? iface->pf : "";
}

void vd_ifaces_done(struct vd_ifaces *ifaces)
{
	for (size_t i = 0; i < ifaces->n; i++)
		free(ifaces->items[i].names);
	free(ifaces->items);
	*ifaces = (struct vd_ifaces){ 0 };
}
