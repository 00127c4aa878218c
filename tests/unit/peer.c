// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "lib/names.h"
#include "peer.h"

void peer_init(struct peer *peer)
{
	memset(peer, 0, sizeof(*peer));
	peer->wake = -1;
}

void peer_drop_queue(struct peer *peer)
{
	while (peer->n_queue)
		free(peer->queue[--peer->n_queue].data);
}

void peer_done(struct peer *peer)
{
	peer_drop_queue(peer);
	if (peer->wake >= 0)
		close(peer->wake);
}

static void push(struct peer *peer, const struct nl_sock *to, uint32_t from_pid, int error,
		 const void *data, size_t len)
{
	struct peer_datagram *d = &peer->queue[peer->n_queue++];

	if (peer->n_queue > PEER_QUEUE)
		abort();
	*d = (struct peer_datagram){ to, from_pid, error, len, NULL };
	if (len) {
		d->data = malloc(len);
		memcpy(d->data, data, len);
	}
}

void peer_push(struct peer *peer, const struct nl_sock *to, struct nl_msg *msg)
{
	push(peer, to, 0, 0, nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
	nlmsg_free(msg);
}

struct nl_msg *peer_message(uint32_t seq, uint16_t type, int flags, uint8_t command)
{
	struct nl_msg *msg = nlmsg_alloc_size(16384);

	genlmsg_put(msg, 0, seq, type, 0, flags, command, 1);
	nlmsg_hdr(msg)->nlmsg_pid = 0;
	return msg;
}

struct nl_msg *peer_reply(struct peer_talk *t, int flags)
{
	struct genlmsghdr *genl = nlmsg_data(t->request);

	return peer_message(t->request->nlmsg_seq, t->request->nlmsg_type, flags, genl->cmd);
}

static unsigned int offset_of(struct peer_talk *t, unsigned int attribute)
{
	return t->tb[attribute] ? (char *)t->tb[attribute] - (char *)t->request : 0;
}

void peer_end(struct peer_talk *t, int error, const char *message, unsigned int bad,
	      unsigned int missing)
{
	struct nl_msg *msg = nlmsg_alloc_size(4096);
	struct nlmsgerr err = { .error = error, .msg = *t->request };
	struct nlmsghdr *hdr;

	hdr = nlmsg_put(msg, 0, t->request->nlmsg_seq, NLMSG_ERROR, 0, NLM_F_CAPPED);
	hdr->nlmsg_pid = 0;
	nlmsg_append(msg, &err, sizeof(err), NLMSG_ALIGNTO);
	if (message) {
		hdr->nlmsg_flags |= NLM_F_ACK_TLVS;
		nla_put_string(msg, NLMSGERR_ATTR_MSG, message);
	}
	if (bad)
		nla_put_u32(msg, NLMSGERR_ATTR_OFFS, offset_of(t, bad));
	if (missing)
		nla_put_u32(msg, NLMSGERR_ATTR_MISS_TYPE, missing);
	peer_push(t->peer, t->socket, msg);
}

void peer_end_dump(struct peer_talk *t, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();
	int zero = 0;

	nlmsg_put(msg, 0, t->request->nlmsg_seq, NLMSG_DONE, 0, NLM_F_MULTI | flags);
	nlmsg_hdr(msg)->nlmsg_pid = 0;
	nlmsg_append(msg, &zero, sizeof(zero), NLMSG_ALIGNTO);
	peer_push(t->peer, t->socket, msg);
}

static void ctrl_getfamily(struct peer_talk *t)
{
	static const char *const groups[] = { VFIOV_MCGRP_REQUEST, VFIOV_MCGRP_VF,
					      VFIOV_MCGRP_AUDIT };
	struct nl_msg *msg = peer_reply(t, 0);
	struct nlattr *list, *item;

	nla_put_u16(msg, CTRL_ATTR_FAMILY_ID, t->peer->family);
	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, VFIOV_FAMILY_NAME);
	list = nla_nest_start(msg, CTRL_ATTR_MCAST_GROUPS);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		item = nla_nest_start(msg, i + 1);
		nla_put_string(msg, CTRL_ATTR_MCAST_GRP_NAME, groups[i]);
		/* The group of nlctrl: it exists on every machine, so a join succeeds. */
		nla_put_u32(msg, CTRL_ATTR_MCAST_GRP_ID, GENL_ID_CTRL);
		nla_nest_end(msg, item);
	}
	nla_nest_end(msg, list);
	peer_push(t->peer, t->socket, msg);
	peer_end(t, 0, NULL, 0, 0);
}

