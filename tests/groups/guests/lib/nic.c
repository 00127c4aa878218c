// SPDX-License-Identifier: GPL-2.0-only
#include "nic.h"

#include <errno.h>
#include <string.h>

#include "machine.h"

#define PINGS 5
#define PCI_LIST                                                                       \
	"cd /sys/bus/pci/devices; for d in *; do "                                     \
	"echo $d $(cat $d/class $d/vendor $d/device $d/revision $d/subsystem_device) " \
	"$(readlink $d/driver); done"
/*
 * In sysfs, VIRTIO_F_VERSION_1 is character 32 of the features, and FEATURES_OK is bit 3 of the
 * status.
 */
#define READ_NIC                                                       \
	"cd %s && "                                                    \
	"echo $(cat device revision) $(cat virtio*/status || echo 0) " \
	"x$(cut -c33 virtio*/features) $(sed -n '1s/.* //p' resource)"
#define STATUS_FEATURES_OK 0x8
#define STATUS_LEGACY 0x7 /* ACKNOWLEDGE, DRIVER, DRIVER_OK */
#define IORESOURCE_IO 0x100

void guest_nic_get(struct guest *guest, struct guest_nic *nic)
{
	_cleanup_free_ char *out = NULL;
	unsigned int version_1 = 0, flags = 0;
	int r;

	*nic = (struct guest_nic){ 0 };
	guest_show(guest, "uname -r; cat /proc/cmdline; " PCI_LIST);
	guest_show(guest, "dmesg | grep -i -e virtio -e 1af4: -e 'BAR [0-9]' || true");
	guest_show(guest, "grep -e CPU -e virtio /proc/interrupts");
	r = guest_sh(guest, &out, READ_NIC, machine_vf_sysfs());
	if (r || sscanf(out, "%x %x %x x%u %x", &nic->device, &nic->revision, &nic->status,
			&version_1, &flags) != 5)
		tap_note("the guest's NIC: %s", out);
	nic->version_1 = version_1;
	nic->io_bar = flags & IORESOURCE_IO;
	tap_note("the guest's NIC: %04x revision %u status %#x VERSION_1 %u BAR0 flags %#x",
		 nic->device, nic->revision, nic->status, version_1, flags);
}

void guest_nic_is_legacy(struct tap *tap, const struct guest_nic *nic, unsigned int device)
{
	tap_ok(tap, nic->device == device && nic->revision == 0,
	       "the guest sees 1af4:%04x revision 0", device);
	tap_ok(tap, nic->io_bar, "BAR0 is an I/O BAR");
	tap_ok(tap, nic->status == STATUS_LEGACY && !nic->version_1,
	       "its own driver runs it through the legacy interface");
}

void guest_nic_is_modern(struct tap *tap, const struct guest_nic *nic, unsigned int device)
{
	tap_ok(tap, nic->device == device, "the guest sees 1af4:%04x revision %u", nic->device,
	       nic->revision);
	tap_ok(tap, nic->status == (STATUS_LEGACY | STATUS_FEATURES_OK) && nic->version_1,
	       "its own driver runs it through the modern interface");
}

uint64_t guest_nic_up(struct guest *guest)
{
	int r = guest_sh(guest, NULL,
			 "ip link set lo up; ip link set eth0 up || ip link; n=0; "
			 "until [ \"$(cat /sys/class/net/eth0/operstate)\" = up ]; do "
			 "[ $((n += 1)) -lt 200 ] || break; usleep 50000; done; "
			 "[ $n -lt 200 ]");

	if (r)
		guest_show(guest, "ip link; dmesg | tail -n 30; " PCI_LIST);
	tap_must(r > 0 ? -ENOLINK : r, "get a link in the guest");
	return guest_age_ms(guest);
}

void guest_figures(const struct guest *guest, struct vfdev *device, unsigned int vf,
		   const char *until)
{
	_cleanup_fclose_ FILE *file = fopen("/share/figures.tsv", "ae");
	uint64_t ms = guest_age_ms(guest), commands = device_commands(device, vf);

	tap_note("%s, from QEMU's start to %s: %lu ms, %lu admin commands", guest->name, until, ms,
		 commands);
	if (file)
		fprintf(file, "%s\t%s\t%lu\t%lu\n", guest->name, until, ms, commands);
}

unsigned long guest_nic_interrupts(struct guest *guest, const char *queue)
{
	_cleanup_free_ char *out = NULL;
	unsigned long n = 0;
	int r = guest_sh(guest, &out,
			 "awk '/virtio[0-9]*-%s$/ { for (i = 2; $i ~ /^[0-9]+$/; i++) n += $i } "
			 "END { print n + 0 }' /proc/interrupts",
			 queue);

	return r == 0 && sscanf(out, "%lu", &n) == 1 ? n : 0;
}

void guest_nic_traffic(struct tap *tap, struct guest *guest, unsigned int vf)
{
	_cleanup_free_ char *mac = NULL, *lease = NULL, *pings = NULL;
	char expected[32], answers[64];
	int r;

	snprintf(expected, sizeof(expected), "52:54:00:76:66:%02x", vf);
	r = guest_sh(guest, &mac, "cat /sys/class/net/eth0/address");
	tap_ok(tap, r == 0 && !strncmp(mac, expected, strlen(expected)),
	       "eth0 has the VF's MAC address %s", expected);
	/*
	 * VFs on one network have addresses from 10.0.2.15 upwards. This runs on one CPU and thus
	 * uses one queue pair, because each pair may have its own network.
	 */
	r = guest_sh(guest, &lease, "taskset 1 udhcpc -i eth0 -s /etc/dhcp -n -q -t 20 -T 1");
	if (!tap_ok(tap,
		    r == 0 && strstr(lease, "lease 10.0.2.1") && strstr(lease, " from 10.0.2.2\n"),
		    "it gets its address by DHCP"))
		tap_note("%s", lease);
	r = guest_sh(guest, &pings, "taskset 1 ping -c %d -W 10 10.0.2.2", PINGS);
	snprintf(answers, sizeof(answers), "%d packets received", PINGS);
	if (!tap_ok(tap, r == 0 && strstr(pings, answers), "%d pings are answered", PINGS))
		tap_note("%s", pings);
	guest_show(guest, "grep virtio /proc/interrupts; ifconfig eth0");
}

static int wait_carrier(struct guest *guest, bool on)
{
	return guest_sh(guest, NULL,
			"n=0; until [ \"$(cat /sys/class/net/eth0/carrier)\" = %d ]; do "
			"[ $((n += 1)) -lt 100 ] || break; usleep 100000; done; [ $n -lt 100 ]",
			on);
}

void guest_nic_link(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf)
{
	device_do(device, "link vf=%u down", vf);
	tap_ok(tap, wait_carrier(guest, false) == 0, "its driver sees the link go down");
	device_do(device, "link vf=%u up", vf);
	tap_ok(tap, wait_carrier(guest, true) == 0, "and come up again");
}

void guest_nic_msix(struct tap *tap, struct guest *guest)
{
	tap_ok(tap, guest_nic_interrupts(guest, "input.0") >= 1,
	       "its receive queue raises %lu MSI-X interrupts, its send queue %lu",
	       guest_nic_interrupts(guest, "input.0"), guest_nic_interrupts(guest, "output.0"));
}
