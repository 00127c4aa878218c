// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends random and mutated messages, derived from the spec, to the live family. The sender is any
 * privileged process or the owner, whose answers and acknowledgements reach more code. VFs have
 * requests, and some VFs are bound and unbound meanwhile. The kernel refuses or executes each
 * message, logs nothing, and keeps working.
 *
 * Timeout: 1800 s
 */
#include <string.h>
#include <sys/socket.h>

#include "client/util.h"
#include "lib/msg.h"
#include "lib/mutate.h"
#include "lib/stand-in.h"
#include "lib/wire.h"
#include "scene/toggle.h"

#define MESSAGES_SHORT 60000
#define MESSAGES_LONG 400000
#define VFS 4
#define NUMBERS 4
#define PAUSE_MS 20 /* pause between two binds of the VF that comes and goes */
/* Keeps the owner role most of the time. */
#define REGISTER_EVERY 200

struct fuzz {
	struct scene *scene;
	struct wire wire;
	struct mutate mutate;
	char bdfs[VFS][VFIO_BDF_LEN];
	const char *bdf[VFS];
	uint64_t numbers[NUMBERS];
	struct vfv_status status;
	unsigned int sent, taken, refused, silent;
};

/* Reads all replies from the kernel, and counts errors and acknowledgements. */
static void drain(struct fuzz *f)
{
	static uint8_t buf[65536];
	bool heard = false;
	ssize_t n;

	while ((n = recv(f->wire.fd, buf, sizeof(buf), MSG_DONTWAIT)) > 0) {
		struct nlmsghdr *h = (void *)buf;

		heard = true;
		for (size_t rest = n; NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest)) {
			const struct nlmsgerr *e = NLMSG_DATA(h);

			if (h->nlmsg_type == NLMSG_ERROR && e->error)
				f->refused++;
			else if (h->nlmsg_type == NLMSG_ERROR || h->nlmsg_type == NLMSG_DONE)
				f->taken++;
		}
	}
	f->silent += !heard;
}

static void found(struct nlmsghdr *reply, void *userdata)
{
	struct fuzz *f = userdata;
	struct vfv_request request;

	if (vfv_msg_parse(&vfv_request_set, (void *)((char *)NLMSG_DATA(reply) + GENL_HDRLEN),
			  NLMSG_PAYLOAD(reply, GENL_HDRLEN), &request) == 0)
		f->numbers[mutate_random(&f->mutate, NUMBERS)] = request.cookie;
}

/* Takes the owner role back if a message gave it up, and collects valid cookies to send. */
static void refresh(struct fuzz *f, bool owner)
{
	struct wire_msg msg;

	tap_must(vfv_genl_status_get(f->scene->genl, &f->status, NULL), "get the status");
	f->numbers[0] = f->status.stats.audit_acked + 1;
	if (!owner)
		return;
	wire_register(&f->wire, VFIOV_ABI, "fuzz");
	wire_begin(&msg, f->wire.family, VFIOV_CMD_REQUEST_GET, NLM_F_DUMP);
	wire_talk(&f->wire, &msg, NULL, NULL);
}

static void messages(struct fuzz *f, unsigned int n, bool owner)
{
	static uint8_t buf[WIRE_MAX];

	for (unsigned int i = 0; i < n; i++) {
		struct nlmsghdr *h = (void *)buf;
		size_t len;

		if (i % REGISTER_EVERY == 0)
			refresh(f, owner);
		len = mutate_message(&f->mutate, f->wire.family, false, buf, sizeof(buf));
		h->nlmsg_seq = ++f->wire.seq;
		if (mutate_random(&f->mutate, 8))
			h->nlmsg_flags |= NLM_F_ACK;
		if (send(f->wire.fd, buf, len, 0) >= 0)
			f->sent++;
		drain(f);
	}
}

static void works(struct fuzz *f, const char *who)
{
	struct vfv_vf *vfs = NULL;
	struct vfv_vf vf;
	size_t n = 0;
	int r;

	/* The messages may have changed the parameters. */
	stand_in_params(f->scene->genl, 1000, 3000, 4096);
	r = vfv_genl_vf_dump(f->scene->genl, &vfs, &n, NULL);
	free(vfs);
	tap_ok(&f->scene->tap, r == 0 && n == VFS, "after %s: the family works, %zu VFs are bound",
	       who, n);
	tap_must(daemon_start(f->scene->genl), "start vfiovd");
	tap_must(bind_to(f->bdfs[0], BIND_DRIVER, NULL), "bind a VF");
	tap_returned(&f->scene->tap, scene_wait_decided(f->scene, f->bdfs[0], &vf), 0,
		     "and vfiovd decides about a VF");
}

static void run_as(struct fuzz *f, unsigned int n, bool owner)
{
	const char *who = owner ? "the owner" : "a privileged process";
	uint64_t start = util_now_ns();
	pid_t pid;

	f->sent = f->taken = f->refused = f->silent = 0;
	if (owner)
		tap_must(daemon_stop(f->scene->genl), "stop vfiovd");
	tap_must(wire_open(&f->wire), "open a socket");
	f->wire.on_reply = found;
	f->wire.userdata = f;
	pid = toggle_start(f->bdfs[VFS - 1], PAUSE_MS);
	messages(f, n, owner);
	toggle_stop(pid);
	wire_close(&f->wire);
	tap_must(bind_to(f->bdfs[VFS - 1], BIND_DRIVER, NULL), "bind a VF");
	tap_ok(&f->scene->tap, f->sent == n && f->refused > n / 10 && f->taken > n / 100,
	       "%u messages of %s: %u refused, %u accepted, %u without an answer, in %lu s",
	       f->sent, who, f->refused, f->taken, f->silent, (util_now_ns() - start) / 1000000000);
	works(f, who);
}

int main(int argc, char **argv)
{
	const char *is_long = getenv("VFIOVD_LONG");
	/* Send fewer messages on a kernel where each one takes longer. */
	unsigned int n = (is_long && *is_long ? MESSAGES_LONG : MESSAGES_SHORT) / scene_slower();
	struct scene scene;
	struct fuzz f = { .scene = &scene };

	scene_begin(&scene);
	f.mutate = (struct mutate){
		.state = argc > 1 ? strtoull(argv[1], NULL, 0) : util_now_ns() | 1,
		.bdfs = f.bdf,
		.n_bdfs = VFS,
		.numbers = f.numbers,
		.n_numbers = NUMBERS,
		.instance = f.status.instance,
	};
	tap_note("seed %lu, the first argument repeats it", f.mutate.state);
	for (unsigned int i = 0; i < VFS; i++) {
		scene_bind_decided(&scene, i, f.bdfs[i]);
		f.bdf[i] = f.bdfs[i];
	}
	run_as(&f, n / 2, false);
	run_as(&f, n / 2, true);
	return scene_end(&scene);
}
