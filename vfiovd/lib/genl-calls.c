// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include <netlink/genl/genl.h>

#include "genl-internal.h"

/* How often a dump is begun again that changed under our hands. */
enum { DUMP_TRIES = 8 };

static int fail(struct vfv_nl_error *error, int r)
{
	if (error)
		*error = (struct vfv_nl_error){ .code = r };
	return r;
}

static int call_new(struct vfv_genl *g, uint8_t command, int flags, struct nl_msg **ret)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;

	if (!g->family)
		return -ENOENT;
	msg = nlmsg_alloc();
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, g->family, 0, flags, command,
				 VFIOV_FAMILY_VERSION))
		return -ENOMEM;
	*ret = TAKE_PTR(msg);
	return 0;
}

struct answer {
	const struct vfv_attr_set *set;
	void *object;
	bool seen;
};

static int on_answer(struct nlmsghdr *reply, void *userdata)
{
	struct answer *answer = userdata;

	answer->seen = true;
	return vfv_msg_parse(answer->set, genlmsg_attrdata(nlmsg_data(reply), 0),
			     genlmsg_attrlen(nlmsg_data(reply), 0), answer->object);
}

/* A do whose answer, when it has one, is an OBJECT of SET like the request. */
static int call_do(struct vfv_genl *g, struct nl_msg *msg, const struct vfv_attr_set *set,
		   void *object, struct vfv_nl_error *error)
{
	struct answer answer = { .set = set, .object = object };
	int r;

	r = vfv_genl_talk(g, g->request, msg, set, object ? on_answer : NULL, &answer, error);
	if (r == 0 && object && !answer.seen)
		return fail(error, -EBADMSG);
	return r;
}

int vfv_genl_status_get(struct vfv_genl *g, struct vfv_status *ret, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_STATUS_GET, 0, &msg);
	if (r < 0)
		return fail(error, r);
	return call_do(g, msg, &vfv_status_set, ret, error);
}

int vfv_genl_vf_get(struct vfv_genl *g, const char *bdf, struct vfv_vf *ret,
		    struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_VF_GET, 0, &msg);
	if (r == 0 && nla_put_string(msg, VFIOV_A_VF_BDF, bdf) < 0)
		r = -EMSGSIZE;
	if (r < 0)
		return fail(error, r);
	return call_do(g, msg, &vfv_vf_set, ret, error);
}

/* A growing array of objects of SET. */
struct list {
	const struct vfv_attr_set *set;
	size_t size; /* of one object */
	size_t max;
	char *objects;
	size_t n;
	size_t room;
};

static int on_list_item(struct nlmsghdr *reply, void *userdata)
{
	struct list *list = userdata;
	int r;

	if (list->n == list->max)
		return 0;
	if (list->n == list->room) {
		size_t room = list->room ? 2 * list->room : 16;
		char *objects = reallocarray(list->objects, room, list->size);

		if (!objects)
			return -ENOMEM;
		list->objects = objects;
		list->room = room;
	}
	r = vfv_msg_parse(list->set, genlmsg_attrdata(nlmsg_data(reply), 0),
			  genlmsg_attrlen(nlmsg_data(reply), 0),
			  list->objects + list->n * list->size);
	if (r == 0)
		list->n++;
	return r;
}

static int call_list(struct vfv_genl *g, uint8_t command, struct list *list, void *ret, size_t *n,
		     struct vfv_nl_error *error)
{
	int r = -EINTR;

	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++) {
		_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;

		list->n = 0;
		r = call_new(g, command, NLM_F_DUMP, &msg);
		if (r < 0) {
			fail(error, r);
			break;
		}
		r = vfv_genl_talk(g, g->request, msg, list->set, on_list_item, list, error);
	}
	if (r < 0) {
		free(list->objects);
		return r == -EINTR ? fail(error, -EAGAIN) : r;
	}
	memcpy(ret, &list->objects, sizeof(list->objects));
	*n = list->n;
	return 0;
}

int vfv_genl_vf_dump(struct vfv_genl *g, struct vfv_vf **ret, size_t *n, struct vfv_nl_error *error)
{
	struct list list = { .set = &vfv_vf_set, .size = sizeof(**ret), .max = SIZE_MAX };

	return call_list(g, VFIOV_CMD_VF_GET, &list, ret, n, error);
}

