// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel sends random and mutated answers, errors and events to the client library and to the
 * code that turns audit records into journal entries. Both run under sanitizers.
 *
 * Timeout: 600 s
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/msg.h>
#include <string.h>
#include <time.h>

#include "daemon/entry.h"
#include "daemon/record.h"
#include "lib/genl.h"
#include "lib/mutate.h"

#define ROUNDS 200000
#define ROUNDS_LONG 2000000
#define FAMILY 0x23
#define ANSWER_MAX 16384
#define MESSAGES_MAX 6
/* A call gets at most this many datagrams. */
#define DATAGRAMS_MAX 4

struct liar {
	struct mutate mutate;
	struct nlmsghdr asked;
	unsigned int datagrams;
	unsigned long good, bad, events, records;
};

static bool one_in(struct liar *l, uint32_t n)
{
	return mutate_random(&l->mutate, n) == 0;
}

static int send_command(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	struct liar *l = userdata;

	l->asked = *nlmsg_hdr(msg);
	l->datagrams = 0;
	return l->asked.nlmsg_len;
}

/* Writes a nearly correct error or end of a dump. */
static size_t put_end(struct liar *l, uint8_t *buf)
{
	struct nlmsghdr *h = (void *)buf;
	struct nlmsgerr *e = (void *)(buf + NLMSG_HDRLEN);
	size_t len = NLMSG_HDRLEN + sizeof(*e);

	memset(buf, 0, NLMSG_HDRLEN + 512);
	h->nlmsg_type = one_in(l, 3) ? NLMSG_DONE : NLMSG_ERROR;
	h->nlmsg_flags = NLM_F_ACK_TLVS | (one_in(l, 2) ? NLM_F_CAPPED : 0);
	h->nlmsg_seq = l->asked.nlmsg_seq;
	if (one_in(l, 2))
		e->error = -(int)mutate_random(&l->mutate, one_in(l, 10) ? 5000 : 130);
	e->msg = l->asked;
	if (one_in(l, 2))
		len += mutate_attributes(&l->mutate, 1 + mutate_random(&l->mutate, VFIOV_CMD_MAX),
					 buf + len, 1024);
	if (one_in(l, 4))
		len = NLMSG_HDRLEN + mutate_random(&l->mutate, len - NLMSG_HDRLEN + 1);
	h->nlmsg_len = len;
	if (one_in(l, 8))
		mutate_bytes(&l->mutate, buf + NLMSG_HDRLEN, len - NLMSG_HDRLEN);
	return len;
}

static size_t put_message(struct liar *l, uint8_t *buf)
{
	size_t len =
		mutate_message(&l->mutate, one_in(l, 20) ? GENL_ID_CTRL : FAMILY, true, buf, 2048);
	struct nlmsghdr *h = (void *)buf;

	h->nlmsg_seq = l->asked.nlmsg_seq + one_in(l, 20);
	if (l->asked.nlmsg_type && !one_in(l, 10))
		h->nlmsg_type = l->asked.nlmsg_type;
	return len;
}

static int answer(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **ret,
		  void *userdata)
{
	struct liar *l = userdata;
	uint8_t *buf, *exact;
	size_t len = 0;

	if (l->datagrams++ == DATAGRAMS_MAX)
		return 0;
	if (one_in(l, 100))
		return -NLE_NOMEM;
	*from = (struct sockaddr_nl){ .nl_family = AF_NETLINK, .nl_pid = one_in(l, 50) };
	buf = malloc(ANSWER_MAX);
	for (unsigned int n = mutate_random(&l->mutate, MESSAGES_MAX); n > 0; n--)
		len += NLMSG_ALIGN(put_message(l, buf + len));
	if (one_in(l, 2) || !len)
		len += put_end(l, buf + len);
	if (one_in(l, 50))
		len = 1 + mutate_random(&l->mutate, len);
	/* Copy to the exact size, so that a read beyond the end is detected. */
	exact = malloc(len);
	memcpy(exact, buf, len);
	free(buf);
	*ret = exact;
	return len;
}

static int on_record(const struct vfv_audit_record *record, void *userdata)
{
	struct liar *l = userdata;
	struct vd_entry entry;

	vd_record_entry(record, one_in(l, 2) ? "hash" : NULL, &entry);
	l->records++;
	/* Stop reading at random, because a dump may be endless. */
	return one_in(l, 64);
}

static void on_notice(const struct vfv_notice *notice, void *userdata)
{
	struct liar *l = userdata;

	l->events++;
}

/* Whatever the kernel sends, the result must be a valid error code with terminated strings. */
static void check(struct liar *l, int r, const struct vfv_nl_error *error)
{
	if (r > 1 || r < -4095 || strlen(error->message) >= sizeof(error->message) ||
	    strlen(error->attribute) >= sizeof(error->attribute) || !vfv_nl_error_text(error)) {
		printf("not ok 1 - the call returned %d\n", r);
		exit(1);
	}
	if (r < 0)
		l->bad++;
	else
		l->good++;
}

