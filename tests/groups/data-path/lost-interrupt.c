// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device answers a command but sends no interrupt. At the timeout the module checks the queue and
 * finds the answer. The access succeeds late, the kernel log reports the reason, and there are no
 * lasting effects.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/rig.h"

#define ACCESS_MS 4000
/* The module never caches it, so each read is a command. */
#define DRIVER_FEATURES 4
#define SAID "lost an interrupt of the admin queue"

static bool is_said(int kmsg)
{
	char line[8192];
	bool said = false;
	ssize_t len;

	while ((len = read(kmsg, line, sizeof(line) - 1)) > 0 || (len < 0 && errno == EPIPE)) {
		line[len > 0 ? len : 0] = '\0';
		said |= strstr(line, SAID) != NULL;
	}
	return said;
}

int main(void)
{
	_cleanup_close_ int kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	uint8_t good[4], got[4] = { 0 };
	uint64_t start, took;
	struct rig rig;
	struct tap *tap = &rig.scene.tap;
	int r;

	tap_must(util_errno(kmsg), "open the kernel log");
	lseek(kmsg, 0, SEEK_END);
	rig_begin_open(&rig, 3);
	tap_must(rig_write(&rig, DRIVER_FEATURES, "\x20\0\1", 4), "write a register");
	tap_must(rig_read(&rig, DRIVER_FEATURES, good, sizeof(good)), "read it");
	device_do(rig.device, "fault add vf=%u op=%d quiet times=1", rig.index, DEVICE_COMMON_READ);
	start = util_now_ns();
	r = rig_read(&rig, DRIVER_FEATURES, got, sizeof(got));
	took = (util_now_ns() - start) / 1000000;
	tap_ok(tap, r == 0 && !memcmp(got, good, sizeof(got)),
	       "a read whose interrupt was lost succeeds");
	tap_ok(tap, took < ACCESS_MS, "after %lu ms", took);
	tap_ok(tap, is_said(kmsg), "the kernel log reports it");
	memset(got, 0, sizeof(got));
	start = util_now_ns();
	r = rig_read(&rig, DRIVER_FEATURES, got, sizeof(got));
	took = (util_now_ns() - start) / 1000000;
	tap_ok(tap, r == 0 && !memcmp(got, good, sizeof(got)) && took < ACCESS_MS / 4,
	       "the next one does not wait (%lu ms)", took);
	return rig_end(&rig);
}
