// SPDX-License-Identifier: GPL-2.0-only
/*
 * A legacy VF needs I/O space in the guest. A q35 with twenty root ports does not have enough of it
 * for all ports, and Linux assigns no window to the first ones. vfiov-guests(7) describes two
 * solutions: a port with io-reserve, and a conventional slot. Timeout: 400 s
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/trial.h"

#define VF_INDEX 10
#define PORTS 20
/* Both ports are among the first six, which get no window from Linux. The fourth has io-reserve. */
#define PLAIN_PORT "port3"
#define RESERVED_PORT "port4"
#define BRIDGE "conventional"
/* Prints the VF's device ID, the address of BAR0, and the virtio device if there is one. */
#define FIND_VF                                                                                \
	"n=0; until f=$(grep -l 0x1af4 /sys/bus/pci/devices/*/vendor); do "                    \
	"[ $((n += 1)) -lt 300 ] || break; usleep 100000; done; sleep 2; cd ${f%%/vendor} && " \
	"echo $(cat device) $(sed -n '1s/ .*//p' resource) $(echo virtio*)"

struct machine {
	char ports[PORTS][64];
	const char *options[2 * PORTS + 5];
};

static void make_machine(struct machine *m)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < PORTS; i++) {
		snprintf(m->ports[i], sizeof(m->ports[i]), "pcie-root-port,id=port%u,chassis=%u",
			 i + 1, i + 11);
		m->options[n++] = "-device";
		m->options[n++] = m->ports[i];
	}
	strcat(m->ports[3], ",io-reserve=4k");
	m->options[n++] = "-device";
	m->options[n++] = "pcie-pci-bridge,id=" BRIDGE;
	m->options[n] = NULL;
}

/* Returns whether the guest's driver uses the VF. *bar0 gets the address of BAR0, or 0. */
static bool runs(struct guest *guest, unsigned long *bar0)
{
	_cleanup_free_ char *out = NULL;
	unsigned int device = 0;
	char driver[32] = "";
	int r = guest_sh(guest, &out, FIND_VF);

	*bar0 = 0;
	if (r || sscanf(out, "%x %lx %31s", &device, bar0, driver) != 3 || device != 0x1000)
		tap_must(-ENODEV, "find the VF in the guest: %s", out ?: "");
	guest_show(guest, "dmesg | tail -n 12");
	return !strncmp(driver, "virtio", 6) && driver[6] != '*';
}

/* Claims that the host's administrator sees this driver and this state of I/O decoding. */
static void seen(struct trial *t, const char *driver, bool io)
{
	struct vfv_vf vf;

	tap_must(vfv_genl_vf_get(t->scene.genl, t->bdf, &vf, NULL), "look at %s", t->bdf);
	tap_ok(&t->scene.tap, !strcmp(vf.guest.driver, driver) && vf.guest.io == io,
	       "the host sees that its driver is '%s' and that I/O decoding is %s: '%s', %s", driver,
	       io ? "on" : "off", vf.guest.driver, vf.guest.io ? "on" : "off");
}

static void plug(struct tap *tap, struct guest *guest, const char *bdf, const char *bus)
{
	char place[64];

	snprintf(place, sizeof(place), "bus=%s", bus);
	tap_returned(tap, guest_plug(guest, bdf, place), 0, "a legacy VF is plugged into %s", bus);
}

static void works(struct trial *t, const char *bus)
{
	struct guest *guest = &t->guest;
	struct tap *tap = &t->scene.tap;
	unsigned long bar0;
	bool driven;

	plug(tap, guest, t->bdf, bus);
	driven = runs(guest, &bar0);
	if (!tap_ok(tap, bar0 != 0, "BAR0 has an address, %#lx", bar0) ||
	    !tap_ok(tap, driven, "and the guest's driver binds to it"))
		return;
	seen(t, "legacy", true);
	guest_nic_up(guest);
	guest_nic_traffic(tap, guest, VF_INDEX);
	tap_returned(tap, guest_unplug(guest), 0, "it is unplugged");
}

static void fails(struct trial *t, const char *bus)
{
	struct guest *guest = &t->guest;
	struct tap *tap = &t->scene.tap;
	unsigned long bar0;
	bool driven;

	plug(tap, guest, t->bdf, bus);
	driven = runs(guest, &bar0);
	tap_ok(tap, bar0 == 0 && !driven, "BAR0 has no address, and the guest's driver fails");
	seen(t, "none", false);
	tap_returned(tap, guest_unplug(guest), 0, "it is unplugged");
}

int main(void)
{
	static struct machine machine;
	static struct trial t;

	/* A machine that starts without a VF has no port for it, see guest.c. */
	setenv("GUEST_MACHINE", "q35", 1);
	make_machine(&machine);
	trial_begin(&t, VF_INDEX, "legacy");
	trial_bind(&t);
	guest_start(&t.guest, &(struct guest_options){
				      .name = "ports", .append = "", .extra = machine.options });
	guest_ready(&t.guest);
	guest_show(&t.guest, "dmesg | grep 'bridge window .io'");
	fails(&t, PLAIN_PORT);
	works(&t, RESERVED_PORT);
	works(&t, BRIDGE);
	trial_stop(&t);
	return trial_end(&t);
}
