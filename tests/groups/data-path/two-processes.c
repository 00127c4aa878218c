// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two processes with many threads each read and write one VF while it is reset repeatedly. An
 * access succeeds or fails with an I/O error, none hangs, and the VF works afterwards. One process
 * is killed while its threads access the VF.
 */
#include <linux/pci_regs.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "client/util.h"
#include "lib/hammer.h"
#include "lib/rig.h"

#define THREADS 4
#define RESETS 20
#define PROGRESS_MS 10000
#define LONGEST_MS 5000

/* Results of the other process, in shared memory. */
struct other {
	atomic_ulong good, failed, strange;
};

_Noreturn static void other_process(struct vfio_vf *vf, struct other *other)
{
	static struct hammer hammer;

	hammer_start(&hammer, vf, THREADS);
	for (;;) {
		atomic_store(&other->good, atomic_load(&hammer.good));
		atomic_store(&other->failed, atomic_load(&hammer.failed));
		atomic_store(&other->strange, atomic_load(&hammer.strange));
		util_sleep_ms(5);
	}
}

static pid_t start(struct rig *rig, struct other **other)
{
	pid_t pid;

	*other = mmap(NULL, sizeof(**other), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	tap_must(*other == MAP_FAILED ? -errno : 0, "get shared memory");
	pid = fork();
	tap_must(util_errno(pid), "make a process");
	if (pid == 0)
		other_process(&rig->vf, *other);
	return pid;
}

static bool kill_bounded(pid_t pid)
{
	uint64_t deadline = util_now_ns() + LONGEST_MS * 1000000ull;

	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (util_now_ns() > deadline)
			return false;
		util_sleep_ms(1);
	}
	return true;
}

static void reset_often(struct rig *rig, struct hammer *hammer)
{
	unsigned int wrong = 0;

	for (int i = 0; i < RESETS; i++) {
		wrong += vfio_reset(&rig->vf) != 0;
		pci_command(&rig->vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0);
		wrong += !hammer_wait_good(hammer, 20, PROGRESS_MS);
		wrong += rig_write(rig, 18, "\x01", 1) != 0;
	}
	tap_ok(&rig->scene.tap, wrong == 0, "%d resets: accesses continue after each", RESETS);
}

int main(void)
{
	static struct hammer hammer;
	uint8_t before[4], after[4], status;
	struct other *other;
	struct rig rig;
	struct tap *tap = &rig.scene.tap;
	pid_t pid;

	rig_begin_open(&rig, 10);
	tap_must(rig_read(&rig, 0, before, 4), "read the features");
	pid = start(&rig, &other);
	hammer_start(&hammer, &rig.vf, THREADS);
	reset_often(&rig, &hammer);
	tap_ok(tap, kill_bounded(pid), "the other process can be killed");
	tap_ok(tap, hammer_wait_good(&hammer, 20, PROGRESS_MS), "this process continues");
	hammer_stop(&hammer);

	tap_note("here %lu succeeded and %lu failed, there %lu and %lu; the longest took %lu ms",
		 hammer.good, hammer.failed, other->good, other->failed,
		 hammer.longest_ns / 1000000);
	tap_ok(tap, hammer.strange == 0 && other->strange == 0,
	       "all failures were I/O errors, in both processes");
	if (hammer.strange)
		tap_note("one was: %s", strerror(hammer.errno_strange));
	tap_ok(tap, other->good > 0, "the other process made progress as well");
	tap_ok(tap, hammer.longest_ns < LONGEST_MS * 1000000ull, "no access took long");
	tap_must(vfio_reset(&rig.vf), "reset the function");
	rig_decode(&rig);
	tap_ok(tap, rig_read(&rig, 0, after, 4) == 0 && !memcmp(before, after, 4),
	       "the VF works: its features are the same");
	tap_ok(tap, rig_read(&rig, 18, &status, 1) == 0 && status == 0, "and its status is 0");
	return rig_end(&rig);
}