static void put_status(struct peer *peer, struct nl_msg *msg)
{
	nla_put_u32(msg, VFIOV_A_STATUS_ABI, peer->abi ?: VFIOV_ABI);
	nla_put(msg, VFIOV_A_STATUS_INSTANCE, sizeof(peer->instance), peer->instance);
	if (peer->owner || peer->other_owner[0]) {
		nla_put_string(msg, VFIOV_A_STATUS_OWNER_NAME,
			       peer->owner ? "vfiovd" : peer->other_owner);
		nla_put_u32(msg, VFIOV_A_STATUS_OWNER_PID,
			    peer->owner	      ? (uint32_t)getpid()
			    : peer->other_pid ? peer->other_pid
					      : 4711);
	}
	nla_put_u64(msg, VFIOV_A_STATUS_POLICY_GENERATION, peer->policy_generation);
	nla_put_string(msg, VFIOV_A_STATUS_POLICY_HASH, peer->policy_hash);
	if (peer->policy_error[0])
		nla_put_string(msg, VFIOV_A_STATUS_POLICY_ERROR, peer->policy_error);
	if (peer->has_stats) {
		struct nlattr *nest = nla_nest_start(msg, VFIOV_A_STATUS_STATS);

		nla_put_u64(msg, VFIOV_A_STATS_REQUESTS, peer->stats.requests);
		nla_put_u64(msg, VFIOV_A_STATS_DECISIONS, peer->stats.decisions);
		nla_put_u64(msg, VFIOV_A_STATS_DEFAULTS, peer->stats.defaults);
		nla_put_u64(msg, VFIOV_A_STATS_REFUSED, peer->stats.refused);
		nla_put_u64(msg, VFIOV_A_STATS_OPENS, peer->stats.opens);
		nla_put_u64(msg, VFIOV_A_STATS_AUDIT_SEQ, peer->stats.audit_seq);
		nla_put_u64(msg, VFIOV_A_STATS_AUDIT_LOST, peer->stats.audit_lost);
		nla_nest_end(msg, nest);
	}
}

static void status_get(struct peer_talk *t)
{
	struct nl_msg *msg = peer_reply(t, 0);

	put_status(t->peer, msg);
	if (t->peer->forge_answers) {
		struct nl_msg *forged = peer_reply(t, 0);

		nla_put_u32(forged, VFIOV_A_STATUS_ABI, 666);
		peer_push(t->peer, t->socket, forged);
		t->peer->queue[t->peer->n_queue - 1].from_pid = 4711;
		peer_end(t, 0, NULL, 0, 0);
		t->peer->queue[t->peer->n_queue - 1].from_pid = 4711;
	}
	peer_push(t->peer, t->socket, msg);
	peer_end(t, 0, NULL, 0, 0);
}

void peer_put_driver(struct peer_talk *t, const char *name, const struct vfv_words *profiles)
{
	struct nl_msg *msg = peer_reply(t, NLM_F_MULTI);

	nla_put_string(msg, VFIOV_A_DRIVER_NAME, name);
	for (uint32_t i = 0; i < profiles->n; i++) {
		struct nlattr *nest = nla_nest_start(msg, VFIOV_A_DRIVER_PROFILE);

		nla_put_string(msg, VFIOV_A_PROFILE_INFO_NAME, profiles->items[i]);
		nla_nest_end(msg, nest);
	}
	peer_push(t->peer, t->socket, msg);
}

static void driver_get(struct peer_talk *t)
{
	const struct vfv_words profiles = { 3, { VFV_PROFILE_NATIVE, "transitional", "legacy" } };

	peer_put_driver(t, VFV_MODULE_NAME, &profiles);
	peer_end_dump(t, 0);
}

static void owner_register(struct peer_talk *t)
{
	struct peer *peer = t->peer;
	struct nl_msg *msg;

	if (peer->owner || peer->other_owner[0]) {
		peer_end(t, -EEXIST, "process 4711 is the owner", 0, 0);
		return;
	}
	peer->owner = t->socket;
	peer->policy_generation = 0;
	peer->policy_hash[0] = 0;
	peer->policy_error[0] = 0;
	msg = peer_reply(t, 0);
	nla_put_u32(msg, VFIOV_A_STATUS_ABI, VFIOV_ABI);
	nla_put(msg, VFIOV_A_STATUS_INSTANCE, sizeof(peer->instance), peer->instance);
	peer_push(peer, t->socket, msg);
	peer_end(t, 0, NULL, 0, 0);
}

