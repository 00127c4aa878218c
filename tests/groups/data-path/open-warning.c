// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF that cannot have the granted profile is native, and the kernel log reports the reason. The
 * message is rate-limited, so that a process that opens the VF repeatedly cannot fill the log.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/rig.h"

#define OPENS 40
/* The kernel's DEFAULT_RATELIMIT_BURST and DEFAULT_RATELIMIT_INTERVAL */
#define BURST 10
#define INTERVAL_NS 5000000000ull
#define SAID "cannot be transitional"

static unsigned int said(int kmsg)
{
	unsigned int times = 0;
	char line[8192];
	ssize_t len;

	while ((len = read(kmsg, line, sizeof(line) - 1)) > 0 || (len < 0 && errno == EPIPE)) {
		line[len > 0 ? len : 0] = '\0';
		times += strstr(line, SAID) != NULL;
	}
	return times;
}

int main(void)
{
	_cleanup_close_ int kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	unsigned int times, native = 0, most;
	struct rig rig;
	struct tap *tap = &rig.scene.tap;
	uint64_t start;

	tap_must(util_errno(kmsg), "open the kernel log");
	lseek(kmsg, 0, SEEK_END);
	rig_begin(&rig);
	rig.index = 11;
	scene_bind_decided(&rig.scene, rig.index, rig.bdf);
	device_do(rig.device, "fault add vf=%u op=%d status=22", rig.index, DEVICE_COMMON_READ);
	start = util_now_ns();
	for (unsigned int i = 0; i < OPENS; i++) {
		scene_open(&rig.vf, rig.bdf);
		native += scene_is_native(&rig.vf);
		rig_close(&rig);
	}
	most = BURST * ((util_now_ns() - start) / INTERVAL_NS + 1);
	times = said(kmsg);
	tap_ok(tap, native == OPENS, "%u of %u opens are native", native, OPENS);
	if (most < OPENS)
		tap_ok(tap, times > 0 && times <= most,
		       "the log has %u warnings, at most %u for that time", times, most);
	else
		tap_skip(tap, "the log has fewer warnings", "the opens took too long");
	return rig_end(&rig);
}
