// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "lib/names.h"
#include "policy/sample-facts.h"
#include "vfs.h"

struct vfs_item *vfs_add(struct vfs *vfs, uint32_t index)
{
	struct vfs_item *item = &vfs->items[vfs->n++];
	struct vfv_vf *vf = &item->vf;

	if (vfs->n > VFS_MAX)
		abort();
	*vf = (struct vfv_vf){
		.pf = "0000:3b:00.0",
		.index = index,
		SAMPLE_IDENTITY,
		.driver = VFV_MODULE_NAME,
		.available = { 2, { "native", "transitional" } },
		.missing = { 1, { "migration" } },
		.current = "native",
		.pending = "native",
		.source = VFIOV_SOURCE_POLICY,
		.rule = "(default)",
		.policy_generation = 7,
		.stats = { .n_counters = 5,
			   .counters = { { .name = "commands" },
					 { .name = "retries" },
					 { .name = "errors" },
					 { .name = "notifies" },
					 { .name = "cached" } } },
	};
	snprintf(vf->bdf, sizeof(vf->bdf), "0000:3b:%02x.%u", (index + 1) >> 3, (index + 1) & 7);
	return item;
}

static void put_set(struct nl_msg *msg, const struct vfv_set_result *set)
{
	struct nlattr *nest;

	if (!set->ticket)
		return;
	nest = nla_nest_start(msg, VFIOV_A_VF_SET);
	nla_put_u64(msg, VFIOV_A_SET_RESULT_TICKET, set->ticket);
	nla_put_string(msg, VFIOV_A_SET_RESULT_PROFILE, set->profile);
	nla_put_u32(msg, VFIOV_A_SET_RESULT_CAUSE, set->cause);
	if (vfv_has(set, VFIOV_A_SET_RESULT_VERDICT))
		nla_put_u32(msg, VFIOV_A_SET_RESULT_VERDICT, set->verdict);
	if (*set->rule)
		nla_put_string(msg, VFIOV_A_SET_RESULT_RULE, set->rule);
	nla_nest_end(msg, nest);
}

static void put_stats(struct nl_msg *msg, const struct vfv_vf_stats *stats)
{
	struct nlattr *nest = nla_nest_start(msg, VFIOV_A_VF_STATS), *counter;

	for (uint32_t i = 0; i < stats->n_counters; i++) {
		counter = nla_nest_start(msg, VFIOV_A_VF_STATS_COUNTER);
		nla_put_string(msg, VFIOV_A_COUNTER_NAME, stats->counters[i].name);
		nla_put_u64(msg, VFIOV_A_COUNTER_VALUE, stats->counters[i].value);
		nla_nest_end(msg, counter);
	}
	nla_nest_end(msg, nest);
}

static void put_guest(struct nl_msg *msg, const struct vfv_guest *guest)
{
	struct nlattr *nest = nla_nest_start(msg, VFIOV_A_VF_GUEST);

	nla_put_string(msg, VFIOV_A_GUEST_DRIVER, guest->driver);
	nla_put_string(msg, VFIOV_A_GUEST_INTERRUPTS, guest->interrupts);
	nla_put_u8(msg, VFIOV_A_GUEST_BUS_MASTER, guest->bus_master);
	/* The kernel does not know these for a native VF. */
	if (vfv_has(guest, VFIOV_A_GUEST_IO)) {
		nla_put_u8(msg, VFIOV_A_GUEST_IO, guest->io);
		nla_put_u8(msg, VFIOV_A_GUEST_MEMORY, guest->memory);
		nla_put_u32(msg, VFIOV_A_GUEST_STATUS, guest->status);
	}
	nla_nest_end(msg, nest);
}

