// SPDX-License-Identifier: GPL-2.0-only
#include "disk.h"

#include <string.h>

#include "move.h"

#define BLOCK_PF "0000:02:00.0"
#define DISK "/dev/vda"
#define MOUNT "modprobe ext4 && mount -t ext4 " DISK " /mnt"
#define DATA_KB 8192
#define FILES 100
#define MORE 10

/* Writes files continuously, each with its checksum. */
static void start_writing(struct guest *guest)
{
	tap_must(guest_sh(guest, NULL,
			  "rm -f /tmp/stop /tmp/stopped; echo 0 >/tmp/written; "
			  "{ cd /mnt; i=0; until [ -e /tmp/stop ]; do f=$((i %% %d)); "
			  "dd if=/dev/urandom of=$f bs=1k count=64 conv=fsync && "
			  "sha256sum $f >$f.sum && i=$((i + 1)) && echo $i >/tmp/written; "
			  "done; cd /; touch /tmp/stopped; } >/dev/null 2>&1 & true",
			  FILES),
		 "start to write files in the guest");
}

/* Claims that more files are written from now on. */
static void goes_on(struct move *m, const char *when)
{
	int r = guest_sh(move_running(m), NULL,
			 "end=$(($(cat /tmp/written) + %d)); n=0; "
			 "until [ $(cat /tmp/written || echo 0) -ge $end ]; do "
			 "[ $((n += 1)) -lt 200 ] || break; usleep 200000; done; [ $n -lt 200 ]",
			 MORE);

	if (!tap_ok(&m->scene.tap, r == 0, "files are written %s", when))
		guest_show(move_running(m), "cat /tmp/written; cat /sys/block/vda/stat; "
					    "grep virtio /proc/interrupts; dmesg | tail");
}

static void stop_writing(struct move *m)
{
	tap_ok(&m->scene.tap,
	       guest_sh(move_running(m), NULL,
			"touch /tmp/stop; n=0; until [ -e /tmp/stopped ]; do "
			"[ $((n += 1)) -lt 200 ] || break; usleep 200000; done; umount /mnt") == 0,
	       "the file system can be unmounted");
}

/* Mounts the file system, and claims that it has all files. */
static void check(struct move *m, const char *data, const char *when)
{
	_cleanup_free_ char *now = NULL, *said = NULL;
	struct tap *tap = &m->scene.tap;
	int r = guest_sh(move_running(m), &now, MOUNT " && cd /mnt && sha256sum data");

	tap_ok(tap, r == 0 && !strcmp(data, now), "%s, the first file has its checksum", when);
	r = guest_sh(move_running(m), &said,
		     "cd /mnt && cat *.sum >/tmp/sums && sha256sum -c /tmp/sums");
	if (!tap_ok(tap, r == 0, "and so have all that were written since"))
		tap_note("%s", said ?: "");
	tap_ok(tap,
	       guest_sh(move_running(m), NULL,
			"! dmesg | grep -i -e 'EXT4-fs .*error' -e 'I/O error'") == 0,
	       "the guest's kernel reports no error of the disk or the file system");
}

static void moves(struct move *m, const char *data, const char *when)
{
	start_writing(move_running(m));
	goes_on(m, "before the migration");
	move_guest(m);
	goes_on(m, "at the destination");
	stop_writing(m);
	check(m, data, when);
}

int disk_moves(const char *profile, const char *append)
{
	_cleanup_free_ char *data = NULL;
	static struct move m;
	char name[32];
	int r;

	snprintf(name, sizeof(name), "block-%s", profile);
	move_begin(&m, BLOCK_PF, profile, profile);
	move_boot(&m, name, append);
	r = guest_sh(
		move_running(&m), &data,
		"mke2fs -F " DISK " >/dev/null && " MOUNT
		" && cd /mnt && dd if=/dev/urandom of=data bs=1k count=%d 2>/dev/null && sha256sum data",
		DATA_KB);
	tap_ok(&m.scene.tap, r == 0 && strstr(data, "  data"),
	       "the disk stores a file system, and %d KiB", DATA_KB);
	moves(&m, data, "after the migration");
	tap_must(
		guest_sh(move_running(&m), NULL, "umount /mnt && { (sleep 1; reboot -f) & true; }"),
		"reboot the guest");
	guest_ready(move_running(&m));
	check(&m, data, "after a reboot");
	moves(&m, data, "after the migration back");
	guest_show(move_running(&m), "grep virtio /proc/interrupts; cat /sys/block/vda/stat");
	return move_end(&m);
}