int vfv_genl_request_dump(struct vfv_genl *g, size_t max, struct vfv_request **ret, size_t *n,
			  struct vfv_nl_error *error)
{
	struct list list = { .set = &vfv_request_set, .size = sizeof(**ret), .max = max };

	return call_list(g, VFIOV_CMD_REQUEST_GET, &list, ret, n, error);
}

static int ask(struct vfv_genl *g, uint8_t command, const char *bdf,
	       const enum vfiov_profile *profile, bool migration, const char *reason,
	       uint64_t *ticket, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	struct vfv_request answer;
	int r;

	r = call_new(g, command, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if (nla_put_string(msg, VFIOV_A_REQUEST_BDF, bdf) < 0 ||
	    (profile && nla_put_u32(msg, VFIOV_A_REQUEST_PROFILE, *profile) < 0) ||
	    (profile && nla_put_u8(msg, VFIOV_A_REQUEST_MIGRATION, migration) < 0) ||
	    (reason && nla_put_string(msg, VFIOV_A_REQUEST_REASON, reason) < 0))
		return fail(error, -EMSGSIZE);
	r = call_do(g, msg, &vfv_request_set, &answer, error);
	if (r == 0)
		*ticket = answer.ticket;
	return r;
}

int vfv_genl_profile_set(struct vfv_genl *g, const char *bdf, enum vfiov_profile profile,
			 bool migration, const char *reason, uint64_t *ticket,
			 struct vfv_nl_error *error)
{
	return ask(g, VFIOV_CMD_PROFILE_SET, bdf, &profile, migration, reason, ticket, error);
}

int vfv_genl_profile_reset(struct vfv_genl *g, const char *bdf, const char *reason,
			   uint64_t *ticket, struct vfv_nl_error *error)
{
	return ask(g, VFIOV_CMD_PROFILE_RESET, bdf, NULL, false, reason, ticket, error);
}

int vfv_genl_params_set(struct vfv_genl *g, const struct vfv_status *params,
			struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_PARAMS_SET, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if ((vfv_has(params, VFIOV_A_STATUS_OPEN_WAIT_MS) &&
	     nla_put_u32(msg, VFIOV_A_STATUS_OPEN_WAIT_MS, params->open_wait_ms) < 0) ||
	    (vfv_has(params, VFIOV_A_STATUS_GRACE_MS) &&
	     nla_put_u32(msg, VFIOV_A_STATUS_GRACE_MS, params->grace_ms) < 0) ||
	    (vfv_has(params, VFIOV_A_STATUS_RING_SIZE) &&
	     nla_put_u32(msg, VFIOV_A_STATUS_RING_SIZE, params->ring_size) < 0))
		return fail(error, -EMSGSIZE);
	return call_do(g, msg, &vfv_status_set, NULL, error);
}

struct audit_dump {
	int (*func)(const struct vfv_audit_record *record, void *userdata);
	void *userdata;
};

static int on_audit_record(struct nlmsghdr *reply, void *userdata)
{
	struct audit_dump *dump = userdata;
	struct vfv_audit_record record;
	int r;

	r = vfv_msg_parse(&vfv_audit_set, genlmsg_attrdata(nlmsg_data(reply), 0),
			  genlmsg_attrlen(nlmsg_data(reply), 0), &record);
	return r < 0 ? r : dump->func(&record, dump->userdata);
}

static int audit_next(struct vfv_genl *g, uint64_t after, struct vfv_audit_record *ret,
		      struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_AUDIT_GET, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if (nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, after) < 0)
		return fail(error, -EMSGSIZE);
	return call_do(g, msg, &vfv_audit_set, ret, error);
}

/* What a dump would give, while none can be started. */
static int audit_one_by_one(struct vfv_genl *g, uint64_t after, const struct audit_dump *dump,
			    struct vfv_nl_error *error)
{
	struct vfv_audit_record record;
	int r;

	do {
		r = audit_next(g, after, &record, error);
		if (r == -ENODATA)
			return 0;
		if (r < 0)
			return r;
		if (record.seq <= after)
			return fail(error, -EBADMSG);
		after = record.seq;
		r = dump->func(&record, dump->userdata);
	} while (r == 0);
	return r;
}

