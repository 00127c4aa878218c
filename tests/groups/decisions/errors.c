// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every command, and every error that it is documented to end with: the errno, a sentence, and the
 * attribute that is to blame. What breaks the policy is refused strictly: unknown attributes, wrong
 * lengths, texts that are too long or have no end, numbers out of range, what is missing.
 */
#include <string.h>

#include "client/util.h"
#include "lib/msg.h"
#include "lib/stand-in.h"
#include "lib/wire.h"

#define ATTRS_MAX 4
#define NO_VF "0000:ff:1f.7"
#define TOO_LONG 200 /* more than any text may have */

/* Which socket sends it. */
enum from { OWNER, OTHER };

/* What an attribute has in it; the last five are filled in when the test runs. */
enum what { END, U8, U32, U64, TEXT, LONG, OPEN_END, WAITING, OPENED, IDLE, COOKIE, INSTANCE };

struct attr {
	uint16_t type;
	enum what what;
	uint64_t number;
	const char *text;
};

struct error_case {
	const char *what;
	uint8_t command;
	enum from from;
	uint16_t flags;
	struct attr attrs[ATTRS_MAX];
	int code;
	const char *attribute; /* NULL: it is about none */
};

#define S(a) VFIOV_A_STATUS_##a
#define R(a) VFIOV_A_REQUEST_##a
#define A(a) VFIOV_A_AUDIT_##a
#define BDF_GONE { R(BDF), TEXT, 0, NO_VF }
#define BDF_WAITING { R(BDF), WAITING }
#define BDF_OPENED { R(BDF), OPENED }
#define BDF_IDLE { R(BDF), IDLE }
#define GRANT { R(VERDICT), U32, VFIOV_VERDICT_GRANT }
#define PROFILE(p) { R(PROFILE), U32, VFIOV_PROFILE_##p }

