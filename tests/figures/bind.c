// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time of one write that binds 16 VFs, with vfiovd running, stopped (SIGSTOP) and absent, and with
 * vfio-pci.
 */
#include <signal.h>

#include "figure.h"
#include "scene/bind-all.h"

#define VFS 16
#define ROUNDS 24

/*
 * udev is stopped, because it needs as much time for the new devices as the write itself takes,
 * with any driver. Its watchdog tolerates a stop of minutes.
 */
static void udev(const char *signal)
{
	const char *const argv[] = { "systemctl", "kill", signal, "systemd-udevd.service", NULL };

	tap_must(run_quietly(argv), "send udev a signal");
}

static void measure(struct figure *figure, struct bind_all *vfs, const char *daemon)
{
	udev("--signal=STOP");
	for (unsigned int round = 0; round < ROUNDS; round++)
		for (unsigned int i = 0; i < 2; i++) {
			/*
			 * The second driver inherits the state that the first one left, so the
			 * order alternates.
			 */
			enum figure_driver driver = (i + round) % 2 ? FIGURE_PLAIN : FIGURE_OURS;
			struct bind_cost cost = bind_all(vfs, figure_driver_name(driver));

			figure_value(figure, figure_driver_label(driver), round, cost.wall,
				     "%d VFs, vfiovd %s", VFS, daemon);
			figure_value(figure, figure_driver_label(driver), round, cost.cpu,
				     "its own processor time, vfiovd %s", daemon);
		}
	udev("--signal=CONT");
}

int main(void)
{
	static struct bind_all vfs;
	struct figure figure;
	struct vfv_genl *genl;

	figure_begin(&figure, "bind");
	genl = figure.rig.scene.genl;
	/* Disable the watchdog from the next start on, because it would kill a stopped vfiovd. */
	tap_must(daemon_leave_dead(true), "keep systemd from starting vfiovd again");
	tap_must(daemon_stop(genl), "stop vfiovd");
	tap_must(daemon_start(genl), "start vfiovd");
	bind_all_find(&vfs, &figure.rig.scene, VFS);
	measure(&figure, &vfs, "running");
	tap_must(daemon_signal(genl, SIGSTOP), "halt vfiovd");
	measure(&figure, &vfs, "stopped");
	tap_must(daemon_signal(genl, SIGKILL), "kill vfiovd");
	tap_must(daemon_wait_owner(genl, false, SCENE_TIMEOUT_MS), "see it gone");
	measure(&figure, &vfs, "absent");
	bind_all_reserve(&vfs, "\n");
	tap_must(daemon_leave_dead(false), "give vfiovd back to systemd");
	tap_must(daemon_start(genl), "start vfiovd");
	return figure_end(&figure);
}
