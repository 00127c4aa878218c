// SPDX-License-Identifier: GPL-2.0-only
/* The kernels of the machine, and their requirements on modules. */
#include <stdio.h>
#include <unistd.h>

#include "root.h"
#include "unit/tree.h"

static void put_module_file(const char *root, const char *release, const char *name,
			    const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "lib/modules/%s/%s", release, name);
	root_put(root, path, text);
}

static void put_headers(const char *root, const char *release)
{
	char name[128], target[128];

	snprintf(name, sizeof(name), "usr/src/linux-headers-%s/include/config/kernel.release",
		 release);
	root_put(root, name, release);
	snprintf(name, sizeof(name), "lib/modules/%s/build", release);
	snprintf(target, sizeof(target), "/usr/src/linux-headers-%s", release);
	tree_link(root, name, target);
}

void root_put_kernel(const char *root, const char *release, bool module, bool headers)
{
	static const char vfio[] = "kernel/drivers/vfio/pci/vfio-pci.ko.xz: kernel/drivers/vfio/"
				   "pci/vfio-pci-core.ko.xz\n";
	static const char ours[] = "updates/dkms/vfiov_vfio_pci.ko.xz: updates/dkms/vfiov.ko.xz\n";
	char text[512], path[TREE_PATH];

	tree_path(root, "proc/sys/kernel/osrelease", path);
	if (access(path, F_OK) < 0) {
		snprintf(text, sizeof(text), "%s\n", release);
		root_put(root, "proc/sys/kernel/osrelease", text);
	}
	put_module_file(root, release, "modules.builtin", "kernel/drivers/pci/pci-stub.ko\n");
	snprintf(text, sizeof(text), "%s%s", vfio, module ? ours : "");
	put_module_file(root, release, "modules.dep", text);
	if (module)
		put_module_file(root, release, "updates/dkms/vfiov_vfio_pci.ko.xz", "");
	if (headers)
		put_headers(root, release);
}

void root_put_kernels(const char *root, bool newest_has_module)
{
	root_put_kernel(root, "6.12.9-1-amd64", true, true);
	root_put_kernel(root, "6.12.117-1-amd64", true, true);
	root_put_kernel(root, "7.2-rc3-amd64", true, true);
	root_put_kernel(root, "7.2-1-amd64", newest_has_module, false);
	put_headers(root, "7.9-1-amd64");
}

void root_put_lockdown(const char *root)
{
	static const unsigned char secure_boot[] = { 6, 0, 0, 0, 1 };

	root_put(root, "sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
	root_put(root, "sys/module/module/parameters/sig_enforce", "N\n");
	tree_write(root, "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		   secure_boot, sizeof(secure_boot));
}
