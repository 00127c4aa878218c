// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes all of vfiovd between a kernel that sends arbitrary messages and a journal that stores
 * everything: vfiovd must keep running, and must never grant what the policy does not allow.
 */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "daemon/manager.h"
#include "fuzz.h"
#include "kernel.h"
#include "lib/names.h"
#include "unit/peer.h"

enum { TURNS_MAX = 64 };

struct watched {
	struct kernel kernel;
	struct vfv_genl_hook hook;
};

/* The gate is closed, so only native may be granted. */
static int send_command(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	struct watched *w = userdata;
	struct nlattr *tb[VFIOV_A_REQUEST_MAX + 1];
	struct nlmsghdr *header = nlmsg_hdr(msg);

	if (header->nlmsg_type == KERNEL_FAMILY &&
	    genlmsg_hdr(header)->cmd == VFIOV_CMD_DECISION_SET) {
		if (genlmsg_parse(header, 0, tb, VFIOV_A_REQUEST_MAX, NULL) < 0 ||
		    !tb[VFIOV_A_REQUEST_VERDICT])
			abort();
		if (nla_get_u32(tb[VFIOV_A_REQUEST_VERDICT]) == VFIOV_VERDICT_GRANT &&
		    nla_strcmp(tb[VFIOV_A_REQUEST_PROFILE], VFV_PROFILE_NATIVE) != 0)
			abort();
	}
	return w->hook.send(socket, msg, &w->kernel);
}

static int answer(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **ret,
		  void *userdata)
{
	struct watched *w = userdata;

	return w->hook.receive(socket, from, ret, &w->kernel);
}

static int take(void *userdata, const struct iovec *fields, size_t n)
{
	/* Each field must be KEY=value, with a key that journald accepts. */
	for (size_t i = 0; i < n; i++) {
		const char *text = fields[i].iov_base;
		size_t key = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

		if (!key || key > 64 || key >= fields[i].iov_len || text[key] != '=')
			abort();
	}
	return 0;
}

static int has_fence(void *userdata, const char *fence)
{
	return 1;
}

/* All records written so far count as stored. */
static int stored(void *userdata, const char *instance, const uint64_t *seqs, size_t n, bool *ret)
{
	for (size_t i = 0; i < n; i++)
		ret[i] = true;
	return 0;
}

static void wait_for(void *userdata, uint64_t usec)
{
}

static void rest(void *userdata)
{
}

/* Sets the process up like a service: signals are blocked, and stderr goes to journald. */
static void prepare(void)
{
	static bool done;
	sigset_t signals;
	struct stat st;
	char stream[64];

	if (done)
		return;
	done = true;
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0 || fstat(STDERR_FILENO, &st) < 0)
		abort();
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
		 (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct watched w;
	struct peer doorbell;
	struct vd_manager m = {
		/* a directory without any of our files */
		.options = { "/sys/kernel", "", LOG_DEBUG },
		.hook = { .send = send_command, .receive = answer, .userdata = &w },
		.sink = { NULL, take, has_fence, stored, wait_for, rest },
	};

	prepare();
	w.hook = kernel_hook(&w.kernel, data, size);
	if (vd_manager_start(&m) < 0)
		abort();
	/* The socket stays readable from now on, because nobody reads its real content. */
	peer_init(&doorbell);
	peer_wake(&doorbell, vfv_genl_events_fd(m.genl));
	for (int i = 0; i < TURNS_MAX && (w.kernel.left >= 3 || m.audit.busy); i++) {
		size_t left = w.kernel.left;

		if (sd_event_run(m.event, 0) < 0)
			abort();
		if (left == w.kernel.left && !m.audit.busy)
			break;
	}
	peer_done(&doorbell);
	vd_manager_finish(&m);
	return 0;
}