static bool check_owner(struct peer_talk *t)
{
	if (t->peer->owner == t->socket)
		return true;
	peer_end(t, -EPERM, "this socket is not the owner's", 0, 0);
	return false;
}

void peer_put_words(struct nl_msg *msg, int attribute, const struct vfv_words *words)
{
	struct nlattr *nest = nla_nest_start(msg, attribute);

	for (uint32_t i = 0; i < words->n; i++)
		nla_put_string(msg, VFIOV_A_NAMES_NAME, words->items[i]);
	nla_nest_end(msg, nest);
}

static void request_get(struct peer_talk *t)
{
	struct peer *peer = t->peer;
	int flags = NLM_F_MULTI;

	if (peer->interrupt_dumps > 0) {
		peer->interrupt_dumps--;
		flags |= NLM_F_DUMP_INTR;
	}
	for (size_t i = 0; i < PEER_REQUESTS; i++) {
		struct peer_request *r = &peer->requests[i];
		struct nl_msg *msg;
		struct nlattr *vf;

		if (!r->live)
			continue;
		msg = peer_reply(t, flags);
		nla_put_string(msg, VFIOV_A_REQUEST_BDF, r->bdf);
		nla_put_u64(msg, VFIOV_A_REQUEST_COOKIE, r->cookie);
		nla_put_u32(msg, VFIOV_A_REQUEST_KIND, r->kind);
		nla_put_string(msg, VFIOV_A_REQUEST_PROFILE, r->profile);
		vf = nla_nest_start(msg, VFIOV_A_REQUEST_VF);
		nla_put_string(msg, VFIOV_A_VF_PF, "0000:01:00.0");
		nla_put_u32(msg, VFIOV_A_VF_INDEX, i);
		nla_put_u16(msg, VFIOV_A_VF_VENDOR, 0x1af4);
		nla_put_u16(msg, VFIOV_A_VF_DEVICE, 0x1041);
		nla_put_u32(msg, VFIOV_A_VF_CLASS, 0x020000);
		if (*r->driver)
			nla_put_string(msg, VFIOV_A_VF_DRIVER, r->driver);
		peer_put_words(msg, VFIOV_A_VF_AVAILABLE, &r->available);
		nla_nest_end(msg, vf);
		peer_push(peer, t->socket, msg);
	}
	peer_end_dump(t, flags);
}

static void decision_set(struct peer_talk *t)
{
	struct peer *peer = t->peer;
	uint64_t cookie = nla_get_u64(t->tb[VFIOV_A_REQUEST_COOKIE]);

	for (size_t i = 0; i < PEER_REQUESTS; i++) {
		struct peer_request *r = &peer->requests[i];
		int attrs = genlmsg_attrlen(nlmsg_data(t->request), 0);

		if (!r->live || r->cookie != cookie ||
		    nla_strcmp(t->tb[VFIOV_A_REQUEST_BDF], r->bdf) != 0)
			continue;
		if (vfv_msg_parse(&vfv_request_set, genlmsg_attrdata(nlmsg_data(t->request), 0),
				  attrs, &r->answer) < 0)
			abort();
		if (r->answer.verdict == VFIOV_VERDICT_REFUSE &&
		    r->kind != VFIOV_REQUEST_KIND_SET) {
			peer_end(t, -EINVAL, "only a set can be refused", 0, 0);
			return;
		}
		if (r->answer.verdict == VFIOV_VERDICT_GRANT &&
		    !vfv_words_have(&r->available, r->answer.profile)) {
			peer_end(t, -EOPNOTSUPP, "VF does not support this profile", 0, 0);
			return;
		}
		r->live = false;
		r->answered = true;
		peer_audit(peer, r->kind == VFIOV_REQUEST_KIND_SET ? VFIOV_EVENT_SET
								   : VFIOV_EVENT_DECISION);
		peer_end(t, 0, NULL, 0, 0);
		return;
	}
	peer_end(t, -ESTALE, "stale or unknown cookie", VFIOV_A_REQUEST_COOKIE, 0);
}

/* Drop the unread messages of a closed socket, because its address may be reused. */
static void forget(struct peer *peer, const struct nl_sock *socket)
{
	size_t kept = 0;

	for (size_t i = 0; i < peer->n_queue; i++)
		if (peer->queue[i].to == socket)
			free(peer->queue[i].data);
		else
			peer->queue[kept++] = peer->queue[i];
	peer->n_queue = kept;
}

