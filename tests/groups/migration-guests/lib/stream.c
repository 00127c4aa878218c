// SPDX-License-Identifier: GPL-2.0-only
#include "stream.h"

#include <errno.h>
#include <stdio.h>

#define ECHO "10.0.2.7 7"
#define MORE 20

/* Returns the number of lines that the peer has returned. */
static unsigned int lines(struct guest *guest)
{
	_cleanup_free_ char *out = NULL;
	unsigned int n = 0;
	int r = guest_sh(guest, &out, "wc -l </tmp/back");

	return r == 0 && sscanf(out, "%u", &n) == 1 ? n : 0;
}

/* Waits until this many lines have been returned. */
static int wait_lines(struct guest *guest, unsigned int wanted)
{
	return guest_sh(guest, NULL,
			"n=0; until [ $(wc -l </tmp/back) -ge %u ]; do "
			"[ $((n += 1)) -lt 200 ] || break; usleep 200000; done; [ $n -lt 200 ]",
			wanted);
}

void stream_start(struct guest *guest)
{
	int r = guest_sh(
		guest, NULL,
		"rm -f /tmp/stop; { { i=0; until [ -e /tmp/stop ]; do "
		"echo $i; i=$((i + 1)); usleep 100000; done; sleep 5; } | tee /tmp/there | "
		"nc " ECHO " >/tmp/back; } >/dev/null 2>&1 & true");

	tap_must(r > 0 ? -EIO : r, "open a connection in the guest");
	r = wait_lines(guest, 1);
	tap_must(r > 0 ? -EIO : r, "get an answer in the guest");
}

void stream_goes_on(struct tap *tap, struct guest *guest, const char *when)
{
	unsigned int before = lines(guest);
	int r = wait_lines(guest, before + MORE);

	if (!tap_ok(tap, r == 0, "the TCP connection continues %s: %u lines, then %u", when, before,
		    lines(guest)))
		guest_show(guest,
			   "wc -l /tmp/there /tmp/back; netstat -tn; grep virtio /proc/interrupts; "
			   "ifconfig eth0; dmesg | tail");
}

void stream_stop(struct tap *tap, struct guest *guest)
{
	int r = guest_sh(guest, NULL,
			 "touch /tmp/stop; n=0; until cmp -s /tmp/there /tmp/back; do "
			 "[ $((n += 1)) -lt 100 ] || break; usleep 200000; done; [ $n -lt 100 ] && "
			 "seq 0 $(($(wc -l </tmp/back) - 1)) | cmp - /tmp/back");

	tap_ok(tap, r == 0, "all its %u lines were returned in order", lines(guest));
}
