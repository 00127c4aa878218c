// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader's buffer size limits how much of a dump is in one message. The test dumps VFs,
 * requests and records with growing buffers, so that each attribute in turn is the first that does
 * not fit into a message. Every object must arrive exactly once, in order, and complete.
 */
#include <string.h>

#include "client/util.h"
#include "lib/stand-in.h"
#include "lib/wire.h"

/* Netlink's minimum message size. */
#define ROOM 4096
#define STEP 4 /* alignment of attributes */
#define STEPS 650
#define REFUSALS 4
/* Objects must be large, otherwise one message holds all of them. */
#define LONG "a-name-that-makes-an-object-a-large-part-of-a-message"

enum kind { VFS, REQUESTS, RECORDS, KINDS };

static const struct {
	const char *name;
	uint8_t command;
} kinds[KINDS] = {
	[VFS] = { "VFs", VFIOV_CMD_VF_GET },
	[REQUESTS] = { "requests", VFIOV_CMD_REQUEST_GET },
	[RECORDS] = { "records", VFIOV_CMD_AUDIT_GET },
};

struct dump {
	enum kind kind;
	unsigned int n;
	bool whole, in_order;
	int64_t last;
	struct vfv_request request; /* the last one */
};

static void enter(struct nlmsghdr *reply, void *userdata)
{
	const struct nlattr *head = (void *)((char *)NLMSG_DATA(reply) + GENL_HDRLEN);
	int len = NLMSG_PAYLOAD(reply, GENL_HDRLEN);
	struct vfv_audit_record record;
	struct dump *d = userdata;
	int64_t key = -1;
	struct vfv_vf vf;
	int r = -EINVAL;

	/* whether the last attribute is present */
	switch (d->kind) {
	case VFS:
		r = vfv_msg_parse(&vfv_vf_set, head, len, &vf);
		d->whole &= r == 0 && vfv_has(&vf, VFIOV_A_VF_STATS);
		key = vf.index;
		break;
	case REQUESTS:
		r = vfv_msg_parse(&vfv_request_set, head, len, &d->request);
		d->whole &= r == 0 && vfv_has(&d->request.vf, VFIOV_A_VF_SERIAL);
		key = d->request.vf.index;
		break;
	case RECORDS:
		r = vfv_msg_parse(&vfv_audit_set, head, len, &record);
		d->whole &= r == 0 && vfv_has(&record, VFIOV_A_AUDIT_REQUESTER);
		key = record.seq;
		break;
	case KINDS:
		break;
	}
	d->n++;
	d->in_order &= key > d->last;
	d->last = key;
}

static void read_dump(struct dump *dump, struct wire *wire, enum kind kind, size_t room)
{
	struct wire_msg msg;

	*dump = (struct dump){ .kind = kind, .whole = true, .in_order = true, .last = -1 };
	wire->room = room;
	wire->on_reply = enter;
	wire->userdata = dump;
	wire_begin(&msg, wire->family, kinds[kind].command, NLM_F_DUMP);
	tap_must(wire_talk(wire, &msg, NULL, NULL), "dump %s", kinds[kind].name);
	wire->on_reply = NULL;
}

static void each_size(struct tap *tap, struct wire *wire, enum kind kind, unsigned int n,
		      const char *how)
{
	unsigned int wrong = 0;
	struct dump dump;

	for (unsigned int i = 0; i < STEPS; i++) {
		read_dump(&dump, wire, kind, ROOM + i * STEP);
		if (dump.n == n && dump.whole && dump.in_order)
			continue;
		if (!wrong++)
			tap_note("with a buffer of %u bytes: %u of %u, %s, %s", ROOM + i * STEP,
				 dump.n, n, dump.whole ? "whole" : "not whole",
				 dump.in_order ? "in order" : "not in order");
	}
	tap_ok(tap, wrong == 0, "%u %s, %s, in messages of %u sizes", n, kinds[kind].name, how,
	       STEPS);
}

/* Sets the profile of all VFs, and waits until all are decided. */
static void settled(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;
	uint64_t ticket;

	scene_rule(scene, LONG, "0-15", "native", "\"native\", \"transitional\"");
	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		scene_bind_decided(scene, i, bdf);
		tap_must(vfv_genl_profile_set(scene->genl, bdf, "transitional", false, NULL,
					      &ticket, NULL),
			 "ask for a profile");
		tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision");
	}
}

/* A decision with every optional attribute. */
static void decide(struct wire *wire, const struct vfv_request *request)
{
	struct wire_msg msg;

	wire_begin(&msg, wire->family, VFIOV_CMD_DECISION_SET, 0);
	wire_text(&msg, VFIOV_A_REQUEST_BDF, request->bdf);
	wire_u64(&msg, VFIOV_A_REQUEST_COOKIE, request->cookie);
	wire_u32(&msg, VFIOV_A_REQUEST_VERDICT, VFIOV_VERDICT_GRANT);
	wire_text(&msg, VFIOV_A_REQUEST_PROFILE, "transitional");
	wire_text(&msg, VFIOV_A_REQUEST_RULE, LONG);
	wire_u64(&msg, VFIOV_A_REQUEST_POLICY_GENERATION, 7);
	wire_u32(&msg, VFIOV_A_REQUEST_LEVEL, VFIOV_LEVEL_LOUD);
	tap_must(wire_talk(wire, &msg, NULL, NULL), "decide about %s", request->bdf);
}

/* Makes new requests for all VFs, and leaves them unanswered. */
static void waiting(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket;

	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		scene_vf(scene, i, bdf);
		tap_must(vfv_genl_profile_reset(scene->genl, bdf, LONG, &ticket, NULL),
			 "ask again");
	}
	/* The second registration is refused, which adds an audit record. */
	for (unsigned int i = 0; i < REFUSALS; i++)
		vfv_genl_profile_reset(scene->genl, bdf, LONG, &ticket, NULL);
}

/* Each kind has its own socket, because netlink remembers the largest buffer of a socket. */
static void own(struct wire *wire)
{
	tap_must(wire_open(wire), "open a socket");
	tap_must(wire_register(wire, VFIOV_ABI, "message-sizes"), "become the owner");
}

int main(void)
{
	struct scene scene;
	struct dump dump;
	struct wire wire;

	scene_begin(&scene);
	settled(&scene);
	tap_must(wire_open(&wire), "open a socket");
	each_size(&scene.tap, &wire, VFS, SCENE_VFS, "all decided");
	wire_close(&wire);

	tap_must(daemon_stop(scene.genl), "stop vfiovd");
	own(&wire);
	waiting(&scene);
	read_dump(&dump, &wire, REQUESTS, ROOM);
	each_size(&scene.tap, &wire, REQUESTS, SCENE_VFS, "all waiting");
	wire_close(&wire);

	own(&wire);
	each_size(&scene.tap, &wire, VFS, SCENE_VFS, "all waiting");
	wire_close(&wire);

	own(&wire);
	decide(&wire, &dump.request);
	each_size(&scene.tap, &wire, RECORDS, stand_in_status(scene.genl).stats.audit_held,
		  "of all kinds");
	wire_close(&wire);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
