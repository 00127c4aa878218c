// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cost of vfiovd: memory after decisions for 16 VFs, CPU time of decisions, wake-ups while idle,
 * and time until READY.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "figure.h"
#include "scene/ledger.h"

#define VFS 16
#define DECISIONS 200
#define IDLE_S 45
/* See systemd/vfiovd.service.in; vfiovd notifies the watchdog twice in this time. */
#define WATCHDOG_S 30
#define STARTS 8
#define STORED_MS 60000
/* By then, the allocator has returned its free memory. */
#define SETTLE_MS 3000

static pid_t daemon_pid(struct figure *figure)
{
	struct vfv_status status;

	tap_must(vfv_genl_status_get(figure->rig.scene.genl, &status, NULL), "find vfiovd");
	tap_must(status.owner_pid ? 0 : -ESRCH, "find vfiovd");
	return status.owner_pid;
}

/* Waits until all records are in the journal and vfiovd is idle. */
static void settle(struct figure *figure)
{
	struct vfv_status status;

	tap_must(ledger_wait_empty(figure->rig.scene.genl, &status, STORED_MS),
		 "wait until all records are stored");
	util_sleep_ms(SETTLE_MS);
}

/* Returns the number after the key in a file of /proc. */
static uint64_t proc_number(const char *path, const char *key)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	char line[256];

	tap_must(file ? 0 : -errno, "open %s", path);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, key, strlen(key)) == 0)
			return strtoull(line + strlen(key), NULL, 10);
	tap_must(-ENOENT, "find %s in %s", key, path);
	return 0;
}

/* Returns the sum over all threads. */
static uint64_t each_thread(pid_t pid, const char *file, const char *key)
{
	char path[300];
	struct dirent *entry;
	uint64_t sum = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	tap_must(dir ? 0 : -errno, "open %s", path);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%s/%s", pid, entry->d_name, file);
		sum += proc_number(path, key);
	}
	closedir(dir);
	return sum;
}

/* Returns the CPU time in nanoseconds, the first number of schedstat. */
static uint64_t cpu_ns(pid_t pid)
{
	return each_thread(pid, "schedstat", "");
}

static void bind_some(struct figure *figure)
{
	char bdf[VFIO_BDF_LEN];

	for (unsigned int i = 0; i < VFS; i++)
		scene_bind_decided(&figure->rig.scene, i, bdf);
	settle(figure);
}

static void memory(struct figure *figure)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", daemon_pid(figure));
	figure_value(figure, "ours", 0, proc_number(path, "Rss:"), "resident memory, RSS");
	figure_value(figure, "ours", 0, proc_number(path, "Pss:"), "resident memory, PSS");
	figure_value(figure, "ours", 0, proc_number(path, "Pss_Anon:"), "resident memory, its own");
}

/*
 * Each reset requests the policy's decision again, as a bind does, and is audited in the same way.
 */
static void processor(struct figure *figure)
{
	struct scene *scene = &figure->rig.scene;
	pid_t pid = daemon_pid(figure);
	uint64_t before = cpu_ns(pid), ticket;
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;

	for (unsigned int i = 0; i < DECISIONS; i++) {
		scene_vf(scene, i % VFS, bdf);
		tap_must(vfv_genl_profile_reset(scene->genl, bdf, NULL, &ticket, NULL), "reset %s",
			 bdf);
		tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision for %s", bdf);
	}
	settle(figure);
	figure_value(figure, "ours", 0, (cpu_ns(pid) - before) * 1000 / DECISIONS,
		     "processor time of 1,000 decisions");
}

static void idle(struct figure *figure)
{
	pid_t pid = daemon_pid(figure);
	uint64_t before = each_thread(pid, "status", "voluntary_ctxt_switches:");
	uint64_t after;

	util_sleep_ms(IDLE_S * 1000);
	after = each_thread(pid, "status", "voluntary_ctxt_switches:");
	figure_value(figure, "ours", 0, after - before,
		     "times it slept in %d s, %d of them until the watchdog", IDLE_S,
		     IDLE_S / (WATCHDOG_S / 2));
}

/* Returns a timestamp of the unit in microseconds of the monotonic clock. */
static uint64_t unit_time(const char *property)
{
	_cleanup_free_ char *option = NULL;
	struct run systemctl;
	uint64_t us;

	if (asprintf(&option, "--property=%sTimestampMonotonic", property) < 0)
		tap_must(-ENOMEM, "ask systemd");
	tap_must(run(&systemctl, 0,
		     (const char *[]){ "systemctl", "show", "--value", option, DAEMON_UNIT, NULL }),
		 "ask systemd");
	us = strtoull(systemctl.out, NULL, 10);
	run_free(&systemctl);
	return us;
}

static void start(struct figure *figure)
{
	static struct samples times;

	for (unsigned int i = 0; i < STARTS; i++) {
		tap_must(daemon_stop(figure->rig.scene.genl), "stop vfiovd");
		tap_must(daemon_start(figure->rig.scene.genl), "start vfiovd");
		samples_add(&times, (unit_time("ActiveEnter") - unit_time("ExecMainStart")) * 1000);
	}
	figure_observe(figure, "ours", 0, &times, "start to READY");
}

int main(void)
{
	struct figure figure;

	figure_begin(&figure, "daemon");
	bind_some(&figure);
	memory(&figure);
	processor(&figure);
	idle(&figure);
	start(&figure);
	return figure_end(&figure);
}