static void put_vf(struct nl_msg *msg, const struct vfv_vf *vf)
{
	nla_put_string(msg, VFIOV_A_VF_BDF, vf->bdf);
	nla_put_string(msg, VFIOV_A_VF_PF, vf->pf);
	nla_put_u32(msg, VFIOV_A_VF_INDEX, vf->index);
	nla_put_u16(msg, VFIOV_A_VF_VENDOR, vf->vendor);
	nla_put_u16(msg, VFIOV_A_VF_DEVICE, vf->device);
	nla_put_u16(msg, VFIOV_A_VF_SUBSYSTEM_VENDOR, vf->subsystem_vendor);
	nla_put_u16(msg, VFIOV_A_VF_SUBSYSTEM_DEVICE, vf->subsystem_device);
	nla_put_u32(msg, VFIOV_A_VF_CLASS, vf->class);
	nla_put_s32(msg, VFIOV_A_VF_NUMA_NODE, vf->numa_node);
	nla_put_string(msg, VFIOV_A_VF_DRIVER, vf->driver);
	peer_put_words(msg, VFIOV_A_VF_AVAILABLE, &vf->available);
	peer_put_words(msg, VFIOV_A_VF_MISSING, &vf->missing);
	nla_put_u8(msg, VFIOV_A_VF_MIGRATABLE, vf->migratable);
	nla_put_string(msg, VFIOV_A_VF_CURRENT, vf->current);
	if (strcmp(vf->pending, vf->current))
		nla_put_string(msg, VFIOV_A_VF_PENDING, vf->pending);
	nla_put_u8(msg, VFIOV_A_VF_MIGRATION, vf->migration);
	nla_put_u32(msg, VFIOV_A_VF_SOURCE, vf->source);
	nla_put_u32(msg, VFIOV_A_VF_CAUSE, vf->cause);
	if (*vf->rule)
		nla_put_string(msg, VFIOV_A_VF_RULE, vf->rule);
	nla_put_u64(msg, VFIOV_A_VF_POLICY_GENERATION, vf->policy_generation);
	if (vf->waiting)
		nla_put_flag(msg, VFIOV_A_VF_WAITING);
	nla_put_u32(msg, VFIOV_A_VF_OPEN_COUNT, vf->open_count);
	if (vf->open_count && vf->open_pid)
		nla_put_u32(msg, VFIOV_A_VF_OPEN_PID, vf->open_pid);
	put_set(msg, &vf->set);
	put_stats(msg, &vf->stats);
	if (*vf->guest.driver)
		put_guest(msg, &vf->guest);
	nla_put_u64(msg, VFIOV_A_VF_SERIAL, vf->serial);
}

static struct vfs_item *find(struct vfs *vfs, struct nlattr *bdf)
{
	for (size_t i = 0; bdf && i < vfs->n; i++)
		if (!nla_strcmp(bdf, vfs->items[i].vf.bdf))
			return &vfs->items[i];
	return NULL;
}

static void answer_set(struct vfs_item *item, enum vfiov_verdict verdict, enum vfiov_cause cause,
		       const char *rule)
{
	struct vfv_vf *vf = &item->vf;

	vf->set.present |= 1U << VFIOV_A_SET_RESULT_VERDICT;
	vf->set.verdict = verdict;
	vf->set.cause = cause;
	strcpy(vf->set.rule, rule);
	vf->waiting = false;
	if (verdict != VFIOV_VERDICT_GRANT)
		return;
	strcpy(vf->current, vf->set.profile);
	strcpy(vf->pending, vf->set.profile);
	vf->source = VFIOV_SOURCE_OPERATOR;
	strcpy(vf->rule, rule);
}

static void answer_in_time(struct vfs_item *item)
{
	enum { LATE_TURNS = 3 };

	if (!item->vf.waiting)
		return;
	switch (item->answer) {
	case VFS_LATE:
		if (++item->turns < LATE_TURNS)
			return;
		__attribute__((fallthrough));
	case VFS_OCCUPIED:
	case VFS_GRANT:
		answer_set(item, VFIOV_VERDICT_GRANT, VFIOV_CAUSE_NONE,
			   "choice at 20-legacy.conf:8");
		return;
	case VFS_REFUSE:
		answer_set(item, VFIOV_VERDICT_REFUSE, VFIOV_CAUSE_POLICY,
			   "strict at 20-legacy.conf:12");
		return;
	case VFS_FAIL:
		answer_set(item, VFIOV_VERDICT_REFUSE, item->cause, "");
		return;
	case VFS_OVERTAKEN:
		item->vf.set.ticket++;
		return;
	case VFS_SILENT:
	case VFS_GONE:
		return;
	}
}

