/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/macro.h"
#include "policy/names-read.h"

#include "fail.h"
#include "machine.h"
#include "pci.h"
#include "serial.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

static bool has(int dir, const char *name)
{
	return faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) >= 0;
}

static int add_device(struct vfv_machine *machine, const struct vfv_machine_device *device)
{
	struct vfv_machine_device *devices =
		reallocarray(machine->devices, machine->n_devices + 1, sizeof(*machine->devices));

	if (!devices)
		return -ENOMEM;
	machine->devices = devices;
	devices[machine->n_devices++] = *device;
	return 0;
}

/* A name or number that cannot be read is not known. */
static int add_pf(const struct cmd *cmd, struct vfv_machine *machine, int dir, const char *bdf)
{
	struct vfv_machine_pf *pfs = reallocarray(machine->pfs, machine->n_pfs + 1,
						  sizeof(*machine->pfs)),
			      *pf;

	if (!pfs)
		return -ENOMEM;
	machine->pfs = pfs;
	pf = &pfs[machine->n_pfs++];
	pf->serial_known = cmd_serial_read(dir, &pf->serial) >= 0;
	return vfv_names_read(cmd->root, bdf, NULL, &pf->names) == -ENOMEM ? -ENOMEM : 0;
}

static int add(const struct cmd *cmd, struct vfv_machine *machine, int devices, const char *address)
{
	_cleanup_close_ int dir = openat(devices, address, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct vfv_machine_device device = { 0 };
	char bdf[VFV_BDF_TEXT];
	int r;

	if (dir < 0 || vfv_bdf_parse(address, &device.bdf) < 0)
		return 0;
	device.is_pf = has(dir, "sriov_numvfs");
	device.is_vf = has(dir, "physfn");
	r = add_device(machine, &device);
	if (r < 0 || !device.is_pf)
		return r;
	return add_pf(cmd, machine, dir, vfv_bdf_format(device.bdf, bdf));
}

static int order(const void *left, const void *right)
{
	const struct vfv_machine_device *a = left, *b = right;
	uint64_t first = vfv_bdf_key(a->bdf), second = vfv_bdf_key(b->bdf);

	return (first > second) - (first < second);
}

enum cmd_exit cmd_machine_read(const struct cmd *cmd, struct cmd_machine *machine)
{
	_cleanup_close_ int devices = cmd_pci_open(cmd->root);
	_cleanup_(closedirp) DIR *stream = NULL;
	struct vfv_machine *m = &machine->machine;
	const struct dirent *entry;
	int fd, r = 0;

	*machine = (struct cmd_machine){ .readable = false };
	fd = devices < 0 ? -1 : openat(devices, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	stream = fd < 0 ? NULL : fdopendir(fd);
	if (!stream) {
		if (fd >= 0)
			close(fd);
		return CMD_OK;
	}
	vfv_names_read_host(cmd->root, &m->host);
	while (r >= 0 && (entry = readdir(stream)))
		r = add(cmd, m, devices, entry->d_name);
	if (r < 0)
		return cmd_fail_memory(cmd);
	if (m->n_devices)
		qsort(m->devices, m->n_devices, sizeof(*m->devices), order);
	machine->readable = true;
	return CMD_OK;
}

void cmd_machine_done(struct cmd_machine *machine)
{
	free(machine->machine.devices);
	free(machine->machine.pfs);
	*machine = (struct cmd_machine){ .readable = false };
}
