// SPDX-License-Identifier: GPL-2.0-only
#include "network.h"

#include "move.h"
#include "stream.h"

/* Claims that a driver uses the VF, and that the VF is unchanged. */
static void driven(struct move *m, const char *profile, bool legacy)
{
	struct guest_nic nic;

	guest_nic_get(move_running(m), &nic);
	if (legacy)
		guest_nic_is_legacy(&m->scene.tap, &nic, 0x1000);
	else
		guest_nic_is_modern(&m->scene.tap, &nic, profile[0] == 'n' ? 0x1041 : 0x1000);
}

static void up(struct move *m)
{
	guest_nic_up(move_running(m));
	guest_nic_traffic(&m->scene.tap, move_running(m), m->at);
	stream_start(move_running(m));
	stream_goes_on(&m->scene.tap, move_running(m), "before the migration");
}

static void moves(struct move *m, const char *profile, bool legacy)
{
	struct tap *tap = &m->scene.tap;

	move_guest(m);
	stream_goes_on(tap, move_running(m), "at the destination");
	driven(m, profile, legacy);
	tap_ok(tap, guest_sh(move_running(m), NULL, "ping -c 3 -W 10 10.0.2.2") == 0,
	       "3 pings are answered");
	guest_nic_msix(tap, move_running(m));
	stream_stop(tap, move_running(m));
}

int network_moves(const char *profile, const char *append, bool legacy)
{
	static struct move m;
	char name[32];

	snprintf(name, sizeof(name), "move-%s", profile);
	move_begin(&m, NULL, profile, profile);
	move_boot(&m, name, append);
	driven(&m, profile, legacy);
	up(&m);
	moves(&m, profile, legacy);
	tap_must(guest_sh(move_running(&m), NULL, "(sleep 1; reboot -f) & true"),
		 "reboot the guest");
	guest_ready(move_running(&m));
	driven(&m, profile, legacy);
	up(&m);
	moves(&m, profile, legacy);
	return move_end(&m);
}

int network_refused(const char *profile, const char *other, const char *append, unsigned int vf,
		    const char *why)
{
	static struct move m;
	char name[32];

	snprintf(name, sizeof(name), "%s-to-%s", profile, other);
	move_begin(&m, NULL, profile, other);
	move_boot(&m, name, append);
	up(&m);
	move_refused(&m, vf, why);
	stream_goes_on(&m.scene.tap, move_running(&m), "at the source");
	stream_stop(&m.scene.tap, move_running(&m));
	return move_end(&m);
}