static void get(struct peer_talk *talk, struct vfs *vfs)
{
	struct vfs_item *item = find(vfs, talk->tb[VFIOV_A_VF_BDF]);
	struct nl_msg *msg;

	if (!item || (item->answer == VFS_GONE && item->turns++)) {
		peer_end(talk, -ENODEV, "VF is not bound to the driver", VFIOV_A_VF_BDF, 0);
		return;
	}
	answer_in_time(item);
	msg = peer_reply(talk, 0);
	put_vf(msg, &item->vf);
	peer_push(talk->peer, talk->socket, msg);
	peer_end(talk, 0, NULL, 0, 0);
}

static void tell(struct peer *peer, uint8_t command, const struct vfv_vf *vf)
{
	struct nl_msg *msg = peer_message(0, peer->family, 0, command);

	put_vf(msg, vf);
	peer_push(peer, NULL, msg);
}

/* The event socket is the nonblocking one. */
static void wake(struct peer *peer)
{
	for (int fd = 3; fd < 64; fd++) {
		int protocol = -1, flags = fcntl(fd, F_GETFL);
		socklen_t size = sizeof(protocol);

		if (flags >= 0 && flags & O_NONBLOCK &&
		    !getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) &&
		    protocol == NETLINK_GENERIC)
			peer_wake(peer, fd);
	}
}

/*
 * Sends these events: a VF is bound, its requests are refused and granted, and it is opened, closed
 * and unbound; the policy changes, the daemon exits, and the module is unloaded and loaded again.
 */
static void tell_story(struct peer *peer)
{
	struct vfs cast = { 0 };
	struct vfs_item *item = vfs_add(&cast, 14);
	struct vfv_vf *vf = &item->vf;

	vf->waiting = true;
	vf->source = VFIOV_SOURCE_DEFAULT;
	vf->rule[0] = '\0';
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	vf->waiting = false;
	vf->source = VFIOV_SOURCE_POLICY;
	strcpy(vf->rule, "(default)");
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	vf->set.ticket = 1;
	strcpy(vf->set.profile, "transitional");
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	answer_set(item, VFIOV_VERDICT_REFUSE, VFIOV_CAUSE_POLICY, "strict at 20-legacy.conf:12");
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	vf->set = (struct vfv_set_result){ .ticket = 2, .profile = "transitional" };
	answer_set(item, VFIOV_VERDICT_GRANT, VFIOV_CAUSE_NONE, "choice at 20-legacy.conf:8");
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	vf->open_count = 1;
	vf->open_pid = 4121;
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	strcpy(vf->pending, "native");
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	vf->open_count = 0;
	strcpy(vf->current, "native");
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	/* A change of counters alone must not be shown. */
	vf->stats.counters[0].value = 99;
	tell(peer, VFIOV_CMD_VF_NTF, vf);
	tell(peer, VFIOV_CMD_VF_DEL_NTF, vf);
	peer->policy_generation++;
	peer_status_ntf(peer);
	peer->other_owner[0] = '\0';
	peer_status_ntf(peer);
	/* Handle a message to the owner. */
	peer_ring(peer, VFIOV_CMD_AUDIT_NTF);
	peer_lose_events(peer);
	peer_unload(peer);
	peer_load(peer);
	wake(peer);
}

static void tell_gap(struct peer *peer, struct vfs *vfs)
{
	vfs->n--;
	peer_lose_events(peer);
	wake(peer);
}