static void round_trip(struct liar *l, struct vfv_genl *g, unsigned int kind)
{
	const struct vfv_status params = { .present = 1u << VFIOV_A_STATUS_GRACE_MS };
	struct vfv_request answer_ = { .present = UINT32_MAX, .bdf = "0000:01:00.1" };
	struct vfv_nl_error error = { 0 };
	struct vfv_request *requests = NULL;
	struct vfv_status status;
	struct vfv_vf *vfs = NULL, vf;
	uint64_t ticket;
	int r = 0;
	size_t n;

	switch (kind) {
	case 0:
		r = vfv_genl_status_get(g, &status, &error);
		break;
	case 1:
		r = vfv_genl_vf_get(g, "0000:01:00.1", &vf, &error);
		break;
	case 2:
		r = vfv_genl_vf_dump(g, &vfs, &n, &error);
		free(vfs);
		break;
	case 3:
		r = vfv_genl_request_dump(g, 8, &requests, &n, &error);
		free(requests);
		break;
	case 4:
		r = vfv_genl_audit_dump(g, mutate_random(&l->mutate, 2), on_record, l, &error);
		break;
	case 5:
		r = vfv_genl_profile_set(g, "0000:01:00.1", "transitional", false, "reason",
					 &ticket, &error);
		break;
	case 6:
		r = vfv_genl_owner_register(g, "fuzz", &status, &error);
		break;
	case 7:
		r = vfv_genl_decision_set(g, &answer_, &error);
		break;
	case 8:
		r = vfv_genl_params_set(g, &params, &error);
		break;
	default:
		l->asked = (struct nlmsghdr){ 0 };
		l->datagrams = 0;
		r = vfv_genl_events_read(g, on_notice, l);
		break;
	}
	check(l, r, &error);
}

/* Answers correctly, so that the client learns the family's number. */
static int introduce(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **ret,
		     void *userdata)
{
	struct liar *l = userdata;
	struct {
		struct nlmsghdr nl;
		struct genlmsghdr genl;
		struct nlattr attr;
		uint16_t id, pad;
		struct nlmsghdr end;
		struct nlmsgerr error;
	} *m = calloc(1, sizeof(*m));

	*from = (struct sockaddr_nl){ .nl_family = AF_NETLINK };
	m->nl = (struct nlmsghdr){ .nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN + 8,
				   .nlmsg_type = GENL_ID_CTRL,
				   .nlmsg_seq = l->asked.nlmsg_seq };
	m->attr = (struct nlattr){ .nla_len = NLA_HDRLEN + 2, .nla_type = CTRL_ATTR_FAMILY_ID };
	m->id = FAMILY;
	m->end = (struct nlmsghdr){ .nlmsg_len = NLMSG_HDRLEN + sizeof(m->error),
				    .nlmsg_type = NLMSG_ERROR,
				    .nlmsg_seq = l->asked.nlmsg_seq };
	*ret = (unsigned char *)m;
	return sizeof(*m);
}

/* Sends the correct family number, so that the client reads the rest. */
static int both(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **ret,
		void *userdata)
{
	struct liar *l = userdata;

	return l->asked.nlmsg_type == GENL_ID_CTRL ? introduce(socket, from, ret, userdata)
						   : answer(socket, from, ret, userdata);
}

int main(int argc, char **argv)
{
	const char *is_long = getenv("VFIOVD_LONG");
	unsigned long rounds = is_long && *is_long ? ROUNDS_LONG : ROUNDS;
	struct liar l = { .mutate.state = argc > 1 ? strtoull(argv[1], NULL, 0)
						   : (uint64_t)time(NULL) | 1 };
	struct vfv_genl_hook lies = { .send = send_command, .receive = answer, .userdata = &l };
	struct vfv_genl_hook hook = { .send = send_command, .receive = both, .userdata = &l };
	struct vfv_genl *g, *lost;

	printf("# seed %lu, the first argument repeats it\n", (unsigned long)l.mutate.state);
	fflush(stdout);
	if (vfv_genl_open(&lost, &lies) < 0) {
		printf("Bail out! no netlink socket\n");
		return 1;
	}
	for (unsigned int i = 0; i < rounds / 100; i++) {
		int r = vfv_genl_resolve(lost);

		check(&l, r, &(struct vfv_nl_error){ 0 });
	}
	vfv_genl_close(lost);
	if (vfv_genl_open(&g, &hook) < 0 || vfv_genl_resolve(g) < 0 ||
	    vfv_genl_events_open(g) < 0) {
		printf("Bail out! no netlink socket\n");
		return 1;
	}
	for (unsigned long i = 0; i < rounds; i++) {
		round_trip(&l, g, i % 10);
		/* An event may have removed the family. */
		if (i % 10 == 9 && vfv_genl_resolve(g) < 0)
			return 1;
	}
	vfv_genl_close(g);
	printf("%sok 1 - %lu calls with random answers: %lu good, %lu bad, %lu events, %lu "
	       "records\n1..1\n",
	       l.good && l.bad && l.events && l.records ? "" : "not ", rounds, l.good, l.bad,
	       l.events, l.records);
	return !(l.good && l.bad && l.events && l.records);
}