/* clang-format off: a table is read by columns */
static const struct error_case cases[] = {
	{ "status-get with an attribute", VFIOV_CMD_STATUS_GET, OTHER, 0,
	  { { S(ABI), U32, 1 } }, -EINVAL, "abi" },

	{ "vf-get without bdf", VFIOV_CMD_VF_GET, OTHER, 0, { { 0 } }, -EINVAL, "bdf" },
	{ "vf-get of no VF", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, TEXT, 0, NO_VF } }, -ENODEV, "bdf" },
	{ "vf-get of an empty text", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, TEXT, 0, "" } }, -ENODEV, "bdf" },
	{ "vf-get with a long bdf", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, LONG } }, -EINVAL, "bdf" },
	{ "vf-get with a text without end", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, OPEN_END } }, -EINVAL, "bdf" },
	{ "vf-get with an attribute of the answer", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_PF, TEXT, 0, NO_VF } }, -EINVAL, "pf" },
	{ "vf-get dump with an attribute", VFIOV_CMD_VF_GET, OTHER, NLM_F_DUMP,
	  { { VFIOV_A_VF_BDF, TEXT, 0, NO_VF } }, -EINVAL, "bdf" },

	{ "owner-register without abi", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(OWNER_NAME), TEXT, 0, "x" } }, -EINVAL, "abi" },
	{ "owner-register without name", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI } }, -EINVAL, "owner-name" },
	{ "owner-register with another abi", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI + 1 }, { S(OWNER_NAME), TEXT, 0, "x" } },
	  -EPROTONOSUPPORT, "abi" },
	{ "owner-register with abi of 8 bits", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U8, VFIOV_ABI }, { S(OWNER_NAME), TEXT, 0, "x" } }, -EINVAL, "abi" },
	{ "owner-register with a long name", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI }, { S(OWNER_NAME), LONG } }, -EINVAL, "owner-name" },
	{ "owner-register of a second owner", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI }, { S(OWNER_NAME), TEXT, 0, "x" } }, -EEXIST, NULL },

	{ "owner-unregister of another socket", VFIOV_CMD_OWNER_UNREGISTER, OTHER, 0,
	  { { 0 } }, -EPERM, NULL },
	{ "owner-unregister with an attribute", VFIOV_CMD_OWNER_UNREGISTER, OWNER, 0,
	  { { S(ABI), U32, 1 } }, -EINVAL, "abi" },

	{ "owner-update of another socket", VFIOV_CMD_OWNER_UPDATE, OTHER, 0,
	  { { S(POLICY_GENERATION), U64, 7 } }, -EPERM, NULL },
	{ "owner-update with a generation of 32 bits", VFIOV_CMD_OWNER_UPDATE, OWNER, 0,
	  { { S(POLICY_GENERATION), U32, 7 } }, -EINVAL, "policy-generation" },
	{ "owner-update with a long hash", VFIOV_CMD_OWNER_UPDATE, OWNER, 0,
	  { { S(POLICY_HASH), LONG } }, -EINVAL, "policy-hash" },

	{ "request-get of another socket", VFIOV_CMD_REQUEST_GET, OTHER, NLM_F_DUMP,
	  { { 0 } }, -EPERM, NULL },
	{ "request-get with an attribute", VFIOV_CMD_REQUEST_GET, OWNER, NLM_F_DUMP,
	  { BDF_WAITING }, -EINVAL, "bdf" },

	{ "decision-set without bdf", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { { R(COOKIE), COOKIE }, GRANT, PROFILE(NATIVE) }, -EINVAL, "bdf" },
	{ "decision-set without cookie", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, GRANT, PROFILE(NATIVE) }, -EINVAL, "cookie" },
	{ "decision-set without verdict", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, PROFILE(NATIVE) }, -EINVAL, "verdict" },
	{ "decision-set of another socket", VFIOV_CMD_DECISION_SET, OTHER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, PROFILE(NATIVE) }, -EPERM, NULL },
	{ "decision-set for no VF", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_GONE, { R(COOKIE), COOKIE }, GRANT, PROFILE(NATIVE) }, -ENODEV, "bdf" },
	{ "decision-set with a guessed cookie", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), U64, 1 }, GRANT, PROFILE(NATIVE) }, -ESTALE, "cookie" },
	{ "decision-set with the cookie of another VF", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_IDLE, { R(COOKIE), COOKIE }, GRANT, PROFILE(NATIVE) }, -ESTALE, "cookie" },
	{ "decision-set that refuses a bind", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, { R(VERDICT), U32, VFIOV_VERDICT_REFUSE } },
	  -EINVAL, "verdict" },
	{ "decision-set that grants no profile", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT }, -EINVAL, "profile" },
	{ "decision-set with a profile that does not exist", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(PROFILE), U32, 3 } },
	  -ERANGE, "profile" },
	{ "decision-set with a verdict that does not exist", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, { R(VERDICT), U32, 2 } }, -ERANGE, "verdict" },
	{ "decision-set with migration 2", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(MIGRATION), U8, 2 } },
	  -ERANGE, "migration" },
	{ "decision-set with explicit 2", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(EXPLICIT), U8, 2 } },
	  -ERANGE, "explicit" },
	{ "decision-set with a long rule", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(RULE), LONG } }, -EINVAL, "rule" },
	{ "decision-set with a cookie of 32 bits", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), U32, 1 }, GRANT, PROFILE(NATIVE) }, -EINVAL, "cookie" },
	{ "decision-set with a ticket", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(TICKET), U64, 1 } },
	  -EINVAL, "ticket" },

	{ "profile-set without bdf", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { PROFILE(NATIVE) }, -EINVAL, "bdf" },
	{ "profile-set without profile", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE }, -EINVAL, "profile" },
	{ "profile-set of no VF", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_GONE, PROFILE(NATIVE) }, -ENODEV, "bdf" },
	{ "profile-set with migration", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE(NATIVE), { R(MIGRATION), U8, 1 } }, -EOPNOTSUPP, "migration" },
	{ "profile-set of an open VF", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_OPENED, PROFILE(NATIVE) }, -EBUSY, "bdf" },
	{ "profile-set of a VF with a request", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_WAITING, PROFILE(NATIVE) }, -EAGAIN, "bdf" },
	{ "profile-set with a long reason", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE(NATIVE), { R(REASON), LONG } }, -EINVAL, "reason" },

	{ "profile-reset without bdf", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { { 0 } }, -EINVAL, "bdf" },
	{ "profile-reset of no VF", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_GONE }, -ENODEV, "bdf" },
	{ "profile-reset of an open VF", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_OPENED }, -EBUSY, "bdf" },
	{ "profile-reset of a VF with a request", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_WAITING }, -EAGAIN, "bdf" },
	{ "profile-reset with a profile", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_IDLE, PROFILE(NATIVE) }, -EINVAL, "profile" },

	{ "params-set of an open wait above the cap", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(OPEN_WAIT_MS), U32, VFIOV_OPEN_WAIT_CAP + 1 } }, -ERANGE, "open-wait-ms" },
	{ "params-set of a grace above the cap", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(GRACE_MS), U32, VFIOV_GRACE_CAP + 1 } }, -ERANGE, "grace-ms" },
	{ "params-set of a ring above the cap", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(RING_SIZE), U32, VFIOV_RING_SIZE_CAP + 1 } }, -ERANGE, "ring-size" },
	{ "params-set of a ring below the least", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(RING_SIZE), U32, VFIOV_RING_SIZE_MIN - 1 } }, -ERANGE, "ring-size" },
	{ "params-set of the owner's name", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(OWNER_NAME), TEXT, 0, "x" } }, -EINVAL, "owner-name" },

	{ "audit-get beyond the last record", VFIOV_CMD_AUDIT_GET, OTHER, 0,
	  { { A(SEQ), U64, UINT64_MAX } }, -ENODATA, NULL },
	{ "audit-get with a sequence of 32 bits", VFIOV_CMD_AUDIT_GET, OTHER, 0,
	  { { A(SEQ), U32, 1 } }, -EINVAL, "seq" },
	{ "audit-get dump with a sequence of 8 bits", VFIOV_CMD_AUDIT_GET, OTHER, NLM_F_DUMP,
	  { { A(SEQ), U8, 1 } }, -EINVAL, "seq" },

	{ "audit-ack without instance", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(SEQ), U64, 1 } }, -EINVAL, "instance" },
	{ "audit-ack without sequence", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), INSTANCE } }, -EINVAL, "seq" },
	{ "audit-ack of another socket", VFIOV_CMD_AUDIT_ACK, OTHER, 0,
	  { { A(INSTANCE), INSTANCE }, { A(SEQ), U64, 1 } }, -EPERM, NULL },
	{ "audit-ack of another instance", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), TEXT, 0, "fifteen letters" }, { A(SEQ), U64, 1 } },
	  -ESTALE, "instance" },
	{ "audit-ack of a short instance", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), TEXT, 0, "short" }, { A(SEQ), U64, 1 } }, -ERANGE, "instance" },
	{ "audit-ack of a record that is not there yet", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), INSTANCE }, { A(SEQ), U64, UINT64_MAX } }, -ERANGE, "seq" },
};

