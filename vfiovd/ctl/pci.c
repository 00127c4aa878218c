/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "lib/line.h"
#include "lib/macro.h"
#include "policy/bdf.h"
#include "policy/range.h"

#include "pci.h"
#include "serial.h"

static const uint16_t virtio_vendor = 0x1af4;

VFV_DEFINE_CLEANUP(DIR *, closedir);

void cmd_pci_link(int dir, const char *name, char *base, size_t size)
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

/* Read the number in the file @name, in C's notation. Return: false if there is none. */
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

/*
 * Find the hexadecimal number after KEY in the lines of uevent and, with @second, the one after
 * ":".
 */
static bool find_ids(const char *lines, const char *key, uint32_t *first, uint32_t *second)
{
	const char *line = strstr(lines, key);
	char *end;

	if (!line || (line != lines && line[-1] != '\n'))
		return false;
	*first = (uint32_t)strtoul(line + strlen(key), &end, 16);
	if (second && *end == ':')
		*second = (uint32_t)strtoul(end + 1, &end, 16);
	return *end == '\n' || !*end;
}

/* One sysfs file has all ids, but a copy of sysfs may lack it. */
static bool read_uevent(int dir, struct vfv_vf *vf)
{
	uint32_t vendor, device = 0, subsystem_vendor, subsystem_device = 0, class;
	char lines[512];

	if (vfv_file_read(dir, "uevent", lines, sizeof(lines)) < 0 ||
	    !find_ids(lines, "PCI_CLASS=", &class, NULL) ||
	    !find_ids(lines, "PCI_ID=", &vendor, &device) ||
	    !find_ids(lines, "PCI_SUBSYS_ID=", &subsystem_vendor, &subsystem_device))
		return false;
	vf->class = class;
	vf->vendor = (uint16_t)vendor;
	vf->device = (uint16_t)device;
	vf->subsystem_vendor = (uint16_t)subsystem_vendor;
	vf->subsystem_device = (uint16_t)subsystem_device;
	vf->present |= 1U << VFIOV_A_VF_CLASS | 1U << VFIOV_A_VF_VENDOR | 1U << VFIOV_A_VF_DEVICE |
		       1U << VFIOV_A_VF_SUBSYSTEM_VENDOR | 1U << VFIOV_A_VF_SUBSYSTEM_DEVICE;
	return true;
}

static void read_ids(int dir, struct vfv_vf *vf)
{
	long number;

	read_id(dir, "vendor", &vf->vendor, vf, VFIOV_A_VF_VENDOR);
	read_id(dir, "device", &vf->device, vf, VFIOV_A_VF_DEVICE);
	read_id(dir, "subsystem_vendor", &vf->subsystem_vendor, vf, VFIOV_A_VF_SUBSYSTEM_VENDOR);
	read_id(dir, "subsystem_device", &vf->subsystem_device, vf, VFIOV_A_VF_SUBSYSTEM_DEVICE);
	if (read_number(dir, "class", &number)) {
		vf->class = (uint32_t)number;
		vf->present |= 1U << VFIOV_A_VF_CLASS;
	}
}

void cmd_pci_read(int dir, bool all, struct vfv_vf *vf, char driver[static CMD_DRIVER_SIZE])
{
	long number;

	if (all && !read_uevent(dir, vf))
		read_ids(dir, vf);
	if (all && read_number(dir, "numa_node", &number)) {
		vf->numa_node = (int32_t)number;
		vf->present |= 1U << VFIOV_A_VF_NUMA_NODE;
	}
	cmd_pci_link(dir, "driver", driver, CMD_DRIVER_SIZE);
}

bool cmd_pci_is_governed(int dir)
{
	return faccessat(dir, "vfiov", F_OK, 0) >= 0;
}

static bool has_governed_vf(int dir, long n)
{
	char path[48];

	for (long i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "virtfn%ld/vfiov", i);
		if (faccessat(dir, path, F_OK, 0) >= 0)
			return true;
	}
	return false;
}

/*
 * Open the directory of a PF, and read its number of VFs. Return: a descriptor, -ENOENT if it is
 * neither a virtio PF nor one with a VF that is bound to a driver with profiles.
 */
static int open_pf(int devices, const char *address, long *n)
{
	_cleanup_close_ int dir = openat(devices, address, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long vendor;

	/* No kernel reports a larger number, but a file below a root may have any content. */
	if (dir < 0 || !read_number(dir, "sriov_numvfs", n) || *n > VFV_VF_INDEX_MAX + 1)
		return -ENOENT;
	if ((!read_number(dir, "vendor", &vendor) || vendor != virtio_vendor) &&
	    !has_governed_vf(dir, *n))
		return -ENOENT;
	return TAKE_FD(dir);
}

/* The callback for the devices found: VFs, or their PFs. */
struct finder {
	cmd_pci_found_fn *found;
	cmd_pci_found_pf_fn *found_pf;
	void *userdata;
};

static int scan_pf(int devices, const char *address, const struct finder *finder)
{
	char name[32], bdf[VFIOV_BDF_MAX + 1];
	struct cmd_pf pf = { .bdf = address };
	struct vfv_bdf parsed;
	long n;
	_cleanup_close_ int dir = open_pf(devices, address, &n);
	int r = 0;

	if (dir < 0)
		return 0;
	if (n > 0 || finder->found_pf)
		pf.serial_known = cmd_serial_read(dir, &pf.serial) >= 0;
	if (finder->found_pf)
		return finder->found_pf(&pf, finder->userdata);
	for (long i = 0; r >= 0 && i < n; i++) {
		snprintf(name, sizeof(name), "virtfn%ld", i);
		cmd_pci_link(dir, name, bdf, sizeof(bdf));
		if (vfv_bdf_parse(bdf, &parsed) >= 0)
			r = finder->found(bdf, &pf, (uint32_t)i, finder->userdata);
	}
	return r;
}

int cmd_pci_open(const char *root)
{
	char path[PATH_MAX];
	int fd;

	if (snprintf(path, sizeof(path), "%s/sys/bus/pci/devices", root) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Most devices, including all VFs, are not PFs: detect this without opening them. */
static bool may_be_pf(int devices, const char *address)
{
	struct vfv_bdf bdf;
	char name[64];

	if (vfv_bdf_parse(address, &bdf) < 0)
		return false;
	snprintf(name, sizeof(name), "%.32s/sriov_numvfs", address);
	return faccessat(devices, name, F_OK, 0) >= 0;
}

static int scan(int devices, const struct finder *finder)
{
	int fd = openat(devices, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(closedirp) DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int r = 0;

	if (!stream) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while (r >= 0 && (entry = readdir(stream)))
		if (may_be_pf(devices, entry->d_name))
			r = scan_pf(devices, entry->d_name, finder);
	return r;
}

int cmd_pci_scan(int devices, cmd_pci_found_fn *found, void *userdata)
{
	return scan(devices, &(struct finder){ .found = found, .userdata = userdata });
}

int cmd_pci_scan_pfs(int devices, cmd_pci_found_pf_fn *found, void *userdata)
{
	return scan(devices, &(struct finder){ .found_pf = found, .userdata = userdata });
}
