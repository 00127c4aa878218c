// SPDX-License-Identifier: GPL-2.0-only
/*
 * If VFs are bound or unbound during a dump, the dump is marked (NLM_F_DUMP_INTR), but still
 * contains each VF that stays bound exactly once. Opens, closes and decisions do not interrupt a
 * dump. VFs are in address order. The client library repeats an interrupted dump.
 */
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "client/util.h"
#include "lib/stand-in.h"
#include "lib/wire.h"

#define DUMPS 60
#define FIXED 12 /* VFs that stay bound */
/* The reader's buffer size limits how much netlink puts into one message. */
#define ROOM 4096
/* A long name makes a VF's entry large, so that the dump needs several messages. */
#define LONG_RULE "a-rule-with-a-name-so-long-that-a-dump-needs-messages"

struct reading {
	char seen[2 * SCENE_VFS][VFIO_BDF_LEN];
	unsigned int n;
	bool twice, interrupted, unsorted;
	unsigned int messages;
};

static void enter(struct reading *r, const struct nlmsghdr *h)
{
	struct vfv_vf vf;

	if (vfv_msg_parse(&vfv_vf_set, (void *)((char *)NLMSG_DATA(h) + GENL_HDRLEN),
			  NLMSG_PAYLOAD(h, GENL_HDRLEN), &vf) < 0)
		return;
	for (unsigned int i = 0; i < r->n; i++)
		r->twice |= !strcmp(r->seen[i], vf.bdf);
	r->unsorted |= r->n && strcmp(r->seen[r->n - 1], vf.bdf) > 0;
	if (r->n < ARRAY_SIZE(r->seen))
		strcpy(r->seen[r->n++], vf.bdf);
}

static void bind_or_unbind(const char *bdf, unsigned int n)
{
	tap_must(n % 2 ? bind_unbind(bdf) : bind_to(bdf, BIND_DRIVER, NULL), "change %s", bdf);
}

static void open_and_close(const char *bdf, unsigned int n)
{
	struct vfio_vf vf;

	scene_open(&vf, bdf);
	vfio_detach(&vf);
}

/*
 * Reads one message at a time, with a change between two messages. Netlink builds the first message
 * when the dump is requested, and another one after each read. A change may undo the previous one.
 */
static void read_dump(struct wire *wire, void (*change)(const char *bdf, unsigned int n),
		      const char *bdf, struct reading *r)
{
	static uint8_t buf[ROOM];
	struct wire_msg msg;
	bool done = false;

	*r = (struct reading){ 0 };
	wire_begin(&msg, wire->family, VFIOV_CMD_VF_GET, NLM_F_DUMP);
	tap_must(wire_send(wire, &msg), "begin a dump");
	while (!done) {
		struct nlmsghdr *h = (void *)buf;
		ssize_t n;

		if (change)
			change(bdf, r->messages);
		n = recv(wire->fd, buf, sizeof(buf), 0);
		tap_must(n < 0 ? -errno : 0, "read a dump");
		r->messages++;
		for (size_t rest = n; NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest)) {
			r->interrupted |= (h->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
			done |= h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR;
			if (h->nlmsg_type == wire->family)
				enter(r, h);
		}
	}
}

static pid_t toggle(struct scene *scene)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	while (pid == 0) {
		for (unsigned int i = FIXED; i < SCENE_VFS; i++) {
			char bdf[VFIO_BDF_LEN];

			scene_vf(scene, i, bdf);
			bind_to(bdf, BIND_DRIVER, NULL);
			util_sleep_ms(1);
			bind_unbind(bdf);
		}
	}
	return pid;
}

/* Returns whether each VF that stays bound was read exactly once. */
static bool has_all(struct scene *scene, const struct reading *r)
{
	bool good = !r->twice && !r->unsorted;

	for (unsigned int i = 0; i < FIXED; i++) {
		char bdf[VFIO_BDF_LEN];
		unsigned int times = 0;

		scene_vf(scene, i, bdf);
		for (unsigned int j = 0; j < r->n; j++)
			times += !strcmp(r->seen[j], bdf);
		good &= times == 1;
	}
	return good;
}

/* Returns whether each VF that stays bound occurs exactly once. */
static bool is_whole(struct scene *scene, const struct vfv_vf *vfs, size_t n)
{
	bool good = true;

	for (unsigned int i = 0; i < FIXED; i++) {
		char bdf[VFIO_BDF_LEN];
		unsigned int times = 0;

		scene_vf(scene, i, bdf);
		for (size_t j = 0; j < n; j++)
			times += !strcmp(vfs[j].bdf, bdf);
		good &= times == 1;
	}
	return good;
}

static void by_library(struct scene *scene)
{
	unsigned int whole = 0, given_up = 0;
	pid_t pid = toggle(scene);

	for (unsigned int i = 0; i < DUMPS; i++) {
		struct vfv_vf *vfs = NULL;
		size_t n = 0;
		int r;

		r = vfv_genl_vf_dump(scene->genl, &vfs, &n, NULL);
		if (r == -EINTR)
			given_up++;
		else
			whole += r == 0 && is_whole(scene, vfs, n);
		free(vfs);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	tap_ok(&scene->tap, whole + given_up == DUMPS && whole > 0,
	       "of %d dumps while 4 VFs come and go, %u are complete and %u are marked as "
	       "interrupted",
	       DUMPS, whole, given_up);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct reading calm, opened, busy;
	struct vfv_vf vf;
	uint64_t ticket;
	struct scene scene;
	struct wire wire;

	scene_begin(&scene);
	scene_rule(&scene, LONG_RULE, "0-15", "native", "\"native\", \"transitional\"");
	for (unsigned int i = 0; i < FIXED; i++) {
		scene_bind_decided(&scene, i, bdf);
		tap_must(vfv_genl_profile_set(scene.genl, bdf, "transitional", false, NULL, &ticket,
					      NULL),
			 "ask for a profile");
		tap_must(scene_wait_decided(&scene, bdf, &vf), "get a decision");
	}
	tap_must(wire_open(&wire), "open a socket");
	read_dump(&wire, NULL, NULL, &calm);
	tap_ok(&scene.tap, calm.n == FIXED && !calm.twice && !calm.unsorted && !calm.interrupted,
	       "a dump without changes has %u VFs, each once and in order, in %u messages", calm.n,
	       calm.messages);
	scene_vf(&scene, 0, bdf);
	read_dump(&wire, open_and_close, bdf, &opened);
	tap_ok(&scene.tap, opened.messages > 1 && !opened.interrupted && has_all(&scene, &opened),
	       "a dump of %u messages during which a VF is opened and closed is the same",
	       opened.messages);
	scene_vf(&scene, FIXED, bdf);
	read_dump(&wire, bind_or_unbind, bdf, &busy);
	bind_unbind(bdf);
	tap_ok(&scene.tap, busy.interrupted && has_all(&scene, &busy),
	       "a dump during which a VF is bound is marked as interrupted, and has the VFs that "
	       "stay");
	tap_note("it has %u VFs in %u messages", busy.n, busy.messages);
	/* Unbind the first VF, so that the positions of the others change. */
	scene_vf(&scene, 0, bdf);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	read_dump(&wire, bind_or_unbind, bdf, &busy);
	tap_ok(&scene.tap, !busy.twice && busy.n >= FIXED - 1,
	       "a dump during which the first VF comes and goes has no VF twice: %u", busy.n);
	bind_to(bdf, BIND_DRIVER, NULL);
	wire_close(&wire);
	by_library(&scene);
	return scene_end(&scene);
}
