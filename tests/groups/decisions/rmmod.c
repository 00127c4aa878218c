// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only an open VF, or one that is being opened, keeps the module loaded. Requests, killed openers,
 * listeners, a stopped owner and unread records do not. The exception is in netlink, which holds
 * the module during an unfinished dump until the reader continues or closes the socket.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "client/util.h"
#include "lib/opener.h"
#include "lib/stand-in.h"
#include "lib/wire.h"

#define WAIT_MS VFIOV_OPEN_WAIT_CAP
/* The module gives the owner a moment to read the last records. */
#define UNLOAD_MS 5000
/* In units of 100 ms. On a busy machine, the previous test may have left many records. */
#define REST_TRIES 600

static void claim_unload(struct scene *scene, const char *with)
{
	uint64_t start = util_now_ns(), took;
	int r = stand_in_unload();

	took = (util_now_ns() - start) / 1000000;
	tap_returned(&scene->tap, r, 0, "unloaded with %s", with);
	tap_ok(&scene->tap, took < UNLOAD_MS * scene_slower(), "in %lu ms", took);
	if (r == 0)
		tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
}

static void opened(struct scene *scene)
{
	struct opener_result result;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;

	scene_bind_decided(scene, 0, bdf);
	opener_start(&opener, bdf);
	tap_must(opener_wait(&opener, &result, WAIT_MS), "open %s", bdf);
	tap_returned(&scene->tap, module_unload(), -EAGAIN, "an open VF prevents the unload");
	opener_close(&opener);
}

/*
 * Waits until vfiovd has read all records. If it were stopped in the middle of a dump, it would
 * hold the module.
 */
static void wait_until_idle(struct scene *scene)
{
	struct vfv_status status;
	int idle = 0;

	for (int i = 0; i < REST_TRIES && idle < 5; i++) {
		util_sleep_ms(100);
		tap_must(vfv_genl_status_get(scene->genl, &status, NULL), "get the status");
		idle = status.stats.audit_held == 0 && status.waiting == 0 ? idle + 1 : 0;
	}
	tap_must(idle == 5 ? 0 : -EBUSY, "wait until vfiovd is idle");
}

static void waiting(struct scene *scene)
{
	struct opener opener;
	char bdf[VFIO_BDF_LEN];

	wait_until_idle(scene);
	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	stand_in_bind(scene, 1, bdf);
	opener_start(&opener, bdf);
	util_sleep_ms(200);
	tap_returned(&scene->tap, module_unload(), -EAGAIN, "so does a VF with a waiting open");
	tap_ok(&scene->tap, opener_kill(&opener, WAIT_MS) >= 0,
	       "the waiting process can be killed");
	/* VFIO releases the device a moment after the process exits. */
	util_sleep_ms(300);
	claim_unload(scene, "waiting requests, and a stopped owner");
	/* This socket was the owner in the previous module instance. */
	tap_must(run_quietly((const char *[]){ "systemctl", "kill", "--signal=CONT", DAEMON_UNIT,
					       NULL }),
		 "continue vfiovd");
	tap_must(daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS), "see vfiovd register");
}

static void listeners(struct scene *scene)
{
	struct vfv_genl *genl[8];
	char bdf[VFIO_BDF_LEN];

	for (unsigned int i = 0; i < ARRAY_SIZE(genl); i++) {
		stand_in_socket(&genl[i]);
		tap_must(vfv_genl_events_open(genl[i]), "open a socket");
		tap_must(vfv_genl_join(genl[i], VFV_GROUP_REQUEST | VFV_GROUP_VF | VFV_GROUP_AUDIT),
			 "listen");
	}
	scene_bind_decided(scene, 2, bdf);
	claim_unload(scene, "8 listeners that read nothing");
	tap_must(daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS), "see vfiovd register");
	for (unsigned int i = 0; i < ARRAY_SIZE(genl); i++)
		vfv_genl_close(genl[i]);
}

/* Requests a dump of all VFs, and does not read it. */
static void begin_dump(struct wire *wire)
{
	struct wire_msg msg;
	const int small = 1;

	tap_must(wire_open(wire), "open a socket");
	setsockopt(wire->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	wire_begin(&msg, wire->family, VFIOV_CMD_VF_GET, NLM_F_DUMP);
	tap_must(wire_send(wire, &msg), "begin a dump");
}

/* The first message contains the whole dump. */
static void small_dump(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	struct wire wire;

	/* A reloaded module gets its devices back. */
	for (unsigned int i = 1; i < SCENE_VFS; i++) {
		scene_vf(scene, i, bdf);
		tap_must(bind_unbind(bdf), "unbind %s", bdf);
	}
	scene_bind_decided(scene, 0, bdf);
	begin_dump(&wire);
	claim_unload(scene, "an unread dump that fits into one message");
	wire_close(&wire);
	tap_must(daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS), "see vfiovd register");
}

/* Use more VFs than fit into one message. */
static void half_read(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	struct wire wire;

	for (unsigned int i = 0; i < SCENE_VFS; i++)
		scene_bind_decided(scene, i, bdf);
	begin_dump(&wire);
	tap_returned(&scene->tap, module_unload(), -EAGAIN,
		     "netlink itself holds the module during a half-read dump");
	wire_close(&wire);
	tap_returned(&scene->tap, stand_in_unload(), 0, "until the socket is closed");
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
}

int main(void)
{
	struct scene scene;

	scene_begin(&scene);
	stand_in_params(scene.genl, WAIT_MS, -1, -1);
	opened(&scene);
	waiting(&scene);
	listeners(&scene);
	small_dump(&scene);
	half_read(&scene);
	tap_must(daemon_wait_owner(scene.genl, true, SCENE_TIMEOUT_MS), "see vfiovd register");
	return scene_end(&scene);
}