/* While the PF's virtio device has no driver, and a VF can be native only. */
static const struct error_case unavailable[] = {
	{ "decision-set with a profile that the VF can not take", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, PROFILE(LEGACY) }, -EOPNOTSUPP, "profile" },
	{ "profile-set of what the VF can not take", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE(TRANSITIONAL) }, -EOPNOTSUPP, "profile" },
};
/* clang-format on */

struct ground {
	struct scene *scene;
	struct wire owner, other;
	char waiting[VFIO_BDF_LEN], opened[VFIO_BDF_LEN], idle[VFIO_BDF_LEN];
	uint64_t cookie; /* of waiting */
	uint8_t instance[VFIOV_INSTANCE_LEN];
};

static void put(const struct ground *g, struct wire_msg *msg, const struct attr *a)
{
	char text[TOO_LONG];

	memset(text, 'x', sizeof(text));
	switch (a->what) {
	case END:
		return;
	case U8:
		return wire_u8(msg, a->type, a->number);
	case U32:
		return wire_u32(msg, a->type, a->number);
	case U64:
		return wire_u64(msg, a->type, a->number);
	case TEXT:
		return wire_text(msg, a->type, a->text);
	case LONG:
		text[TOO_LONG - 1] = '\0';
		return wire_put(msg, a->type, text, TOO_LONG);
	case OPEN_END:
		return wire_put(msg, a->type, text, 7);
	case WAITING:
		return wire_text(msg, a->type, g->waiting);
	case OPENED:
		return wire_text(msg, a->type, g->opened);
	case IDLE:
		return wire_text(msg, a->type, g->idle);
	case COOKIE:
		return wire_u64(msg, a->type, g->cookie);
	case INSTANCE:
		return wire_put(msg, a->type, g->instance, sizeof(g->instance));
	}
}

static const struct vfv_attr_set *set_of(uint8_t command)
{
	switch (command) {
	case VFIOV_CMD_VF_GET:
		return &vfv_vf_set;
	case VFIOV_CMD_REQUEST_GET:
	case VFIOV_CMD_DECISION_SET:
	case VFIOV_CMD_PROFILE_SET:
	case VFIOV_CMD_PROFILE_RESET:
		return &vfv_request_set;
	case VFIOV_CMD_AUDIT_GET:
	case VFIOV_CMD_AUDIT_ACK:
		return &vfv_audit_set;
	}
	return &vfv_status_set;
}

/* The kernel names a missing attribute by its number, in the place of a sentence. */
static bool is_missing(const struct error_case *c)
{
	return (strstr(c->what, " without ") && !strstr(c->what, "end")) ||
	       strstr(c->what, "grants no profile");
}

