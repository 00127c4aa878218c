/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "policy/bdf.h"

#include "guest.h"

/*
 * The first version that can bind a VF to a VFIO driver other than vfio-pci, or that accepts such a
 * driver.
 */
enum { LIBVIRT_WITH_MODEL = 10 };

static void put(struct cmd_guest *guest, const char *managed, const char *model)
{
	struct vfv_bdf bdf = { 0 };
	char driver[CMD_DRIVER_SIZE + 64] = "";

	(void)vfv_bdf_parse(guest->vf->vf.bdf, &bdf);
	if (*model)
		snprintf(driver, sizeof(driver), "  <driver name='vfio' model='%s'/>\n", model);
	snprintf(guest->text, sizeof(guest->text),
		 "<hostdev mode='subsystem' type='pci' managed='%s'>\n%s  <source>\n"
		 "    <address domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'/>\n"
		 "  </source>\n</hostdev>\n",
		 managed, driver, bdf.domain, bdf.bus, bdf.devfn >> 3, bdf.devfn & 7);
}

/*
 * An older libvirt knows only vfio-pci, and refuses a VF that has another driver, unless it may
 * unbind that driver.
 */
static void put_old(struct cmd_guest *guest, bool is_ours)
{
	put(guest, "yes", "");
	if (is_ours)
		cmd_guest_note(guest,
			       "libvirt %u.%u binds it to vfio-pci; the hook in vfiov-guests(7) "
			       "rebinds it to %s",
			       guest->version.major, guest->version.minor, VFV_MODULE_NAME);
}

void cmd_guest_libvirt(const struct cmd *cmd, struct cmd_guest *guest)
{
	const struct cmd_vf *vf = guest->vf;
	bool is_foreign = vf->reach != CMD_REACH_POLICY;
	bool is_bound = vf->governed;

	if (guest->version.major && guest->version.major < LIBVIRT_WITH_MODEL) {
		put_old(guest, !is_foreign);
		return;
	}
	/*
	 * A VF that was bound beforehand stays bound when the guest ends, with the profile that was
	 * set.
	 */
	if (is_bound || is_foreign)
		put(guest, "no", vf->driver);
	else
		put(guest, "yes", VFV_MODULE_NAME);
	if (!guest->version.major)
		cmd_guest_note(guest, "the libvirt version is unknown: this is for %d.0 and later",
			       LIBVIRT_WITH_MODEL);
}