int vfv_genl_audit_dump(struct vfv_genl *g, uint64_t after,
			int (*func)(const struct vfv_audit_record *record, void *userdata),
			void *userdata, struct vfv_nl_error *error)
{
	_cleanup_(nl_socket_freep) struct nl_sock *socket = NULL;
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	struct audit_dump dump = { func, userdata };
	int r;

	r = call_new(g, VFIOV_CMD_AUDIT_GET, NLM_F_DUMP, &msg);
	if (r == 0 && after && nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, after) < 0)
		r = -EMSGSIZE;
	if (r == 0)
		r = vfv_genl_socket_new(&socket);
	if (r < 0)
		return fail(error, r);
	r = vfv_genl_talk(g, socket, msg, &vfv_audit_set, on_audit_record, &dump, error);
	/* A dump holds the module, and one that is being unloaded can not be held. */
	if (r == -EPROTONOSUPPORT)
		return audit_one_by_one(g, after, &dump, error);
	/* Records do not change and their numbers show a gap, so an interrupted dump is as good. */
	return r == -EINTR ? 0 : r;
}

int vfv_genl_owner_register(struct vfv_genl *g, const char *name, struct vfv_status *ret,
			    struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_OWNER_REGISTER, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if (nla_put_u32(msg, VFIOV_A_STATUS_ABI, VFIOV_ABI) < 0 ||
	    nla_put_string(msg, VFIOV_A_STATUS_OWNER_NAME, name) < 0)
		return fail(error, -EMSGSIZE);
	r = call_do(g, msg, &vfv_status_set, ret, error);
	if (r == 0 && !vfv_has(ret, VFIOV_A_STATUS_INSTANCE))
		return fail(error, -EBADMSG);
	return r;
}

int vfv_genl_owner_unregister(struct vfv_genl *g, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_OWNER_UNREGISTER, 0, &msg);
	if (r < 0)
		return fail(error, r);
	return call_do(g, msg, &vfv_status_set, NULL, error);
}

int vfv_genl_owner_update(struct vfv_genl *g, uint64_t generation, const char *hash,
			  struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_OWNER_UPDATE, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if (nla_put_u64(msg, VFIOV_A_STATUS_POLICY_GENERATION, generation) < 0 ||
	    nla_put_string(msg, VFIOV_A_STATUS_POLICY_HASH, hash) < 0)
		return fail(error, -EMSGSIZE);
	return call_do(g, msg, &vfv_status_set, NULL, error);
}

int vfv_genl_decision_set(struct vfv_genl *g, const struct vfv_request *answer,
			  struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_DECISION_SET, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if (nla_put_string(msg, VFIOV_A_REQUEST_BDF, answer->bdf) < 0 ||
	    nla_put_u64(msg, VFIOV_A_REQUEST_COOKIE, answer->cookie) < 0 ||
	    nla_put_u32(msg, VFIOV_A_REQUEST_VERDICT, answer->verdict) < 0 ||
	    (vfv_has(answer, VFIOV_A_REQUEST_PROFILE) &&
	     nla_put_u32(msg, VFIOV_A_REQUEST_PROFILE, answer->profile) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_MIGRATION) &&
	     nla_put_u8(msg, VFIOV_A_REQUEST_MIGRATION, answer->migration) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_RULE) &&
	     nla_put_string(msg, VFIOV_A_REQUEST_RULE, answer->rule) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_EXPLICIT) &&
	     nla_put_u8(msg, VFIOV_A_REQUEST_EXPLICIT, answer->explicit) < 0) ||
	    (vfv_has(answer, VFIOV_A_REQUEST_POLICY_GENERATION) &&
	     nla_put_u64(msg, VFIOV_A_REQUEST_POLICY_GENERATION, answer->policy_generation) < 0))
		return fail(error, -EMSGSIZE);
	return call_do(g, msg, &vfv_request_set, NULL, error);
}

int vfv_genl_audit_ack(struct vfv_genl *g, const uint8_t instance[static VFIOV_INSTANCE_LEN],
		       uint64_t seq, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = call_new(g, VFIOV_CMD_AUDIT_ACK, 0, &msg);
	if (r < 0)
		return fail(error, r);
	if (nla_put(msg, VFIOV_A_AUDIT_INSTANCE, VFIOV_INSTANCE_LEN, instance) < 0 ||
	    nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, seq) < 0)
		return fail(error, -EMSGSIZE);
	return call_do(g, msg, &vfv_audit_set, NULL, error);
}