static struct nl_msg *audit_msg(struct peer_talk *t, int flags, uint64_t seq)
{
	struct nl_msg *msg = peer_reply(t, flags);
	uint8_t instance[VFIOV_INSTANCE_LEN];

	memcpy(instance, t->peer->instance, sizeof(instance));
	if (t->peer->misplaced_audit)
		instance[0] ^= 1;
	nla_put(msg, VFIOV_A_AUDIT_INSTANCE, sizeof(instance), instance);
	nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, seq);
	nla_put_u32(msg, VFIOV_A_AUDIT_EVENT, t->peer->audit_kinds[seq]);
	nla_put_string(msg, VFIOV_A_AUDIT_BDF, "0000:01:00.1");
	return msg;
}

static void audit_get(struct peer_talk *t)
{
	struct peer *peer = t->peer;
	uint64_t after = t->tb[VFIOV_A_AUDIT_SEQ] ? nla_get_u64(t->tb[VFIOV_A_AUDIT_SEQ]) : 0;

	if (after < peer->audit_acked)
		after = peer->audit_acked;
	if ((t->request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP) {
		/* The client opens a new socket for each dump. */
		forget(peer, t->socket);
		for (uint64_t seq = after + 1; seq <= peer->audit_seq; seq++)
			peer_push(peer, t->socket, audit_msg(t, NLM_F_MULTI, seq));
		peer_end_dump(t, 0);
	} else if (after < peer->audit_seq) {
		peer_push(peer, t->socket, audit_msg(t, 0, after + 1));
		peer_end(t, 0, NULL, 0, 0);
	} else {
		peer_end(t, -ENODATA, NULL, 0, 0);
	}
}

static void audit_ack(struct peer_talk *t)
{
	struct peer *peer = t->peer;
	uint64_t seq = nla_get_u64(t->tb[VFIOV_A_AUDIT_SEQ]);

	if (memcmp(nla_data(t->tb[VFIOV_A_AUDIT_INSTANCE]), peer->instance,
		   sizeof(peer->instance)) != 0)
		peer_end(t, -ESTALE, "another instance", VFIOV_A_AUDIT_INSTANCE, 0);
	else if (seq > peer->audit_seq)
		peer_end(t, -ERANGE, "sequence is newer than the last record", VFIOV_A_AUDIT_SEQ,
			 0);
	else {
		peer->audit_acked = seq;
		peer_end(t, 0, NULL, 0, 0);
	}
}

static void owner_update(struct peer_talk *t)
{
	const struct nlattr *error = t->tb[VFIOV_A_STATUS_POLICY_ERROR];

	t->peer->policy_generation = nla_get_u64(t->tb[VFIOV_A_STATUS_POLICY_GENERATION]);
	snprintf(t->peer->policy_hash, sizeof(t->peer->policy_hash), "%s",
		 nla_get_string(t->tb[VFIOV_A_STATUS_POLICY_HASH]));
	snprintf(t->peer->policy_error, sizeof(t->peer->policy_error), "%s",
		 error ? nla_get_string(error) : "");
	peer_end(t, 0, NULL, 0, 0);
}

static void params_set(struct peer_talk *t)
{
	if (vfv_msg_parse(&vfv_status_set, genlmsg_attrdata(nlmsg_data(t->request), 0),
			  genlmsg_attrlen(nlmsg_data(t->request), 0), &t->peer->params) < 0)
		abort();
	peer_end(t, 0, NULL, 0, 0);
}

static void trace(struct peer_talk *t, uint8_t command)
{
	static const char *const names[] = {
		[VFIOV_CMD_STATUS_GET] = "status-get",
		[VFIOV_CMD_VF_GET] = "vf-get",
		[VFIOV_CMD_OWNER_REGISTER] = "register",
		[VFIOV_CMD_OWNER_UNREGISTER] = "unregister",
		[VFIOV_CMD_OWNER_UPDATE] = "owner-update",
		[VFIOV_CMD_REQUEST_GET] = "request-get",
		[VFIOV_CMD_DECISION_SET] = "decision-set",
		[VFIOV_CMD_PARAMS_SET] = "params-set",
		[VFIOV_CMD_AUDIT_GET] = "audit-get",
		[VFIOV_CMD_AUDIT_ACK] = "audit-ack",
		[VFIOV_CMD_AUDIT_NTF] = NULL,
		[VFIOV_CMD_DRIVER_GET] = "driver-get",
	};
	struct peer *peer = t->peer;
	const char *detail = "";

	if (command == VFIOV_CMD_DECISION_SET)
		detail = nla_get_string(t->tb[VFIOV_A_REQUEST_BDF]);
	peer->counts[command]++;
	if (peer->n_trace < PEER_TRACE)
		snprintf(peer->trace[peer->n_trace++], sizeof(peer->trace[0]), "%s %s",
			 names[command] ?: "?", detail);
}

static void family_command(struct peer_talk *t)
{
	struct genlmsghdr *genl = nlmsg_data(t->request);
	struct peer *peer = t->peer;
	uint8_t command = genl->cmd;

	trace(t, command);
	if (peer->mute > 0) {
		peer->mute--;
		return;
	}
	if (peer->fail[command].times > 0) {
		peer->fail[command].times--;
		peer_end(t, peer->fail[command].error, peer->fail[command].message,
			 peer->fail[command].bad_attribute, peer->fail[command].missing_attribute);
		return;
	}
	if (peer->unloading && (t->request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP) {
		peer_end(t, -EPROTONOSUPPORT, NULL, 0, 0);
		return;
	}
	if (peer->serve && peer->serve(t, peer->serve_data))
		return;
	switch (command) {
	case VFIOV_CMD_STATUS_GET:
		status_get(t);
		return;
	case VFIOV_CMD_VF_GET:
		if (t->request->nlmsg_flags & NLM_F_DUMP)
			peer_end_dump(t, 0);
		else
			peer_end(t, -ENODEV, "no such VF", VFIOV_A_VF_BDF, 0);
		return;
	case VFIOV_CMD_DRIVER_GET:
		driver_get(t);
		return;
	case VFIOV_CMD_OWNER_REGISTER:
		owner_register(t);
		return;
	case VFIOV_CMD_PARAMS_SET:
		params_set(t);
		return;
	case VFIOV_CMD_AUDIT_GET:
		audit_get(t);
		return;
	default:
		break;
	}
	if (!check_owner(t))
		return;
	switch (command) {
	case VFIOV_CMD_OWNER_UNREGISTER:
		peer->owner = NULL;
		peer_end(t, 0, NULL, 0, 0);
		return;
	case VFIOV_CMD_OWNER_UPDATE:
		owner_update(t);
		return;
	case VFIOV_CMD_REQUEST_GET:
		request_get(t);
		return;
	case VFIOV_CMD_DECISION_SET:
		decision_set(t);
		return;
	case VFIOV_CMD_AUDIT_ACK:
		audit_ack(t);
		return;
	default:
		peer_end(t, -EOPNOTSUPP, NULL, 0, 0);
		return;
	}
}

static int peer_send(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	struct peer_talk t = { .peer = userdata, .socket = socket, .request = nlmsg_hdr(msg) };

	genlmsg_parse(t.request, 0, t.tb, ARRAY_SIZE(t.tb) - 1, NULL);
	if (t.request->nlmsg_type == GENL_ID_CTRL && t.peer->family_error)
		peer_end(&t, -t.peer->family_error, NULL, 0, 0);
	else if (t.peer->loaded && t.request->nlmsg_type == GENL_ID_CTRL)
		ctrl_getfamily(&t);
	else if (t.peer->loaded && t.request->nlmsg_type == t.peer->family)
		family_command(&t);
	else
		peer_end(&t, -ENOENT, NULL, 0, 0);
	return t.request->nlmsg_len;
}

static bool is_event_socket(struct nl_sock *socket)
{
	int flags = fcntl(nl_socket_get_fd(socket), F_GETFL);

	return flags & O_NONBLOCK;
}

static int peer_receive(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **buf,
			void *userdata)
{
	struct peer *peer = userdata;
	bool events = is_event_socket(socket);
	char discard[256];

	/* Discard what peer_wake() sent. */
	if (events)
		while (recv(nl_socket_get_fd(socket), discard, sizeof(discard), MSG_DONTWAIT) > 0)
			;
	for (size_t i = 0; i < peer->n_queue; i++) {
		struct peer_datagram d = peer->queue[i];

		if (events ? d.to != NULL : d.to != socket)
			continue;
		peer->n_queue--;
		memmove(&peer->queue[i], &peer->queue[i + 1],
			(peer->n_queue - i) * sizeof(peer->queue[0]));
		memset(from, 0, sizeof(*from));
		from->nl_family = AF_NETLINK;
		from->nl_pid = d.from_pid;
		*buf = d.data;
		return d.error ?: (int)d.len;
	}
	return -NLE_AGAIN;
}

struct vfv_genl_hook peer_hook(struct peer *peer)
{
	return (struct vfv_genl_hook){ peer_send, peer_receive, peer };
}

static void family_event(struct peer *peer, uint8_t command)
{
	struct nl_msg *msg = peer_message(0, GENL_ID_CTRL, 0, command);

	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, VFIOV_FAMILY_NAME);
	nla_put_u16(msg, CTRL_ATTR_FAMILY_ID, peer->family);
	peer_push(peer, NULL, msg);
}

void peer_load(struct peer *peer)
{
	peer->loaded = true;
	peer->family = peer->family ? peer->family + 1 : 40;
	peer->instance[0]++;
	peer->audit_seq = peer->audit_acked = 0;
	peer->policy_generation = 0;
	peer->policy_hash[0] = 0;
	peer->policy_error[0] = 0;
	peer_audit(peer, VFIOV_EVENT_LOAD);
	family_event(peer, CTRL_CMD_NEWFAMILY);
}

void peer_unload(struct peer *peer)
{
	peer->loaded = false;
	peer->owner = NULL;
	memset(peer->requests, 0, sizeof(peer->requests));
	family_event(peer, CTRL_CMD_DELFAMILY);
}

struct peer_request *peer_request(struct peer *peer, const char *bdf, enum vfiov_request_kind kind,
				  const char *profile)
{
	static uint64_t cookie = 0xfeed0000;

	for (size_t i = 0; i < PEER_REQUESTS; i++) {
		struct peer_request *r = &peer->requests[i];

		if (r->live || r->answered)
			continue;
		*r = (struct peer_request){
			.live = true,
			.cookie = cookie,
			.kind = kind,
			.driver = VFV_MODULE_NAME,
			.available = { 2, { VFV_PROFILE_NATIVE, "transitional" } },
		};
		cookie++;
		strcpy(r->profile, profile);
		snprintf(r->bdf, sizeof(r->bdf), "%s", bdf);
		peer_audit(peer, VFIOV_EVENT_REQUEST);
		return r;
	}
	abort();
}

void peer_audit(struct peer *peer, enum vfiov_event event)
{
	if (peer->audit_seq == PEER_RECORDS)
		abort();
	peer->audit_kinds[++peer->audit_seq] = event;
}

static void put_doorbell(struct nl_msg *msg)
{
	nla_put_u32(msg, VFIOV_A_DOORBELL_COUNT, 1);
	nla_put_u64(msg, VFIOV_A_DOORBELL_SEQ, 1);
}

void peer_ring(struct peer *peer, uint8_t command)
{
	struct nl_msg *msg = peer_message(0, peer->family, 0, command);

	put_doorbell(msg);
	peer_push(peer, NULL, msg);
}

void peer_forge_ring(struct peer *peer, uint8_t command)
{
	peer_ring(peer, command);
	peer->queue[peer->n_queue - 1].from_pid = 4711;
}

void peer_status_ntf(struct peer *peer)
{
	struct nl_msg *msg = peer_message(0, peer->family, 0, VFIOV_CMD_STATUS_NTF);

	put_status(peer, msg);
	peer_push(peer, NULL, msg);
}

void peer_fail_events(struct peer *peer, int error)
{
	push(peer, NULL, 0, -error, NULL, 0);
}

void peer_lose_events(struct peer *peer)
{
	peer_fail_events(peer, NLE_NOMEM);
}

void peer_wake(struct peer *peer, int fd)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	struct nlmsghdr hdr = { .nlmsg_len = sizeof(hdr), .nlmsg_type = NLMSG_NOOP };
	const struct sockaddr anybody = { .sa_family = AF_UNSPEC };
	socklen_t len = sizeof(to);

	if (peer->wake < 0)
		peer->wake = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (getsockname(fd, (struct sockaddr *)&to, &len) < 0)
		abort();
	to.nl_groups = 0;
	/*
	 * The real socket is connected to the kernel; disconnect it so that it accepts other
	 * senders.
	 */
	if (connect(fd, &anybody, sizeof(anybody)) < 0)
		abort();
	if (sendto(peer->wake, &hdr, sizeof(hdr), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		abort();
}

int peer_traced(const struct peer *peer, const char *text, int after)
{
	for (size_t i = after; i < peer->n_trace; i++)
		if (strncmp(peer->trace[i], text, strlen(text)) == 0)
			return i;
	return -1;
}
