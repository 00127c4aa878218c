// SPDX-License-Identifier: GPL-2.0-only
#include "trouble.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/stand-in.h"
#include "lib/sysfs.h"

void trouble_begin(struct trouble *t, struct scene *scene)
{
	struct vfv_sysfs_netdevs netdevs;

	t->genl = scene->genl;
	tap_must(vfv_sysfs_netdevs("", scene->pf, &netdevs), "list the interfaces of the PF");
	tap_must(netdevs.n ? 0 : -ENODEV, "find the interface of the PF");
	strcpy(t->name, netdevs.names[0]);
	snprintf(t->other, sizeof(t->other), "x%.14s", t->name);
}

/* An interface that is up cannot be renamed on older kernels. */
void trouble_rename(struct trouble *t)
{
	const char *from = t->renamed ? t->other : t->name, *to = t->renamed ? t->name : t->other;

	run_quietly((const char *[]){ "ip", "link", "set", from, "down", NULL });
	if (run_quietly((const char *[]){ "ip", "link", "set", from, "name", to, NULL }) == 0)
		t->renamed = !t->renamed;
}

static void resize(struct trouble *t)
{
	static const int sizes[] = { VFIOV_RING_SIZE_MIN, 100, 256, 1024, 4096 };

	stand_in_params(t->genl, -1, -1, sizes[random() % ARRAY_SIZE(sizes)]);
}

void trouble_make(struct trouble *t, unsigned int ms)
{
	unsigned int kind = t->made < TROUBLES ? t->made : random() % TROUBLES;

	t->made++;
	t->times[kind]++;
	switch (kind) {
	case 0:
		trouble_rename(t);
		break;
	case 1:
		resize(t);
		break;
	case 2: /* systemd starts it again */
		daemon_signal(t->genl, SIGKILL);
		break;
	case 3:
		run_quietly((const char *[]){ "systemctl", "restart", DAEMON_UNIT, NULL });
		break;
	case 4:
		if (daemon_signal(t->genl, SIGSTOP) == 0) {
			util_sleep_ms(ms);
			daemon_signal(t->genl, SIGCONT);
		}
		break;
	case 5:
		daemon_signal(t->genl, SIGHUP);
		break;
	case 6:
		journald_signal("STOP");
		util_sleep_ms(ms);
		journald_signal("CONT");
		break;
	case 7:
		journald_restart();
		break;
	}
}

void trouble_tell(const struct trouble *t)
{
	tap_note("PF renamed %u, ring resized %u; vfiovd killed %u, restarted %u, stopped %u, "
		 "reloaded %u; journald stopped %u, restarted %u",
		 t->times[0], t->times[1], t->times[2], t->times[3], t->times[4], t->times[5],
		 t->times[6], t->times[7]);
}

void trouble_end(struct trouble *t)
{
	if (t->renamed)
		trouble_rename(t);
	run_quietly((const char *[]){ "ip", "link", "set", t->name, "up", NULL });
}