static void try(struct ground *g, const struct error_case *c)
{
	struct vfv_nl_error error = { 0 };
	struct wire_msg msg;
	int r;

	wire_begin(&msg, g->owner.family, c->command, c->flags);
	for (unsigned int i = 0; i < ATTRS_MAX; i++)
		put(g, &msg, &c->attrs[i]);
	r = wire_talk(c->from == OWNER ? &g->owner : &g->other, &msg, set_of(c->command), &error);
	if (!tap_ok(&g->scene->tap,
		    r == c->code && (error.message[0] || is_missing(c)) &&
			    !strcmp(error.attribute, c->attribute ?: ""),
		    "%s: %s%s%s", c->what, strerrorname_np(-c->code), c->attribute ? ", " : "",
		    c->attribute ?: ""))
		tap_note("got %s, attribute '%s', message '%s'", r < 0 ? strerrorname_np(-r) : "0",
			 error.attribute, error.message);
}

static void found(struct nlmsghdr *reply, void *userdata)
{
	struct ground *g = userdata;
	struct vfv_request request;
	struct genlmsghdr *genl = NLMSG_DATA(reply);

	if (vfv_msg_parse(&vfv_request_set, (void *)((char *)genl + GENL_HDRLEN),
			  NLMSG_PAYLOAD(reply, GENL_HDRLEN), &request) == 0 &&
	    !strcmp(request.bdf, g->waiting))
		g->cookie = request.cookie;
}

/* The socket with which we send what is wrong must be the owner's. */
static void become_owner(struct ground *g)
{
	struct wire_msg msg;

	tap_must(daemon_stop(g->scene->genl), "stop vfiovd");
	wire_begin(&msg, g->owner.family, VFIOV_CMD_OWNER_REGISTER, 0);
	wire_u32(&msg, S(ABI), VFIOV_ABI);
	wire_text(&msg, S(OWNER_NAME), "errors");
	tap_must(wire_talk(&g->owner, &msg, NULL, NULL), "become the owner");
	scene_vf(g->scene, 2, g->waiting);
	tap_must(bind_to(g->waiting, BIND_DRIVER, NULL), "bind %s", g->waiting);
	g->owner.on_reply = found;
	g->owner.userdata = g;
	wire_begin(&msg, g->owner.family, VFIOV_CMD_REQUEST_GET, NLM_F_DUMP);
	tap_must(wire_talk(&g->owner, &msg, NULL, NULL), "pull requests");
	tap_must(g->cookie ? 0 : -ENOENT, "find the request of %s", g->waiting);
}

/* Without any owner, only native can be set. */
static void without_owner(struct ground *g)
{
	const struct error_case c = { "profile-set without an owner",
				      VFIOV_CMD_PROFILE_SET,
				      OTHER,
				      0,
				      { BDF_IDLE, PROFILE(TRANSITIONAL) },
				      -ENOTCONN,
				      "profile" };
	const struct vfv_status params = { .present = 1u << S(GRACE_MS) };

	tap_must(vfv_genl_params_set(g->scene->genl, &params, NULL), "set the grace to 0");
	wire_close(&g->owner);
	util_sleep_ms(100);
	try(g, &c);
}

int main(void)
{
	const struct vfv_status grace = { .present = 1u << S(GRACE_MS), .grace_ms = 3000 };
	struct vfv_status before, after;
	struct scene scene;
	struct ground g = { .scene = &scene };
	struct vfio_vf vf;

	scene_begin(&scene);
	tap_must(wire_open(&g.owner), "open a socket");
	tap_must(wire_open(&g.other), "open a socket");
	scene_bind_decided(&scene, 0, g.opened);
	scene_open(&vf, g.opened);
	scene_bind_decided(&scene, 1, g.idle);
	become_owner(&g);
	tap_must(vfv_genl_status_get(scene.genl, &before, NULL), "get the status");
	memcpy(g.instance, before.instance, sizeof(g.instance));
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		try(&g, &cases[i]);
	stand_in_pf_driver(&scene, "unbind");
	for (unsigned int i = 0; i < ARRAY_SIZE(unavailable); i++)
		try(&g, &unavailable[i]);
	stand_in_pf_driver(&scene, "bind");
	tap_must(vfv_genl_status_get(scene.genl, &after, NULL), "get the status");
	tap_ok(&scene.tap,
	       after.waiting == 1 && after.stats.decisions == before.stats.decisions &&
		       after.open_wait_ms == before.open_wait_ms &&
		       after.ring_size == before.ring_size &&
		       after.stats.audit_acked == before.stats.audit_acked,
	       "none of all this has changed anything");
	tap_ok(&scene.tap, after.stats.refused > before.stats.refused && after.stats.stale == before.stats.stale + 2,
	       "%lu refusals are counted, 2 of them stale", after.stats.refused - before.stats.refused);
	without_owner(&g);
	vfio_detach(&vf);
	wire_close(&g.other);
	tap_must(vfv_genl_params_set(scene.genl, &grace, NULL), "set the grace");
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
