// SPDX-License-Identifier: GPL-2.0-only
/*
 * iPXE from Debian's own ROM for virtio-net gets its address by DHCP over a legacy VF. SeaBIOS runs
 * a ROM only if the ROM's header contains the device ID. This header contains 1041, so the test
 * changes the header, but not the program in the ROM. Timeout: 300 s
 */
#include <errno.h>
#include <string.h>

#include "client/util.h"
#include "lib/trial.h"

#define VF_INDEX 7
#define ROM "/run/guest-ipxe.rom"
#define ROM_MAX 0x80000
#define ROM_CHECKSUM 6 /* a spare byte, set so that the sum of all bytes is 0 */
#define ROM_PCIR 0x18  /* offset of the PCI data structure, which has the device ID at 6 */
#define LEASE_MS 150000

/* Opens the ROM of Debian 12's or of Debian 13's package. */
static FILE *open_shipped(void)
{
	return fopen("/usr/lib/ipxe/qemu/pxe-virtio.rom", "re")
		       ?: fopen("/usr/share/qemu/pxe-virtio.rom", "re");
}

static void rom_for(uint16_t id)
{
	static uint8_t rom[ROM_MAX];
	_cleanup_fclose_ FILE *in = open_shipped(), *out = fopen(ROM, "we");
	size_t n = in ? fread(rom, 1, sizeof(rom), in) : 0, at;

	at = rom[ROM_PCIR] | rom[ROM_PCIR + 1] << 8;
	if (!out || at + 8 > n || memcmp(rom + at, "PCIR", 4))
		tap_must(-ENOENT, "read the ROM of the package ipxe-qemu");
	tap_note("the ROM's header has the device id %04x", rom[at + 6] | rom[at + 7] << 8);
	rom[ROM_CHECKSUM] += rom[at + 6] + rom[at + 7] - (id & 0xff) - (id >> 8);
	rom[at + 6] = id & 0xff;
	rom[at + 7] = id >> 8;
	/* cppcheck-suppress nullPointerRedundantCheck ; tap_must() does not return from an error */
	tap_must(fwrite(rom, 1, n, out) == n ? 0 : -EIO, "write " ROM);
}

static bool wait_lease(const struct guest *guest)
{
	uint64_t deadline = util_now_ns() + LEASE_MS * 1000000ull;

	while (!guest_console_has(guest, "net0: 10.0.2.15/255.255.255.0 gw 10.0.2.2")) {
		if (util_now_ns() > deadline)
			return false;
		util_sleep_ms(250);
	}
	return true;
}

int main(void)
{
	static const char *const boot_from_net[] = { "-boot", "n", NULL };
	static struct trial t;

	trial_begin(&t, VF_INDEX, "legacy");
	trial_bind(&t);
	guest_prepare();
	rom_for(0x1000);
	guest_start(&t.guest, &(struct guest_options){
				      .name = "ipxe",
				      .vf = t.bdf,
				      .vf_options = ",romfile=" ROM,
				      .extra = boot_from_net,
			      });
	tap_ok(&t.scene.tap, wait_lease(&t.guest), "iPXE gets a lease over a legacy VF");
	guest_figures(&t.guest, t.device, VF_INDEX, "the lease");
	tap_ok(&t.scene.tap, device_commands(t.device, VF_INDEX) > 0,
	       "through the legacy interface");
	trial_stop(&t);
	guest_log_console(&t.guest);
	return trial_end(&t);
}
