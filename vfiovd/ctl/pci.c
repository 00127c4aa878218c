/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "lib/line.h"
#include "lib/macro.h"
#include "lib/path.h"
#include "policy/bdf.h"
#include "policy/range.h"

#include "pci.h"
#include "serial.h"

static const uint16_t virtio_vendor = 0x1af4;

/* What VFs have of their PF. */
struct pf {
	const char *bdf;
	uint64_t serial; /* 0: none, or not to be seen */
};

VFV_DEFINE_CLEANUP(DIR *, closedir);

/* The last component of the link @name, "" when there is none. */
static void read_link(int dir, const char *name, char *base, size_t size)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(dir, name, target, sizeof(target) - 1);
	const char *slash;

	base[0] = '\0';
	if (n < 0)
		return;
	target[n] = '\0';
	slash = strrchr(target, '/');
	slash = slash ? slash + 1 : target;
	if (strlen(slash) < size)
		strcpy(base, slash);
}

/* The number in the file @name, in C's notation; false when there is none. */
static bool read_number(int dir, const char *name, long *number)
{
	char text[32], *end;

	if (vfv_line_read(dir, name, text, sizeof(text)) < 0)
		return false;
	errno = 0;
	*number = strtol(text, &end, 0);
	return !errno && end != text;
}

static void read_id(int dir, const char *name, uint16_t *id, struct vfv_vf *vf,
		    unsigned int attribute)
{
	long number;

	if (!read_number(dir, name, &number))
		return;
	*id = (uint16_t)number;
	vf->present |= 1U << attribute;
}

static void read_vf(int dir, const char *bdf, const struct pf *pf, uint32_t index,
		    struct cmd_pci *pci)
{
	struct vfv_vf *vf = &pci->vf;
	long number;

	*pci = (struct cmd_pci){
		.vf.present = 1U << VFIOV_A_VF_BDF | 1U << VFIOV_A_VF_PF | 1U << VFIOV_A_VF_INDEX,
		.vf.index = index,
	};
	/* Both have passed as addresses, which are shorter. */
	strcpy(vf->bdf, bdf);
	strcpy(vf->pf, pf->bdf);
	if (pf->serial) {
		vf->serial = pf->serial;
		vf->present |= 1U << VFIOV_A_VF_SERIAL;
	}
	read_id(dir, "vendor", &vf->vendor, vf, VFIOV_A_VF_VENDOR);
	read_id(dir, "device", &vf->device, vf, VFIOV_A_VF_DEVICE);
	read_id(dir, "subsystem_vendor", &vf->subsystem_vendor, vf, VFIOV_A_VF_SUBSYSTEM_VENDOR);
	read_id(dir, "subsystem_device", &vf->subsystem_device, vf, VFIOV_A_VF_SUBSYSTEM_DEVICE);
	if (read_number(dir, "class", &number)) {
		vf->class = (uint32_t)number;
		vf->present |= 1U << VFIOV_A_VF_CLASS;
	}
	if (read_number(dir, "numa_node", &number)) {
		vf->numa_node = (int32_t)number;
		vf->present |= 1U << VFIOV_A_VF_NUMA_NODE;
	}
	read_link(dir, "driver", pci->driver, sizeof(pci->driver));
}

struct scan {
	int devices; /* /sys/bus/pci/devices */
	struct cmd_pci *items;
	size_t n;
};

static int append_vf(struct scan *scan, const char *bdf, const struct pf *pf, uint32_t index)
{
	_cleanup_close_ int dir = openat(scan->devices, bdf, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct cmd_pci *items;

	/* VFs come and go; one that is gone by now is none. */
	if (dir < 0)
		return 0;
	items = reallocarray(scan->items, scan->n + 1, sizeof(*items));
	if (!items)
		return -ENOMEM;
	scan->items = items;
	read_vf(dir, bdf, pf, index, &items[scan->n++]);
	return 0;
}

static int scan_pf(struct scan *scan, const char *address)
{
	_cleanup_close_ int dir =
		openat(scan->devices, address, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char name[32], bdf[VFIOV_BDF_MAX + 1];
	struct pf pf = { .bdf = address };
	struct vfv_bdf parsed;
	long n, vendor;
	int r = 0;

	if (dir < 0 || !read_number(dir, "sriov_numvfs", &n) ||
	    !read_number(dir, "vendor", &vendor) || vendor != virtio_vendor)
		return 0;
	/* No kernel says so; below a root it may be anybody. */
	if (n > VFV_VF_INDEX_MAX + 1)
		return 0;
	if (n > 0)
		pf.serial = cmd_serial_read(dir);
	for (long i = 0; r >= 0 && i < n; i++) {
		snprintf(name, sizeof(name), "virtfn%ld", i);
		read_link(dir, name, bdf, sizeof(bdf));
		if (vfv_bdf_parse(bdf, &parsed) >= 0)
			r = append_vf(scan, bdf, &pf, (uint32_t)i);
	}
	return r;
}

int cmd_pci_scan(const char *root, struct cmd_pci **ret, size_t *n)
{
	_cleanup_(closedirp) DIR *stream = NULL;
	struct scan scan = { 0 };
	const struct dirent *entry;
	int r = 0;

	*ret = NULL;
	*n = 0;
	stream = vfv_path_opendir("%s/sys/bus/pci/devices", root);
	if (!stream)
		return 0;
	scan.devices = dirfd(stream);
	while (r >= 0 && (entry = readdir(stream))) {
		struct vfv_bdf bdf;

		if (vfv_bdf_parse(entry->d_name, &bdf) >= 0)
			r = scan_pf(&scan, entry->d_name);
	}
	if (r < 0) {
		free(scan.items);
		return r;
	}
	*ret = scan.items;
	*n = scan.n;
	return 0;
}
