// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests functions that are not VFs of a PF with legacy commands: the PF itself, and another virtio
 * device with its own BAR0. They can be bound and opened as with vfio-pci, but only as native. A
 * request for more is refused, and the error lists everything that is missing.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "client/pci.h"
#include "lib/nl-error.h"
#include "lib/stand-in.h"
#include "scene/pf.h"

#define DEVICES "/sys/bus/pci/devices"
/* virtio 1.3 section 4.1.2.1: the transitional entropy source, see the group's file "boot" */
#define ENTROPY_ID 0x1005

/* Reads a line from sysfs; "" if there is none. */
static const char *attribute(const char *bdf, const char *name, char text[static 64])
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[256];

	snprintf(path, sizeof(path), DEVICES "/%.31s/%s", bdf, name);
	file = fopen(path, "re");
	if (!file || !fgets(text, 64, file))
		text[0] = '\0';
	return text;
}

static unsigned int device_id(const char *bdf)
{
	char text[64];

	return strtoul(attribute(bdf, "device", text), NULL, 16);
}

static bool find_entropy(char bdf[static VFIO_BDF_LEN])
{
	DIR *dir = opendir(DEVICES);
	struct dirent *entry;
	bool found = false;

	tap_must(dir ? 0 : -errno, "open " DEVICES);
	while (!found && (entry = readdir(dir))) {
		found = device_id(entry->d_name) == ENTROPY_ID;
		snprintf(bdf, VFIO_BDF_LEN, "%.31s", entry->d_name);
	}
	closedir(dir);
	return found;
}

/*
 * The reasons why migration is not available here: the kernel does not support it, or the PF has no
 * device parts.
 */
static const char *no_migration(void)
{
	struct utsname kernel;
	unsigned int major = 0, minor = 0;

	uname(&kernel);
	sscanf(kernel.release, "%u.%u", &major, &minor);
	return major > 6 || (major == 6 && minor >= 13) ? "migration" : "kernel";
}

/* The values of the device itself, without the driver's changes. */
static bool opens_native(const char *bdf)
{
	unsigned int id = device_id(bdf);
	struct pci_ident ident;
	struct vfio_vf vf;
	bool same;

	scene_open(&vf, bdf);
	tap_must(pci_ident_get(&vf, &ident), "read the identity of %s", bdf);
	same = ident.device == id;
	vfio_detach(&vf);
	return same;
}

static void native_only(struct scene *scene, const char *what, const char *bdf,
			const struct vfv_words *missing, const char *words)
{
	struct tap *tap = &scene->tap;
	struct vfv_nl_error error = { 0 };
	struct vfv_vf vf;
	uint64_t ticket;
	char text[64];
	int r;

	tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
	tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision about %s", bdf);
	tap_ok(tap,
	       vf.available.n == 1 && vfv_words_have(&vf.available, "native") &&
		       vfv_words_equal(&vf.missing, missing),
	       "%s can only be native", what);
	tap_ok(tap, !strcmp(vf.current, "native") && !vf.pf[0], "it is native, and has no PF");
	tap_ok(tap, !strcmp(attribute(bdf, "vfiov/serial", text), "\n"), "and no serial number");
	tap_ok(tap, opens_native(bdf), "it is unchanged when opened");
	r = vfv_genl_profile_set(scene->genl, bdf, "transitional", false, "why not", &ticket,
				 &error);
	tap_returned(tap, r, -EOPNOTSUPP, "transitional is refused");
	tap_ok(tap, strstr(error.message, words), "the error names what is missing: %s",
	       error.message);
	tap_ok(tap, scene_audit(scene, bdf, "refused") == 0, "and the audit records it");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

/* A VF of this PF lacks only migration. */
static void ordinary(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;

	scene_bind_decided(scene, 0, bdf);
	tap_must(scene_wait_decided(scene, bdf, &vf), "get VF 0");
	tap_ok(&scene->tap, vf.missing.n == 1 && vfv_words_have(&vf.missing, no_migration()),
	       "a VF has everything but migration: %s", no_migration());
}

int main(void)
{
	struct vfv_words pf = { 2, { "not-a-vf" } };
	struct vfv_words source = { 4, { "not-a-vf", "bar0-in-use", "device-type" } };
	char entropy[VFIO_BDF_LEN];
	struct scene scene;

	strcpy(pf.items[1], no_migration());
	strcpy(source.items[3], no_migration());
	scene_begin(&scene);
	ordinary(&scene);
	tap_must(bind_make_vfs(scene.pf, 0), "remove the VFs");
	native_only(&scene, "the PF", scene.pf, &pf, "(not-a-vf)");
	tap_must(bind_to(scene.pf, "virtio-pci", NULL), "bind the PF to virtio-pci");
	pf_repair(scene.pf);
	tap_must(find_entropy(entropy) ? 0 : -ENODEV, "find an entropy source");
	native_only(&scene, "an entropy source", entropy, &source,
		    "(not-a-vf, bar0-in-use, device-type)");
	/* Otherwise, the module binds the device again when it is loaded. */
	tap_must(bind_to(entropy, "virtio-pci", NULL), "bind it to virtio-pci");
	return scene_end(&scene);
}