static void dump(struct peer_talk *talk, struct vfs *vfs)
{
	for (size_t i = 0; i < vfs->n; i++) {
		struct nl_msg *msg = peer_reply(talk, NLM_F_MULTI);

		put_vf(msg, &vfs->items[i].vf);
		peer_push(talk->peer, talk->socket, msg);
	}
	peer_end_dump(talk, 0);
	if (!vfs->story || --vfs->story)
		return;
	if (vfs->gap)
		tell_gap(talk->peer, vfs);
	else
		tell_story(talk->peer);
}

static const char *profile_of(struct peer_talk *talk, bool reset)
{
	return reset ? VFV_PROFILE_NATIVE : nla_get_string(talk->tb[VFIOV_A_REQUEST_PROFILE]);
}

/* Makes the same checks as the kernel. Return: true if the request is allowed. */
static bool may_set(struct peer_talk *talk, struct vfs_item *item, bool reset)
{
	const char *profile = profile_of(talk, reset);
	char message[128];

	if (!item) {
		peer_end(talk, -ENODEV, "VF is not bound to the driver", VFIOV_A_REQUEST_BDF, 0);
	} else if (item->vf.open_count) {
		snprintf(message, sizeof(message), "VF is open (process %u)", item->vf.open_pid);
		peer_end(talk, -EBUSY, message, VFIOV_A_REQUEST_BDF, 0);
	} else if (!vfv_words_have(&item->vf.available, profile)) {
		peer_end(talk, -EOPNOTSUPP, "VF does not support this profile",
			 VFIOV_A_REQUEST_PROFILE, 0);
	} else if (!talk->peer->other_owner[0] && strcmp(profile, "native")) {
		peer_end(talk, -ENOTCONN, "no owner is registered", VFIOV_A_REQUEST_BDF, 0);
	} else if (item->answer == VFS_OCCUPIED && !item->turns++) {
		peer_end(talk, -EAGAIN, "VF has a request that waits", VFIOV_A_REQUEST_BDF, 0);
	} else {
		return true;
	}
	return false;
}

static void set(struct peer_talk *talk, struct vfs *vfs, bool reset)
{
	static uint64_t ticket;
	struct vfs_item *item = find(vfs, talk->tb[VFIOV_A_REQUEST_BDF]);
	struct nl_msg *msg;

	if (!may_set(talk, item, reset))
		return;
	ticket++;
	item->vf.set = (struct vfv_set_result){
		.ticket = ticket,
	};
	strcpy(item->vf.set.profile, profile_of(talk, reset));
	item->vf.waiting = true;
	msg = peer_reply(talk, 0);
	nla_put_u64(msg, VFIOV_A_REQUEST_TICKET, ticket);
	peer_push(talk->peer, talk->socket, msg);
	peer_end(talk, 0, NULL, 0, 0);
}

static const struct vfv_words sample_profiles = { 3, { VFV_PROFILE_NATIVE, "labelled", "bare" } };

static bool serve(struct peer_talk *talk, void *userdata)
{
	struct genlmsghdr *genl = nlmsg_data(talk->request);
	struct vfs *vfs = userdata;

	switch (genl->cmd) {
	case VFIOV_CMD_VF_GET:
		if (talk->request->nlmsg_flags & NLM_F_DUMP)
			dump(talk, vfs);
		else
			get(talk, vfs);
		return true;
	case VFIOV_CMD_DRIVER_GET:
		/* Afterwards, the peer sends its own driver and the end of the dump. */
		if (vfs->two_drivers)
			peer_put_driver(talk, "sample_vfio_pci", &sample_profiles);
		return false;
	case VFIOV_CMD_PROFILE_SET:
	case VFIOV_CMD_PROFILE_RESET:
		set(talk, vfs, genl->cmd == VFIOV_CMD_PROFILE_RESET);
		return true;
	default:
		return false;
	}
}

void vfs_serve(struct peer *peer, struct vfs *vfs)
{
	peer->serve = serve;
	peer->serve_data = vfs;
}
