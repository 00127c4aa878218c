// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests every documented error of every command: the errno, the error text, and the attribute at
 * fault. The netlink policy is strict: it refuses unknown attributes, wrong lengths, strings that
 * are too long or not terminated, numbers out of range, and missing attributes.
 */
#include <string.h>

#include "client/util.h"
#include "lib/error-cases.h"
#include "lib/msg.h"
#include "lib/stand-in.h"
#include "lib/wire.h"

#define TOO_LONG 200 /* longer than any valid string */

struct ground {
	struct scene *scene;
	struct wire owner, other;
	char waiting[VFIO_BDF_LEN], opened[VFIO_BDF_LEN], idle[VFIO_BDF_LEN];
	uint64_t cookie; /* of the request for the VF "waiting" */
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
	case VFIOV_CMD_DRIVER_GET:
		return &vfv_driver_set;
	}
	return &vfv_status_set;
}

/* The kernel reports a missing attribute by number, without a text. */
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

/* The bad messages must come from the owner's socket. */
static void become_owner(struct ground *g)
{
	struct wire_msg msg;

	tap_must(daemon_stop(g->scene->genl), "stop vfiovd");
	tap_must(wire_register(&g->owner, VFIOV_ABI, "errors"), "become the owner");
	scene_vf(g->scene, 2, g->waiting);
	tap_must(bind_to(g->waiting, BIND_DRIVER, NULL), "bind %s", g->waiting);
	g->owner.on_reply = found;
	g->owner.userdata = g;
	wire_begin(&msg, g->owner.family, VFIOV_CMD_REQUEST_GET, NLM_F_DUMP);
	tap_must(wire_talk(&g->owner, &msg, NULL, NULL), "pull requests");
	tap_must(g->cookie ? 0 : -ENOENT, "find the request of %s", g->waiting);
}

/* Without an owner, native is the only profile that can be set. */
static void without_owner(struct ground *g)
{
	const struct error_case c = { "profile-set without an owner",
				      VFIOV_CMD_PROFILE_SET,
				      OTHER,
				      0,
				      { { VFIOV_A_REQUEST_BDF, IDLE },
					{ VFIOV_A_REQUEST_PROFILE, TEXT, 0, "transitional" } },
				      -ENOTCONN,
				      "profile" };
	const struct vfv_status params = { .present = 1u << VFIOV_A_STATUS_GRACE_MS };

	tap_must(vfv_genl_params_set(g->scene->genl, &params, NULL), "set the grace period to 0");
	wire_close(&g->owner);
	util_sleep_ms(100);
	try(g, &c);
}

int main(void)
{
	const struct vfv_status grace = { .present = 1u << VFIOV_A_STATUS_GRACE_MS,
					  .grace_ms = 3000 };
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
	for (unsigned int i = 0; i < error_cases_n; i++)
		try(&g, &error_cases[i]);
	stand_in_pf_driver(&scene, "unbind");
	for (unsigned int i = 0; i < error_cases_unavailable_n; i++)
		try(&g, &error_cases_unavailable[i]);
	stand_in_pf_driver(&scene, "bind");
	tap_must(vfv_genl_status_get(scene.genl, &after, NULL), "get the status");
	tap_ok(&scene.tap,
	       after.waiting == 1 && after.stats.decisions == before.stats.decisions &&
		       after.open_wait_ms == before.open_wait_ms &&
		       after.ring_size == before.ring_size &&
		       after.stats.audit_acked == before.stats.audit_acked,
	       "none of these commands has changed anything");
	tap_ok(&scene.tap,
	       after.stats.refused > before.stats.refused &&
		       after.stats.stale == before.stats.stale + 2,
	       "%lu refusals are counted, 2 of them stale",
	       after.stats.refused - before.stats.refused);
	without_owner(&g);
	vfio_detach(&vf);
	wire_close(&g.other);
	tap_must(vfv_genl_params_set(scene.genl, &grace, NULL), "set the grace");
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
